"""Public names whose modules are imported on first use (PEP 562)."""

from __future__ import annotations

from vapix_proto._public_names import MODULES

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable


def lazy(
    package: str, namespace: dict[str, object]
) -> tuple[list[str], Callable[[str], object], Callable[[], list[str]]]:
    """Returns the ``__all__``, ``__getattr__`` and ``__dir__`` with which a package imports its public names lazily.

    Args:
        package: The package's name.
        namespace: The package's ``globals()``; each public name is stored there on first use.
    """
    module_of = {name: module for module, names in MODULES[package].items() for name in names.split()}

    def get(name: str) -> object:
        module = module_of.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        # importlib is not used here, because importing it takes as long as importing a module of this package.
        if module == package:
            return __import__(f"{module}.{name}", fromlist=["__name__"])  # this also binds the name
        value = namespace[name] = getattr(__import__(module, fromlist=["__name__"]), name)
        return value

    def names() -> list[str]:
        return sorted({*namespace, *module_of} - {"TYPE_CHECKING"})

    return sorted(module_of), get, names
