"""The hot paths whose instructions ``tools.count_instructions`` counts: ``python -S -m tools.hot_paths NAME PASSES``.

Each path imports only what it needs because, under callgrind, start-up takes most of the time.
"""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

_TEXTS = (
    "UTC0",
    "<+0330>-3:30",
    "EST5EDT,M3.2.0,M11.1.0",
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
    "NZST-12NZDT,M9.5.0,M4.1.0/3",
    "IST-2IDT,J84/2,J302/2",
    "EST5EDT4:30,100/1:30,299",
)
_INVALID = (
    "CET-25",
    "CET-1CEST,M3.5.0",
    "CET-1CEST,M13.5.0,M10.5.0/3",
    "Europe/Vienna",
    "CE-1",
    "EST5EDT,M3.2.0,M11.1.0x",
)


def _each(function: Callable[[Any], object], values: Iterable[Any]) -> Callable[[], None]:
    def run() -> None:
        for value in values:
            function(value)

    return run


def _new(name: str, texts: Iterable[str], *, pieces: bool = False) -> Callable[[], None]:
    """A pass that calls a function for each string as if for the first time, by emptying the caches before."""
    from benchmarks.memory import forget
    from vapix_proto import tz

    function = getattr(tz, name)

    def run() -> None:
        forget(pieces=pieces)
        for text in texts:
            function(text)

    return run


def _of_texts(name: str, texts: Iterable[str]) -> Callable[[], None]:
    from vapix_proto import tz

    return _each(getattr(tz, name), texts)


def _of_zone(name: str, *values: object) -> Callable[[], None]:
    return _each(getattr(_zone(), name), values)


def _zone() -> Any:
    from vapix_proto import tz

    return tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")


def _resolve() -> Callable[[], None]:
    from datetime import datetime

    ordinary, gap, fold = datetime(2027, 7, 1, 12), datetime(2027, 3, 28, 2, 30), datetime(2027, 10, 31, 2, 30)
    return _of_zone("resolve", ordinary, gap, fold)


def _utcoffset() -> Callable[[], None]:
    from datetime import datetime

    info = _zone().tzinfo()
    return _each(info.utcoffset, [datetime(2027, month, 1, tzinfo=info) for month in (1, 7)])


def _same_clock() -> Callable[[], object]:
    from vapix_proto import tz

    first, second = _zone(), tz.parse("CET-1CEST,M3.5.0/2,M10.4.0/3")
    return lambda: tz.same_clock(first, second)


def _contested() -> Callable[[], None]:
    from vapix_proto import tz

    return _each(tz.contested, [tz.parse(text) for text in _TEXTS])


def _explain() -> Callable[[], object]:
    from vapix_proto import tz

    zone = _zone()
    return lambda: str(tz.explain(zone))


def _accounts() -> Callable[[], object]:
    from vapix_proto.vapix import AccountListing

    names = ",".join(f"user{number}" for number in range(50))
    data = "".join(f'{group}="{names}"\n' for group in ("admin", "operator", "viewer", "ptz")).encode()
    return lambda: AccountListing.parse(data).accounts


def _parameters() -> Callable[[], object]:
    from vapix_proto.vapix import ParameterListing

    data = "".join(f"root.Group{n // 20}.I{n % 20}.Name=value {n}\n" for n in range(200)).encode()
    return lambda: ParameterListing.parse(data)


def _http(*, back: bool) -> Callable[[], object]:
    from vapix_proto import vapix

    request = vapix.AddUser("joe", vapix.Password("foo"), vapix.Role.VIEWER)
    http = request.to_http()
    return (lambda: vapix.parse_request(http)) if back else request.to_http


#: The paths, each with a function that prepares it and returns a function that makes one pass.
PATHS: dict[str, Callable[[], Callable[[], object]]] = {
    "parse, new strings": lambda: _new("parse", _TEXTS),
    "parse, new strings of new pieces": lambda: _new("parse", _TEXTS, pieces=True),
    "parse, known strings": lambda: _of_texts("parse", _TEXTS),
    "is_valid, new valid strings": lambda: _new("is_valid", _TEXTS),
    "is_valid, new invalid strings": lambda: _new("is_valid", _INVALID),
    "validate, valid strings": lambda: _of_texts("validate", _TEXTS),
    "validate, invalid strings": lambda: _of_texts("validate", _INVALID),
    "explain": _explain,
    "zone.at": lambda: _of_zone("at", 1_800_000_000, 1_815_000_000),
    "zone.resolve": _resolve,
    "zone.transitions": lambda: _of_zone("transitions", 2027),
    "tzinfo, utcoffset": _utcoffset,
    "same_clock": _same_clock,
    "contested": _contested,
    "a listing of accounts": _accounts,
    "a listing of parameters": _parameters,
    "a request, to HTTP": lambda: _http(back=False),
    "a request, from HTTP": lambda: _http(back=True),
}

if __name__ == "__main__":
    one_pass = PATHS[sys.argv[1]]()
    gc.disable()
    for _ in range(int(sys.argv[2])):
        one_pass()
