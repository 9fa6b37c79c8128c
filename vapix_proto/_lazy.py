"""Public names that load their module when they are first used (PEP 562)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy(
    package: str, namespace: dict[str, object], home: Mapping[str, tuple[str, ...]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a package.

    Args:
        package: Its name.
        namespace: Its ``globals()``, where a name stays once it was used.
        home: The modules of the package, each with the public names that live there.
    """
    module_of = {name: module for module, names in home.items() for name in names}

    def get(name: str) -> object:
        module = module_of.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        # Not importlib: loading that takes as long as a module of this package.
        value = namespace[name] = getattr(__import__(f"{package}.{module}", fromlist=[name]), name)
        return value

    def names() -> list[str]:
        return sorted({*namespace, *module_of})

    return get, names
