"""The rules for ``param.cgi``, which lists and sets parameters."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, product

from vapix_proto.oracle.parameters import PARAMETERS, doubtful_of, parameters_of
from vapix_proto.oracle.responses.discovery import fits
from vapix_proto.oracle.responses.forms import ParamError, Status, Updated
from vapix_proto.oracle.responses.listings import Parameters
from vapix_proto.oracle.responses.quotations import visible
from vapix_proto.oracle.rules.allowed import Verdict, judged
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED, Acceptable, Ask, pairs_of, unsettled
from vapix_proto.oracle.time_zone import DST, POSIX, with_parameters
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from vapix_proto.oracle.parameters import Parameter
    from vapix_proto.oracle.state import State

#: Arguments that are not parameters.
_ARGUMENTS = frozenset({"action", "group", "responseformat", "usergroup"})
_ROOT = re.compile(r"\A(?:root\.)+")
_PLAIN = re.compile(r"[A-Za-z0-9_*.-]+\Z")
_LITERAL = re.compile(r"[^A-Za-z0-9_.-].*", re.DOTALL)
_PARTS = {row.name: row.name.split(".") for row in PARAMETERS}
#: Parameters that do not depend on the product, and parameters for which the specification states who may read them.
_SURE = frozenset(row.name for row in PARAMETERS if not row.product)
_SPECIFIED = frozenset(row.name for row in PARAMETERS if row.source == "specification")
#: From ``_ECHO_SINCE`` on, a response repeats the name of a single parameter as requested (recorded). There are no
#: recordings of ``_ECHO_UNTIL`` or later versions.
_ECHO_SINCE, _ECHO_UNTIL = AxisOs((10, 12)), AxisOs((13,))
_RECORDED = "recording, param.cgi"
#: The maximum number of unsettled values for which every combination is considered.
_SILENT_MAX = 4
_TWICE = "a name given twice"
_QUOTED = "how an error quotes control characters, or bytes that are not UTF-8"
_BAD_REQUEST = Status((400, 404, 405, 501), "Bad Request")


def responses(ask: Ask) -> tuple[Acceptable, ...]:
    """The acceptable responses to an authenticated request."""
    action = ask.args.get("action", "")
    if action in ("list", "update"):
        found = tuple(_list(ask) if action == "list" else _update(ask))
        given = "".join(chain.from_iterable(ask.args.items()))
        return found if visible(given) == given else tuple(unsettled(found, _QUOTED))
    source = f"{NOT_SETTLED}: an action other than list and update"
    error = ParamError(text="the action is not supported" if action else "the action must be given")
    return Acceptable(error, source, ask.state), Acceptable(_BAD_REQUEST, source, ask.state)


def _list(ask: Ask) -> Iterator[Acceptable]:
    state, level = ask.state, _level(ask)
    rows = state.parameters
    readable, blank = _blank(state.axis_os, level, mirrored=state.time_zone.mirrored)
    asked = list(dict.fromkeys(ask.args.get("group", "").split(",")))
    if asked == [""]:
        listing = _written(state, blank, {"root": readable} if readable else {}, readable)
        source = f"{_RECORDED}; specification, access control"
        if not ask.args.get("group", "*") or not readable:
            source = f"{NOT_SETTLED}: nothing is requested, or nothing may be read"
            yield Acceptable(listing, source, state)
            yield Acceptable(blank.replace(lines=(("", ""),)), source, state)
            yield Acceptable(Status((400, 401, 403), "Bad Request"), source, state)
            return
        yield Acceptable(listing, source, state)
        yield from _without_doubtful(state, listing, {})
        return
    matches = {group: _matching(group, rows) for group in asked}
    listing = _written(state, blank, matches, readable).replace(about=tuple(sorted({_about(group) for group in asked})))
    firm = listing.firm.issuperset(name for name, _ in listing.lines if name)
    yield Acceptable(listing, _RECORDED if firm else f"{NOT_SETTLED}: whether a single name begins with root.", state)
    yield from _without_doubtful(state, listing, matches)
    # Requesting a group that this version certainly lacks is an error. Any other group may exist on some products, or
    # be hidden.
    lacking = _SURE - state.doubtful
    errors = listing.errors
    foreign = frozenset(group for group in errors if not matches[group] and not _matching(group, lacking))
    unread = frozenset(group for group in errors if matches[group])
    product = frozenset(group for group, names in matches.items() if names and listing.optional.issuperset(names))
    silent = [
        why
        for groups, why in (
            (foreign | product - unread, "products have other parameters, too"),
            (unread, "how a parameter is hidden from an unauthorised account"),
        )
        if groups
    ]
    if silent:
        open_groups = foreign | unread | product
        doubtful = tuple(group for group in asked if group in open_groups)
        rest = tuple((name, value) for name, value in listing.lines if name or value not in open_groups)
        source = f"{NOT_SETTLED}: {', and '.join(silent)}"
        yield Acceptable(listing.replace(lines=rest, doubtful=doubtful), source, state)
    if errors and level != "admin":
        source = f"{NOT_SETTLED}: how an unknown group, or one that is hidden from the account, is refused"
        yield Acceptable(Status((401, 403), "Unauthorized"), source, state)
    if any(not _PLAIN.match(group) for group in asked):
        yield Acceptable(_BAD_REQUEST, f"{NOT_SETTLED}: a group with other characters", state)


@lru_cache(maxsize=256)
def _blank(version: AxisOs, level: str, *, mirrored: bool) -> tuple[dict[str, Parameter], Parameters]:
    """Returns the parameters that accounts at ``level`` may read, and a listing to which lines are added later.

    ``mirrored`` is ``TimeZone.mirrored``.
    """
    rows, doubtful = parameters_of(version), doubtful_of(version)
    unclear = () if mirrored else (POSIX, DST)
    readable = {name: row for name, row in rows.items() if level in row.readers}
    # For parameters outside the specification, no source mentions that anyone but an administrator may read them.
    hidden = (_SURE - rows.keys()) | (_SPECIFIED - readable.keys())
    return readable, Parameters(
        (),
        hidden=tuple(sorted(hidden - doubtful)),
        free=tuple(name for name, row in rows.items() if row.free or name in unclear),
        optional=frozenset(name for name, row in rows.items() if row.product),
    )


def _written(
    state: State, blank: Parameters, matches: Mapping[str, Iterable[str]], readable: Collection[str]
) -> Parameters:
    """The listing in request order, with each parameter once."""
    values = state.values
    echo = None if state.axis_os >= _ECHO_UNTIL else state.axis_os >= _ECHO_SINCE
    lines: dict[str, tuple[str, str]] = {}
    forms: dict[str, set[str | None]] = {}
    for group, names in matches.items():
        found = [name for name in names if name in readable]
        for name in found:
            lines.setdefault(name, (group if group == name else f"root.{name}", values[name]))
            forms.setdefault(name, set()).add(_form(echo, group, name))
        if not found:
            lines[f"# {group}"] = ("", group)
    firm = frozenset(form for ways in forms.values() if len(ways) == 1 for form in ways if form is not None)
    return blank.replace(lines=tuple(lines.values()), firm=firm)


def _form(echo: bool | None, group: str, name: str) -> str | None:
    """The name under which a listing shows a parameter; None if no recording shows it.

    If ``echo`` is true, a parameter that was requested by its own name is listed as requested; if ``echo`` is false, no
    recording shows how. A parameter in a requested group is listed with ``root.``. ``echo`` is None for versions of
    AXIS OS without recordings.
    """
    if echo is None or "*" in group:
        return None
    if group in (name, f"root.{name}"):
        return group if echo else None
    return f"root.{name}"


def _without_doubtful(state: State, listing: Parameters, matches: Mapping[str, Iterable[str]]) -> Iterator[Acceptable]:
    """The listing without doubtful parameters. A group that contains only these may be missing, too."""
    doubtful = state.doubtful
    lines = tuple((name, value) for name, value in listing.lines if name.removeprefix("root.") not in doubtful)
    if lines == listing.lines:
        return
    groups = tuple(group for group, names in matches.items() if names and doubtful.issuperset(names))
    form = listing.replace(lines=lines, doubtful=groups)
    yield Acceptable(form, f"{NOT_SETTLED}: which versions have {' and '.join(sorted(doubtful))}", state)


def _about(group: str) -> str:
    """``group`` in lower case, without ``root.``, up to the first character that devices may read as a wildcard."""
    if group in _PARTS:
        return group.casefold()
    return _LITERAL.sub("", _ROOT.sub("", f"{group.strip()}.")).rstrip(".").casefold()


def _level(ask: Ask) -> str:
    return ask.account.level if ask.account else "none"


def _matching(group: str, names: Collection[str]) -> list[str]:
    """The parameter called ``group``, or those in the group of that name; ``*`` matches any characters except dots."""
    if group in ("root", "root."):
        return list(names)
    plain = _ROOT.sub("", group)
    if plain in _PARTS:  # the usual case; no parameter is also a group
        return [plain] if plain in names else []
    if "*" not in group:
        return [name for name in names if name.startswith(f"{plain}.")]
    if "?" in group:  # a question mark is not a wildcard and occurs in no name
        return []
    parts = plain.split(".")
    return [name for name in names if _starts(_PARTS[name], parts)]


def _starts(name: list[str], parts: list[str]) -> bool:
    return len(parts) <= len(name) and all(map(_fits, name, parts))


def _fits(part: str, pattern: str) -> bool:
    return pattern in (part, "*") or ("*" in pattern and fits(part, pattern))


def _update(ask: Ask) -> Iterator[Acceptable]:
    """Judges each parameter separately. Whether one bad parameter prevents the others from being set is not settled."""
    state, admin = ask.state, _level(ask) == "admin"
    if not admin:
        source = "specification, access control: only administrators write; the status code is 401 or 403"
        yield Acceptable(Status((401, 403), "Unauthorized"), source, state)
    given = [(_ROOT.sub("", name), value) for name, value in pairs_of(ask.request) if name not in _ARGUMENTS]
    if not given:
        source = f"{NOT_SETTLED}: an empty update"
        yield Acceptable(Updated(), source, state)
        yield Acceptable(ParamError(text="no parameter"), source, state)
        yield Acceptable(_BAD_REQUEST, source, state)
        return
    if not admin:
        refused = ParamError(tuple(given))
        yield Acceptable(refused, f"{NOT_SETTLED}: how an unauthorised update is refused", state)
        return
    last = [*dict(given).items()]
    if len(last) < len(given):
        # A device may set every value in turn, or only the first or the last value of each parameter.
        first = [*dict(reversed(given)).items()][::-1]
        every, *others = [[*_judged(ask, pairs, _TWICE)] for pairs in (given, first, last)]
        if others != [every, every]:
            yield from unsettled(chain(every, *others), _TWICE)
            return
    yield from _judged(ask, last, "a value on which the sources are silent")


def _judged(ask: Ask, given: list[tuple[str, str]], why: str) -> Iterator[Acceptable]:
    """The responses to an administrator's update; ``why`` is the reason if its values are not settled."""
    verdicts = [_verdict(ask.state, name, value) for name, value in given]
    bad = tuple(pair for pair, verdict in zip(given, verdicts, strict=True) if not verdict.takes)
    settled = all(verdict.settled for verdict in verdicts)
    silence = f"{NOT_SETTLED}: {why}"
    yield from _outcomes(ask, given, bad, f"specification, valid values; {_RECORDED}" if settled else silence)
    # A device may accept some unsettled values and refuse the others. Consider every combination or, if there are too
    # many values, only two: all accepted and all refused.
    silent = [pair for pair, verdict in zip(given, verdicts, strict=True) if not verdict.settled]
    firm = {pair for pair, verdict in zip(given, verdicts, strict=True) if verdict is Verdict.REFUSED}
    count = len(silent)
    combinations = product((True, False), repeat=count) if count <= _SILENT_MAX else ((True,) * count, (False,) * count)
    for taken_ones in combinations if silent else ():
        left = firm.union(pair for pair, taken in zip(silent, taken_ones, strict=True) if not taken)
        choice = tuple(pair for pair in given if pair in left)
        if choice != bad:
            yield from _outcomes(ask, given, choice, silence)


