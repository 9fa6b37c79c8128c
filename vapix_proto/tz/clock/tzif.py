"""Two kinds of TZif files (RFC 9636) for a zone: one for other programs, and one that stays in memory.

With the file in memory, ``zoneinfo`` is fast. It reads this file correctly for the following reason. A zone has two
offsets, ``a >= b``, and switches between them. To convert local times, ``zoneinfo`` makes two tables: with fold=0 it
adds ``a`` to each transition, and with fold=1 it adds ``b``. So for a local time ``t``, it returns the local time type
in force at the instant ``t - a`` with fold=0, and at the instant ``t - b`` with fold=1. This is true even if
transitions are close together. PEP 495 requires exactly that: in a fold, ``t - a`` is the earlier instant and ``t - b``
the later. In a gap, the offset at ``t - a`` is ``b``, the one before the jump, and at ``t - b`` it is ``a``. Any other
local time has the same offset at both instants. To find the fold of an instant, ``zoneinfo`` looks only at the latest
transition up to the instant. The fold is correct only if no two transitions are closer together than ``a - b``; if any
are, ``for_zoneinfo`` returns None.

The calendar of ``datetime`` ends with the year 9999, so a file in memory can list all transitions. It lists none if
the footer alone is certain to give correct results: without a list, ``zoneinfo`` follows the footer in all years. To
apply the footer, ``zoneinfo`` uses only the rules for the year that the local time (or UTC) is in. That is enough if
all transitions are far enough from New Year and from each other, and come in the same order every year.
"""

from __future__ import annotations

from itertools import chain, pairwise
from struct import pack

from vapix_proto.tz.clock.calendar import CYCLE, DAY, year_start
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.limits import HOUR, PLAIN_TIME_HOURS_MAX
from vapix_proto.tz.rules import DayOfYear, JulianDay

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from vapix_proto.tz.clock.changes import Changes
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

#: The years whose transitions a file lists.
FIRST_YEAR, LAST_YEAR = 1970, 2037
# An instant before every datetime.
_FAR = -(2**40)
# An interval between transitions that is longer than the difference between any two offsets.
_APART = 10 * DAY
# The first New Year that fits into four octets; the file does not cover times before 1970.
_BEFORE_ALL = year_start(1902)
#: The index of a designation is one octet (RFC 9636, 3.2).
_INDEX_MAX = 255
# In a leap year, zoneinfo mistakes J59 for February 29.
_LAST_OF_FEBRUARY = JulianDay(59)


def explicit_file(calculator: Calculator, zone: PosixTimeZone) -> bytes:
    """A clock's TZif file: its transitions from 1970 to 2037, which older readers need, then ``zone`` as the footer.

    Raises:
        ValueError: The designation of standard time has more than 254 characters.
    """
    std, dst = calculator.type_of(False), calculator.type_of(True)
    begin, end = year_start(FIRST_YEAR), year_start(LAST_YEAR + 1)
    listed: list[tuple[int, bool]] = []
    for change in chain.from_iterable(map(calculator.in_year, range(FIRST_YEAR, LAST_YEAR + 2))):
        if change.at >= end:
            break
        listed.append((change.at, change.after.isdst))
        # zoneinfo misreads entries that are closer together than the difference between the offsets.
        end = max(end, change.at + abs(dst.utoff - std.utoff))
    # Readers assume standard time before the first transition.
    if calculator.at(begin).isdst and (not listed or listed[0][0] > begin):
        earlier, made_up = calculator.before(begin), _BEFORE_ALL + _APART
        listed.insert(0, (made_up if earlier is None else max(earlier.at, made_up), True))
    if calculator.changes is not None and not _footer_is_right(calculator.changes):
        # After the last transition each reader interprets the footer in its own way, and .NET learns the offset of
        # standard time only from a transition to it. So the list begins and ends with an entry that changes nothing.
        listed = [(_BEFORE_ALL, False), *listed, (end, calculator.at(end).isdst)]
    types = [std, dst] if any(isdst for _, isdst in listed) else [std]
    described = [(kind.utoff, kind.isdst, kind.designation) for kind in types]
    # Times of rules that are negative or past 24:59:59 need version 3.
    version = 2 if all(0 <= rule.time < (PLAIN_TIME_HOURS_MAX + 1) * HOUR for rule in zone.rules or ()) else 3
    times, after = [at for at, _ in listed], bytes(isdst for _, isdst in listed)
    first = _block(version, times, after, described, "l")
    return first + _block(version, times, after, described, "q") + _line(str(zone))


