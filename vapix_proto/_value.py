"""The base class of all values (frozen, slotted, compared and hashed by field), and exceptions that contain no secrets.

A value class consists of annotations and, where needed, a ``_check``. It is not a dataclass, because importing
``dataclasses`` takes several times as long as importing ``vapix_proto.tz``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from operator import attrgetter
from sys import exception
from types import MappingProxyType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, ClassVar, Literal, NoReturn, ParamSpec, Self, TypeVar, dataclass_transform

    P = ParamSpec("P")
    R = TypeVar("R")
    K = TypeVar("K")
    V = TypeVar("V")
else:

    def dataclass_transform(**_options: object) -> Callable[[R], R]:
        """Does nothing, because only type checkers need the real decorator."""
        return lambda kind: kind


def discreet(function: Callable[P, R]) -> Callable[P, R]:
    """Makes a function safe for passwords: its exceptions contain no local variables and no cause.

    Without this, error reporters would show the variables of every frame. The traceback still shows
    lines of code. If the caller was already handling another exception, that exception is kept, too.
    """

    @wraps(function)
    def door(*args: P.args, **kwargs: P.kwargs) -> R:
        before = exception()
        try:
            return function(*args, **kwargs)
        except BaseException as error:  # interrupts have tracebacks, too
            from traceback import clear_frames  # noqa: PLC0415 - only when something is refused

            del args, kwargs
            clear_frames(error.__traceback__)
            if error is not before:
                error.__cause__, error.__context__ = None, before
                error.__suppress_context__ = False  # assigning __cause__ has set it
            raise

    return door


def pairs_of(given: Mapping[K, V] | Iterable[tuple[K, V]], what: str = "the arguments") -> tuple[tuple[K, V], ...]:
    """The pairs in a mapping, in an iterable of pairs, or in any object with an ``items`` method, such as HTTP headers.

    Raises:
        TypeError: ``given``, which the message calls ``what``, is neither a mapping nor pairs.
    """
    try:
        pairs: Any = tuple(tuple(pair) for pair in (given.items() if hasattr(given, "items") else given))
    except TypeError:
        raise TypeError(f"{what} must be a mapping or pairs") from None
    if any(len(pair) != 2 for pair in pairs):
        raise TypeError(f"{what} must be a mapping or pairs, but one item is not a pair")
    found: tuple[tuple[K, V], ...] = pairs
    return found


class _OfValues:
    """See ``of_values``."""

    def __init__(self, method: Any) -> None:  # noqa: ANN401 - a function
        self.method = method

    def __get__(self, value: object, kind: type) -> Any:  # noqa: ANN401 - a method
        if value is None:
            raise AttributeError(self.method.__name__)
        return self.method.__get__(value, kind)


def of_values(method: R) -> R:
    """Makes a method available on instances but not on their class.

    Pydantic calls such a method on a value in an annotation, but must not find it on the class.
    """
    found: Any = _OfValues(method)
    return found  # type: ignore[no-any-return]


_LATER = object()


def later(*, init: Literal[False] = False) -> Any:  # noqa: ANN401 - type checkers recognise only this signature
    """Marks a slot that is not a field: the constructor, comparison and ``repr`` ignore it; it is None until set."""
    return _LATER


class ValueType(type):
    """The metaclass of value classes. It derives their slots and constructors from their annotations."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], init: bool = True) -> ValueType:
        """Creates a value class. With ``init=False`` it inherits its base's constructor, as type checkers expect."""
        kinds = {of: kind for of, kind in namespace.get("__annotations__", {}).items() if "ClassVar" not in str(kind)}
        defaults = {of: namespace.pop(of) for of in kinds if of in namespace}
        fields = tuple(of for of in kinds if of != "_" and defaults.get(of) is not _LATER)
        namespace.setdefault("__slots__", tuple(of for of in kinds if of != "_"))
        if fields:
            namespace.setdefault("__match_args__", fields)
        if "__match_args__" in namespace:
            namespace["_read_fields"] = _reader(namespace["__match_args__"])
        made = super().__new__(cls, name, bases, namespace)
        if "__init__" in namespace or not init:
            return made
        if "_check" in namespace and not fields:
            raise TypeError(f"{name} defines _check() but has no fields of its own")
        if fields:
            if any(getattr(base, "__match_args__", ()) for base in bases):
                raise TypeError(f"{name} adds fields to those of its base: give it an __init__")
            made.__init__ = _Uncompiled(made, kinds, defaults)  # type: ignore[misc]
        return made


def _reader(fields: tuple[str, ...]) -> Callable[[object], tuple[Any, ...]]:
    """A function that returns the fields of a value in half the time that ``getattr`` takes."""
    if len(fields) > 1:
        return attrgetter(*fields)
    return lambda value: tuple([getattr(value, name) for name in fields])


