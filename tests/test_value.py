"""The base class of values: how it interprets a class's annotations, and which it refuses."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import KW_ONLY
from typing import Any, ClassVar

import pytest

from vapix_proto._value import OrderedValue, Value, ValueType, later


class Interval(OrderedValue):
    """A class with every kind of annotation that the base class interprets."""

    unit: ClassVar[str] = "seconds"
    low: int
    high: int = 10
    _: KW_ONLY
    name: str
    open: bool = False
    _size: int = later()

    def _check(self) -> None:
        if self.low > self.high:
            raise ValueError("low is above high")
        self._set(name=self.name.strip())


class Wider(Interval, init=False):
    """A subclass with the same fields."""


class Written(Value):
    """A class whose constructor accepts more than its fields."""

    words: tuple[str, ...]

    def __init__(self, words: str | tuple[str, ...]) -> None:
        self._set(words=tuple(words.split()) if isinstance(words, str) else words)


SOME = Interval(1, name=" a ")


def test_annotations_are_the_fields_in_their_order() -> None:
    names: tuple[str, ...] = Interval.__match_args__
    assert names == ("low", "high", "name", "open")
    assert repr(SOME) == "Interval(low=1, high=10, name='a', open=False)"
    assert str(inspect.signature(Interval)) == (
        "(low: 'int', high: 'int' = 10, *, name: 'str', open: 'bool' = False) -> 'None'"
    )
    assert Interval.__init__.__qualname__ == "Interval.__init__"
    assert Interval.__init__.__module__ == __name__


def test_a_constructor_is_compiled_when_first_looked_at_or_called() -> None:
    class Point(Value):
        x: int

    class Named(Point, init=False):
        pass

    kept = vars(Point)["__init__"]
    assert not callable(kept)
    assert Named(3).x == 3
    assert vars(Point)["__init__"] is Point.__init__
    assert "__init__" not in vars(Named)
    assert kept.__get__(None, Point)(Point(1), 2) is None, "a thread that comes second gets it, too"


def test_values_are_equal_hashed_ordered_pickled_and_copied_by_their_fields() -> None:
    again = Interval(1, 10, name="a", open=False)
    assert again == SOME != Wider(1, name="a")
    assert hash(again) == hash(SOME)
    assert Interval(0, name="z") < SOME <= again
    assert pickle.loads(pickle.dumps(SOME)) == SOME == copy.deepcopy(SOME) == SOME.replace()
    assert pickle.loads(pickle.dumps(Written("a b"))) == Written(("a", "b"))
    with pytest.raises(ValueError, match="above"):
        SOME.replace(low=11)


def test_a_slot_that_is_set_later_is_not_a_field() -> None:
    assert not hasattr(SOME, "__dict__")
    assert SOME._size is None
    other = SOME.replace()
    other._set(_size=9)
    assert other._size == 9
    assert other == SOME


@pytest.mark.parametrize(
    ("args", "named", "message"),
    [
        ((), {"name": "a"}, r"^Interval.__init__\(\) missing 1 required positional argument: 'low'$"),
        ((1,), {}, r"^Interval.__init__\(\) missing 1 required keyword-only argument: 'name'$"),
        ((1, 2, 3), {}, r"^Interval.__init__\(\) takes from 2 to 3 positional arguments but 4 were given$"),
        ((1,), {"name": "a", "end": 1}, r"^Interval.__init__\(\) got an unexpected keyword argument 'end'$"),
        ((1,), {"name": "a", "_size": 1}, r"^Interval.__init__\(\) got an unexpected keyword argument '_size'$"),
    ],
)
def test_a_constructor_refuses_arguments_with_the_same_message_as_any_function(
    args: tuple[int, ...], named: dict[str, Any], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        Interval(*args, **named)


def test_a_class_whose_check_would_never_run_is_refused() -> None:
    with pytest.raises(TypeError, match=r"defines _check\(\) but has no fields"):
        ValueType("Unchecked", (Written,), {"_check": lambda self: None})
    with pytest.raises(TypeError, match="adds fields"):
        ValueType("More", (Written,), {"__annotations__": {"more": "int"}})
