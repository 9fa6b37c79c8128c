"""Public names that load their module when they are first used (PEP 562)."""

from __future__ import annotations

import builtins
from _thread import RLock

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

_one_block_at_a_time = RLock()


class public:  # noqa: N801 - a context, named as contextlib names them
    """``with public(__name__, globals()):`` turns the imports of its block into the public names of a package.

    The block imports nothing: every name is noted with its module, which loads when the name is first used. Type
    checkers and editors read plain imports; ``from module import name as name`` is the form that makes a name public
    for them. At the end the package has ``__all__``, ``__getattr__`` and ``__dir__``.
    """

    def __init__(self, package: str, namespace: dict[str, Any]) -> None:
        self._package, self._namespace = package, namespace
        self._module_of: dict[str, str] = {}

    def __enter__(self) -> None:
        _one_block_at_a_time.acquire()
        self._import = builtins.__import__
        builtins.__import__ = self._note

    def __exit__(self, *_error: object) -> None:
        builtins.__import__ = self._import
        _one_block_at_a_time.release()
        for name in self._module_of:
            self._namespace.pop(name, None)
        self._namespace.update(__all__=sorted(self._module_of), __getattr__=self._get, __dir__=self._names)

    def _note(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:  # noqa: ANN401 - as __import__
        """Stands in for ``__import__`` while the block runs; imports of other threads go on to the real one."""
        if globals is not self._namespace:
            return self._import(name, globals, locals, fromlist, level)
        self._module_of.update(dict.fromkeys(fromlist or (), name))
        return _AnyModule()

    def _get(self, name: str) -> object:
        module = self._module_of.get(name)
        if module is None:
            raise AttributeError(f"module {self._package!r} has no attribute {name!r}")
        # Not importlib: loading that takes as long as a module of this package.
        if module == self._package:
            return __import__(f"{module}.{name}", fromlist=["__name__"])  # which sets the name, too
        value = self._namespace[name] = getattr(__import__(module, fromlist=["__name__"]), name)
        return value

    def _names(self) -> list[str]:
        return sorted({*self._namespace, *self._module_of})


class _AnyModule:
    """Has every name."""

    def __getattr__(self, name: str) -> None:
        """Nothing, until the end of the block."""