def for_zoneinfo(calculator: Calculator, footer: str) -> bytes | None:
    """A TZif file that makes ``zoneinfo`` show what the clock shows in the years 1 to 9999; None if no file can.

    Args:
        calculator: The clock's calculator; neither offset may reach 24 hours, nor may their difference.
        footer: The string with the clock's rules.
    """
    std, dst = calculator.type_of(False), calculator.type_of(True)
    changes = calculator.changes
    if changes is None:
        return without_transitions(std)
    if _footer_is_right(changes):
        return without_transitions(std, footer)
    times, to_dst = _all_changes(calculator)
    stays = (later - earlier for earlier, later in pairwise(times))
    if min(stays, default=_APART) < abs(dst.utoff - std.utoff):
        return None
    # zoneinfo derives dst() from the first transition to DST, so made-up transitions come first: to standard time, then
    # to DST. If DST has the same offset as standard time, it must not be marked as DST, or zoneinfo assumes that it is
    # an hour ahead of standard time.
    flag = dst.utoff != std.utoff
    kinds = bytes((to_dst, not to_dst)) * (len(times) // 2 + 1)
    prefix = (_FAR, _FAR + _APART, _FAR + 2 * _APART)
    described = [(std.utoff, False, std.designation), (dst.utoff, flag, dst.designation)]
    listed = bytes((0, 1, not to_dst)) + kinds[: len(times)]
    return _header(0, 1, 1) + bytes(7) + _block(2, (*prefix, *times), listed, described, "q") + _line("")


def without_transitions(std: LocalTimeType, footer: str = "") -> bytes:
    """A TZif file that lists no transitions: the footer applies in all years or, if it is empty, ``std``."""
    return _header(0, 1, 1) + bytes(7) + _block(2, (), b"", [(std.utoff, False, std.designation)], "q") + _line(footer)


def _footer_is_right(changes: Changes) -> bool:
    for rule in (changes.start, changes.end):
        # zoneinfo reads day n as day n - 1, and some versions refuse times outside 0 to 24 hours.
        if type(rule.date) is DayOfYear or rule.date == _LAST_OF_FEBRUARY or not 0 <= rule.time <= DAY:
            return False
    orders = set()
    for start, end in zip(*changes.in_kinds, strict=True):
        # Transitions must be three days away from New Year and from each other. That is enough, because an offset is
        # less than a day, and a rule's time is at most a day.
        if min(start, end) < 3 * DAY or max(start, end) > 362 * DAY or abs(end - start) < 3 * DAY:
            return False
        orders.add(start < end)
    return len(orders) == 1


def _all_changes(calculator: Calculator) -> tuple[list[int], bool]:
    """All transitions in the years 1 to 9999, with some before and after, and whether the earliest one starts DST."""
    if calculator.reading is Reading.MERGE and calculator.changes is not None:
        cycle, to_dst = _merged(calculator.changes)
        to_dst = to_dst if cycle else not calculator.at(0).isdst
        return [at + turn * CYCLE for turn in range(-5, 21) for at in cycle], to_dst
    # musl treats years before 1970 differently, and what a clock does in a year depends on the year before.
    before, between, since = (
        [change for year in years for change in calculator.in_year(year)]
        for years in (range(1571, 1971), (1971,), range(1972, 2372))
    )
    times = [change.at - turn * CYCLE for turn in range(4, -1, -1) for change in before]
    times += [change.at for change in between]
    times += [change.at + turn * CYCLE for turn in range(21) for change in since]
    first = next(chain(before, between, since), None)
    # A clock without transitions always shows the same local time type. ``for_zoneinfo`` still begins its list with
    # made-up transitions, and the last of them must start that type.
    return times, first.after.isdst if first is not None else not calculator.at(0).isdst


def _merged(changes: Changes) -> tuple[list[int], bool]:
    """The transitions in the years 2000 to 2399 under the ``merge`` reading, and whether the first starts DST.

    The starts and ends of DST are sorted as the reading requires: by instant, then by year, with a start before an end.
    """
    low, high = year_start(2000), year_start(2400)
    # A rule's time may reach 8 days into another year; the years before 2000 determine the state at the start of 2000.
    named = [
        (at, year, to_std)
        for year in range(1997, 2402)
        for at, to_std in zip(changes.of(year), (False, True), strict=True)
    ]
    last_at_each = {at: not to_std for at, _, to_std in sorted(named)}
    cycle = []
    for (_, state), (at, next_state) in pairwise(last_at_each.items()):
        if state is not next_state and low <= at < high:
            cycle.append((at, next_state))
    return [at for at, _ in cycle], bool(cycle) and cycle[0][1]


def _line(footer: str) -> bytes:
    return b"\n" + footer.encode() + b"\n"


def _header(times: int, types: int, characters: int, version: int = 2) -> bytes:
    return pack(">4sc15x6l", b"TZif", b"%d" % version, 0, 0, 0, times, types, characters)


def _block(
    version: int, times: Sequence[int], kinds: bytes, types: Sequence[tuple[int, bool, str]], width: str
) -> bytes:
    """A header and its data (RFC 9636, 3.1 and 3.2); times are int32 if ``width`` is ``"l"``, int64 if ``"q"``."""
    names = b""
    records = b""
    for utoff, isdst, designation in types:
        if len(names) > _INDEX_MAX:
            raise ValueError(
                f"designation {types[0][2]!r} is too long: it leaves no room in a TZif file for the other designation"
            )
        records += pack(">lbB", utoff, isdst, len(names))
        names += designation.encode() + b"\0"
    return (
        _header(len(times), len(types), len(names), version) + pack(f">{len(times)}{width}", *times)
        + kinds + records + names
    )  # fmt: skip