def _verdict(state: State, name: str, value: str) -> Verdict:
    row = state.parameters.get(name)
    if row is not None:
        verdict = judged(row.allowed, value)
        return Verdict.TAKEN_FIRST if verdict is Verdict.TAKEN and name in state.doubtful else verdict
    # Products may have parameters unknown to us, but parameters of other versions are certainly absent.
    return Verdict.REFUSED if name in _SURE else Verdict.REFUSED_FIRST


def _outcomes(
    ask: Ask, given: list[tuple[str, str]], bad: tuple[tuple[str, str], ...], source: str
) -> Iterator[Acceptable]:
    state, unset = ask.state, set(bad)
    good = {name: value for name, value in given if (name, value) not in unset and name in state.parameters}
    changed = _set(ask, good)
    if not bad:
        yield Acceptable(Updated(), source, changed)
        return
    noted = ask.noted(changed, "Warning", "param.cgi: a parameter was not set")
    yield Acceptable(ParamError(bad), source if not good else f"{NOT_SETTLED}: a batch with a bad value", noted)
    if good:
        source = f"{NOT_SETTLED}: a batch with a bad value, which may set nothing"
        yield Acceptable(ParamError(bad), source, ask.noted(state, "Warning", "param.cgi: nothing was set"))
        before = dict(given[: given.index(bad[0])])
        source = f"{NOT_SETTLED}: a batch with a bad value, which may be the last that is checked"
        stopped = _set(ask, {name: value for name, value in before.items() if name in state.parameters})
        yield Acceptable(ParamError(bad), source, ask.noted(stopped, "Warning", "param.cgi: a parameter was not set"))


def _set(ask: Ask, good: dict[str, str]) -> State:
    state = ask.state.replace(settings=with_parameters(ask.state.axis_os, ask.state.settings, good))
    for name in good:
        state = ask.noted(state, "Informational", f"param.cgi: set {name}")
    return state