class _Uncompiled:
    """A constructor that is compiled on first use, because compiling takes ten times as long as creating the class."""

    def __init__(self, made: type, kinds: dict[str, str], defaults: dict[str, Any]) -> None:
        self.made, self.kinds, self.defaults = made, kinds, defaults

    def __get__(self, value: object, kind: type) -> Any:  # noqa: ANN401 - bound or not
        """The constructor, which replaces this object."""
        constructor = _constructor(self.made, self.kinds, self.defaults)
        self.made.__init__ = constructor  # type: ignore[misc]
        return constructor.__get__(value, kind)


def _constructor(made: type, kinds: dict[str, str], defaults: dict[str, Any]) -> Callable[..., None]:
    """A class's constructor, compiled from source text. Otherwise it would be slow, or have the wrong signature."""
    parameters, lines = ["self"], []
    scope: dict[str, Any] = {"__name__": made.__module__}
    for field in kinds:
        if field == "_":
            parameters.append("*")
            continue
        given = defaults.get(field) is not _LATER
        if given:
            parameters.append(field)
            if field in defaults:
                parameters[-1] += f"=_default_{field}"
                scope[f"_default_{field}"] = defaults[field]
        scope[f"_set_{field}"] = getattr(made, field).__set__
        lines.append(f"_set_{field}(self, {field if given else None})")
    if hasattr(made, "_check"):
        lines.append("self._check()")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), scope)  # noqa: S102 - names of fields
    constructor: Callable[..., None] = scope["__init__"]
    constructor.__qualname__ = f"{made.__qualname__}.__init__"
    arguments = {field: kind for field, kind in kinds.items() if field != "_" and defaults.get(field) is not _LATER}
    constructor.__annotations__ = {**arguments, "return": "None"}
    return constructor


@discreet
def _again(kind: type[Value], *fields: object) -> Value:
    """Restores a pickled value through its constructor; pickles refer to this function by module and name."""
    return kind(**dict(zip(kind.__match_args__, fields, strict=True)))


@dataclass_transform(eq_default=True, order_default=False, frozen_default=True, field_specifiers=(later,))
class Value(metaclass=ValueType):
    """A frozen value. The annotations in its class define its fields; fields after ``_: KW_ONLY`` are keyword-only.

    Fields may have defaults. The constructor sets all fields and then calls ``_check`` if the class defines it.
    ``_check`` raises an error if a field is invalid, and may change fields with ``_set``. If the constructor accepts
    more than it stores, the class defines ``__init__``, which sets all fields with ``_set``. Values of the same class
    are equal if all their fields are. Unpickling calls the constructor, so a pickle can't bring back a value that the
    constructor refuses.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _read_fields: ClassVar[Callable[[object], tuple[Any, ...]]]

    def _set(self, **fields: object) -> None:
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def _astuple(self) -> tuple[Any, ...]:
        return type(self)._read_fields(self)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - the fields have their own types
        """A copy with the named fields changed, checked like any new value."""
        fields = {name: getattr(self, name) for name in self.__match_args__}
        unknown = changes.keys() - fields.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field {min(unknown)!r}")
        return type(self)(**(fields | changes))

    __replace__ = replace

    @discreet
    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: can't set {name!r}")

    @discreet
    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: can't delete {name!r}")

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() == other._astuple()

    def __hash__(self) -> int:
        return hash((self.__class__, self._astuple()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name, None)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({fields})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), *self._astuple())

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


def setters(kind: type[Value], *names: str) -> list[Callable[[object, object], None]]:
    """Functions that set the fields of a new value without checks, for contents that are known to be valid."""
    return [getattr(kind, name).__set__ for name in names]


class OrderedValue(Value):
    """A value that can be ordered: values of the same class are compared field by field."""

    def __lt__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() < other._astuple()

    def __le__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() <= other._astuple()

    def __gt__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() > other._astuple()

    def __ge__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() >= other._astuple()


class Params(Mapping[str, "str | int"]):
    """An immutable, hashable mapping from names to values."""

    __slots__ = ("_values",)
    _values: Mapping[str, str | int]

    def __init__(self, values: Mapping[str, str | int]) -> None:
        for name, value in values.items():
            if type(name) is not str or type(value) not in (str, int):
                raise TypeError("parameter values must be str or int, and parameter names must be str")
        object.__setattr__(self, "_values", MappingProxyType(dict(values)))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("parameters can't be changed")

    def __getitem__(self, name: str) -> str | int:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Params({dict(self._values)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Params, (dict(self._values),)
