"""Compares a valid string's designations with those of all zones."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import partial

from vapix_proto._value import Params
from vapix_proto.errors import Code
from vapix_proto.tz.advice._data import daylight, renown
from vapix_proto.tz.advice._history import strangeness
from vapix_proto.tz.advice._names import names
from vapix_proto.tz.advice._signs import may_mean, moved
from vapix_proto.tz.advice._suggestion import Finding, listed
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.clock.calendar import DAY, year_of, year_start
from vapix_proto.tz.diagnosis.designations import contradicts, stands_for

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vapix_proto.tz.advice._history import History, Place
    from vapix_proto.tz.advice._suggestion import Question
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

    #: Zones whose string may be meant, and the reason.
    Meant = tuple[Sequence[Place], str]

#: The kinds of ``Named`` that are not places.
_NO_PLACES = ("time", "windows")
#: A finding names at most this many strings.
MOST = 3


class DesignationJudge:
    """Compares a string's designations with those of the zones in a database."""

    def __init__(self, question: Question, zone: PosixTimeZone, known: History) -> None:
        self.question, self.zone, self.known = question, zone, known
        self.implied = zone.dst is not None and zone.start is None
        self.showing = [] if self.implied else self.known.showing(zone)

    def designations(self) -> Iterator[Finding]:
        """Reports a designation in the string if zones use it now, but not for its offset in the string."""
        # Compare a string with rules only with zones whose clocks agree with it.
        scope = self.showing if self.zone.dst is not None else ()
        for piece, kind in (("std", self.zone.std), ("dst", self.zone.dst if self.showing else None)):
            if kind is None:
                continue
            same = (
                (other, place)
                for place in scope or self.known.places
                for other in _kinds(place)
                if (other.utoff, other.designation) == (kind.utoff, kind.designation)
            )
            first = next(same, None)
            if first is not None:
                alike = [first, *same] if self.zone.dst is None and first[0].isdst else []
                if alike and all(other.isdst for other, _ in alike):
                    yield self._daylight([place for _, place in alike])
                continue
            users = [
                (other, place)
                for place in sorted(self.known.places, key=lambda place: strangeness(place.zone, self.zone) != 2)
                for other in _kinds(place)
                if other.designation == kind.designation
            ]
            if users:
                used: dict[str, str] = {}
                for other, place in users:
                    used.setdefault(distance(other.utoff), place.name)
                shown = listed([f"{offset} in {name}" for offset, name in used.items()])
                offset = distance(kind.utoff) if kind.utoff else "the offset of UTC"
                params = {"designation": kind.designation, "used": shown, "offset": offset}
                message = "no zone uses {designation} for {offset}: it is {used}"
                meant = []
                if scope:
                    message = "no zone that keeps this time uses {designation}, which is {used}"
                    named = [place for _, place in users if strangeness(place.zone, self.zone) == 2]
                    others = [place for place in named if self._same_seasons(place)]
                    meant = [*self._turned()] if piece == "std" else []
                    meant += [(scope[:1], f"the clock of {scope[0].name}, which keeps the same time as this string")]
                    meant += [
                        ([place], f"the clock of {place.name}, which has these designations") for place in others[:1]
                    ]
                yield self._finding(Code.TZ_DESIGNATION_ELSEWHERE, message, params, meant, piece)
                return
            # If CDT matches, SCT is merely a slip for CST.
            if piece == "std" and not self.implied and not any(place.zone.dst == self.zone.dst for place in scope):
                yield from self._abbreviated(kind)

    def _daylight(self, users: list[Place]) -> Finding:
        """Reports a string such as CEST-2, which keeps the offset of daylight saving time all year."""
        fame: Counter[PosixTimeZone] = Counter()
        for place in users:
            fame[place.zone] += renown()[place.name]
        best = {place.zone: place for place in reversed(users)}
        places = [best[zone] for zone, _ in fame.most_common(MOST)]
        std = self.zone.std
        params = {"zone": places[0].name, "offset": distance(std.utoff), "designation": std.designation}
        message = "{zone} is {offset} only in daylight saving time, but this clock shows {designation} all year"
        meant = [
            ([place], f"the clock of {place.name}, which is {params['offset']} only in daylight saving time")
            for place in places
        ]
        return self._finding(Code.TZ_DESIGNATION_ELSEWHERE, message, params, meant, "std")

    def _abbreviated(self, kind: LocalTimeType) -> Iterator[Finding]:
        """Reports a designation that no zone uses now and that does not fit the string.

        It stands for an offset other than the string's, as in BRT-3, or only for daylight saving time, as in MSD-4.
        """
        places = self.known.named(kind.designation) or self.known.showed(kind.designation)[:1]
        if not places and self.zone.dst is None and kind.designation.isalpha():
            yield from self._of_place(kind)
            return
        kinds = [other for place in places for other in _kinds(place) if self.zone.dst is None or not other.isdst]
        alike = [other for other in kinds if other.utoff == kind.utoff]
        if alike and self.zone.dst is None and all(other.isdst for other in alike):
            yield self._daylight(places)
        if not places or alike:
            return
        uses = [self._use(kind.designation, place) for place in places]
        used = listed([use for use, _ in uses])
        params = {"designation": kind.designation, "used": used, "offset": distance(kind.utoff)}
        verb = "is" if any(current for _, current in uses) else "was"
        message = f"{{designation}} {verb} {{used}}, but this clock is {{offset}}"
        likely = any(map(self._may_be_of, places))
        meant = [([place], f"{kind.designation} for the time in {place.name}") for place in places if likely]
        yield self._finding(Code.TZ_DESIGNATION_ELSEWHERE, message, params, meant, "std")

    def _of_place(self, kind: LocalTimeType) -> Iterator[Finding]:
        """Reports a designation that is the name of a place with the opposite offset, as in Sydney+10.

        Nothing is reported if the place, or a namesake, has the string's offset.
        """
        called = names(self.question.clocks).named(kind.designation)
        zones = dict.fromkeys(zone for each in called if each.of not in _NO_PLACES for zone in each.zones)
        shown = partial(self.question.clocks.shown_lately, at=self.question.at)
        if any(shown(zone, kind.utoff) for zone in zones):
            return
        named = self.known.with_names([zone for zone in zones if shown(zone, -kind.utoff)])
        places = sorted(named, key=lambda place: (-renown()[place.name], place.rank))
        if places:
            used: dict[str, str] = {}
            for place in places:
                used.setdefault(distance(place.zone.std.utoff), place.name)
            params = {
                "designation": kind.designation,
                "used": listed([f"{offset} in {name}" for offset, name in used.items()]),
                "offset": distance(kind.utoff),
            }
            message = "{designation} is {used}, but this clock is {offset}: POSIX counts hours west of Greenwich"
            best = {place.zone: place for place in reversed(places)}
            why = "with the sign of the offset reversed"
            strings = [place for place in places if best[place.zone] is place]
            meant = [([place], f"the clock of {place.name}, {why}") for place in strings]
            yield self._finding(Code.TZ_DESIGNATION_ELSEWHERE, message, params, meant[:MOST], "std", "zone")

    def _use(self, designation: str, place: Place) -> tuple[str, bool]:
        """The offset that a designation has, or last had, in a zone, and whether the zone still uses it."""
        season, now = designation in daylight(), self.known.instant
        times = place.file.times[: bisect_right(place.file.times, now)]

        def fits(kind: LocalTimeType) -> bool:
            return kind.isdst if season else kind.designation == designation

        current = next(filter(fits, _kinds(place)), None)
        *_, last = (None, *((at, kind) for at, kind in zip(times, place.file.shown, strict=False) if fits(kind)))
        if current is not None or last is None:
            return f"{distance((current or place.zone.std).utoff)} in {place.name}", True
        until, kind = last
        today = distance(place.zone.at(now).utoff)
        return f"{distance(kind.utoff)} in {place.name} until {year_of(until)} (now {today})", False

    def _turned(self) -> Sequence[Meant]:
        """The zone that uses the string's standard time designation at the opposite offset: Japan, for JST9JDT.

        If several zones do, the one whose rules are closest to the string's is returned.
        """
        std, lately = self.zone.std, partial(self.question.clocks.shown_lately, at=self.question.at, std=True)
        wrong, both = contradicts(std), -std.utoff in stands_for(std)  # PST is UTC-8 in California and UTC+8 in Manila
        other = moved(self.zone, -std.utoff) if self.zone.dst is not None and (wrong or both) else None
        places = (place for place in self.known.places if other and place.zone.std.designation == std.designation)
        alike = (place for place in places if wrong or strangeness(place.zone, self.zone) == 2)
        zones = {place.zone for place in alike if lately(place.name, -std.utoff)}
        near = (each.place for each in self.known.nearest(other) if each.place.zone in zones) if other and zones else ()
        where = f"where {std.designation} is"
        return [([each], f"the clock of {each.name}, {where} {distance(each.zone.std.utoff)}") for each in near][:1]

    def _same_seasons(self, place: Place) -> bool:
        """Whether the string and a zone both have daylight saving time, or both have standard time, in mid-January."""
        january = year_start(year_of(self.question.at) + 1) + 14 * DAY
        return self.zone.at(january).isdst is place.zone.at(january).isdst

    def _may_be_of(self, place: Place) -> bool:
        return may_mean(self.question, self.zone.std.utoff, place.zone.std.utoff, place.names)

    # -- what to write

    def _finding(
        self,
        code: Code,
        message: str,
        params: dict[str, str],
        meant: Sequence[Meant],
        piece: str = "",
        kind: str = "",
    ) -> Finding:
        """A finding about ``piece`` that lists what may be meant, and why, as suggestions of the kind ``kind``.

        By default, the piece is the rules or, in a zone without daylight saving time, the offset.
        """
        question = self.question
        kind = kind or ("abbreviation" if code is Code.TZ_DESIGNATION_ELSEWHERE else "rules")
        piece = piece or ("std_offset" if self.zone.dst is None else "rules")
        found, hints = [], []
        for places, reason in meant:
            written = question.clocks.in_force(places[0].name, question.at, question.dialect)
            but = f", {written.but}" if written.but else ""
            if written.zone != self.zone:
                names = tuple(place.name for place in places)
                found.append((written.zone, reason + but, kind, names))
                hints.append(f"{written.zone} for {listed(names)}{but}")
        hint = "write " + ", or ".join(filter(None, (", ".join(hints[:-1]), hints[-1]))) if hints else None
        return Finding(code, piece, message.format(**params), Params(params), hint, tuple(found))


def _kinds(place: Place) -> list[LocalTimeType]:
    """A zone's current and future local time types."""
    return [kind for zone in (place.zone, place.file.footer) for kind in (zone.std, zone.dst) if kind is not None]
