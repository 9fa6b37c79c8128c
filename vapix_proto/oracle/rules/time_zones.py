"""What both Time APIs share: the verdicts on zones and times, and the state after a choice."""

from __future__ import annotations

import re

from vapix_proto.oracle.responses.json_documents import LAST_SECOND, local_text, utc_of, utc_text
from vapix_proto.oracle.rules.allowed import Verdict, tz_string
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED
from vapix_proto.oracle.rules.tz_strings import WIDE, zone_of
from vapix_proto.oracle.time_zone import DST, by_hand, by_name, with_zone
from vapix_proto.oracle.zone_names import ZONE_NAMES

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vapix_proto.oracle.rules.outcomes import Ask
    from vapix_proto.oracle.state import State

__all__ = ["after", "clock", "judge_date_time", "judge_name", "judge_posix", "named", "reset", "written"]

#: In the examples of the documentation, and links in tzdata, which devices do not list.
_EXAMPLES = frozenset({"Africa/Accra", "Europe/Copenhagen", "Europe/Stockholm"})
_LISTED = frozenset(ZONE_NAMES)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*\Z")
_NAME_MAX = 64


def judge_name(value: object) -> Verdict:
    """The verdict on an IANA zone; other releases of its database have other names."""
    if not isinstance(value, str) or len(value) > _NAME_MAX or not _NAME.match(value):
        return Verdict.REFUSED
    if value in _LISTED:
        return Verdict.TAKEN
    return Verdict.TAKEN_FIRST if value in _EXAMPLES else Verdict.REFUSED_FIRST


def judge_posix(value: object) -> Verdict:
    """The verdict on a POSIX string: that of ``param.cgi``. Whether the API accepts more is not settled."""
    if not isinstance(value, str):
        return Verdict.REFUSED
    verdict = tz_string(value)
    return Verdict.REFUSED_FIRST if verdict is Verdict.REFUSED and WIDE.match(value) else verdict


def judge_date_time(value: object) -> Verdict:
    """The verdict on a time to set: in UTC, from 1970 to 2069."""
    instant = utc_of(value) if isinstance(value, str) else None
    return Verdict.TAKEN if instant is not None and 0 <= instant <= LAST_SECOND else Verdict.REFUSED


def clock(ask: Ask) -> dict[str, str]:
    """The two times that a device shows; the clock is the caller's, whatever time was set."""
    zone, now, offset = ask.state.time_zone, min(max(ask.now, 0), LAST_SECOND), 0
    if zone.rule is not None:
        known = zone_of(zone.rule)
        offset = (known.at(now) if zone.dst else known.std).utoff
    return {"dateTime": utc_text(now), "localDateTime": local_text(now, offset)}


def named(ask: Ask, name: str) -> State:
    """The state after an IANA zone was set: the POSIX zone is gone, and DHCP is off."""
    return after(ask, by_name(name), "set timeZone")


def written(ask: Ask, text: str, *, dst: bool) -> State:
    """The state after a POSIX zone was set: the IANA zone is gone, and DHCP is off."""
    return after(ask, by_hand(text, dst=dst), "set posixTimeZone")


def reset(ask: Ask) -> Iterator[tuple[State, str]]:
    """The states after both zones were cleared, each with a note for its source."""
    first = after(ask, {}, "reset the time zone")
    yield first, ""
    kept = after(ask, {DST: "yes" if ask.state.time_zone.dst else "no"}, "reset the time zone")
    if kept.essence != first.essence:
        yield kept, f"{NOT_SETTLED}: whether daylight saving time is reset, too; "


def after(ask: Ask, chosen: Mapping[str, str], what: str) -> State:
    """The state after a choice of a zone, with a line in the system log."""
    state = ask.state.replace(settings=with_zone(ask.state.settings, chosen))
    return ask.noted(state, "Informational", f"time: {what}")
