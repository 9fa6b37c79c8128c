"""Finds what is unusual about a valid string, compared with the clocks of all zones, and what was probably meant."""

from __future__ import annotations

from functools import lru_cache

from vapix_proto._value import Params
from vapix_proto.errors import Code
from vapix_proto.tz.advice._data import renown
from vapix_proto.tz.advice._history import history, strangeness
from vapix_proto.tz.advice._signs import ADVANCES, differ_in_offsets, what_tells
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.advice._unusual_designations import MOST, DesignationJudge
from vapix_proto.tz.analysis.comparison import same_clock
from vapix_proto.tz.analysis.description import duration
from vapix_proto.tz.clock.calendar import DAY, iso
from vapix_proto.tz.diagnosis.designations import contradicts
from vapix_proto.tz.iana.agreement import agrees_since, agrees_until
from vapix_proto.tz.limits import HOUR, OFFSET_MAX
from vapix_proto.tz.rules import format_seconds

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.advice._history import Former, Near
    from vapix_proto.tz.advice._suggestion import Finding, Question, Suggestion
    from vapix_proto.tz.model import PosixTimeZone

#: Two clocks are close if ``Near.apart`` is less than this: a difference of one hour during a tenth of four years.
_NEAR = 4 * 365 * DAY // 10 * 3600


@lru_cache(maxsize=8)
def findings(question: Question, zone: PosixTimeZone, *, nearest: bool = True) -> list[Finding]:
    """What is unusual about a string, according to the newest of the databases in ``question``.

    Unless ``nearest`` is true, a clock that no zone has ever had is not reported. That saves a comparison with the
    clocks of all zones.
    """
    clocks = question.clocks
    in_force = len(clocks.databases) == 1 and any(
        clocks.holds(name, question.at) for name in clocks.footers.get(zone, ())
    )
    if in_force or not clocks.files:
        return []
    judge = _Judge(question, zone, history(clocks.databases[0], question.at))
    return [*judge.shift()] or [*judge.clock(nearest=nearest), *judge.designations()]


def advice(question: Question, found: list[Finding]) -> Iterator[Suggestion]:
    """The strings that may be meant instead of a valid but unusual string, according to the findings about it."""
    for finding in found:
        for meant in finding.meant:
            yield from question.answers(*meant)


class _Judge(DesignationJudge):
    """Compares the clock of a string with the clocks of the zones in a database."""

    # -- how far daylight saving time is ahead of standard time

    def shift(self) -> Iterator[Finding]:
        """Reports daylight saving time that is ahead of standard time by an amount that no zone uses."""
        std, dst = self.zone.std, self.zone.dst
        if self.showing or dst is None:
            return
        shift = dst.utoff - std.utoff
        ahead = f"{duration(shift)} {'ahead of' if shift > 0 else 'behind'}"
        params = {"dst": dst.designation, "ahead": ahead, "std": std.designation}
        advanced = std.utoff - dst.utoff
        if -dst.utoff in ADVANCES and advanced <= OFFSET_MAX and not self.implied and not 0 <= shift <= HOUR:
            other = _Judge(self.question, self.zone.replace(dst=dst.replace(utoff=advanced)), self.known)
            meant = [([place], f"the clock of {place.name}") for place in other.showing[:1]]
            there = self._finding(Code.TZ_SHIFT_UNUSUAL, "", {}, meant)
            found = there if meant else other._former(known_names=False)
            if found is not None:
                params["offset"] = format_seconds(-dst.utoff)
                message = "{dst} is {ahead} {std}, because its offset {offset} counts from UTC"
                condition = f"if {duration(dst.utoff)} is the amount by which the clock advances"
                strings = ((zone, f"{why}, {condition}", "notation", names) for zone, why, _, names in found.meant)
                yield found.replace(
                    code=Code.TZ_SHIFT_UNUSUAL,
                    piece="dst",
                    message=message.format(**params),
                    params=Params(params),
                    hint=f"{condition}, {found.hint}",
                    meant=tuple(strings),
                )
                return
        if shift in {0, *ADVANCES, *self.known.shifts}:
            return
        message = "{dst} is {ahead} {std}: no zone has daylight saving time like that"
        homes = [place for place in self.known.places if place.zone.std == std and place.zone.dst is not None]
        alone = len({place.zone for place in homes}) == 1
        meant = [(homes[:1], f"the clock of {homes[0].name}, which has this standard time")] if alone else []
        yield self._finding(Code.TZ_SHIFT_UNUSUAL, message, params, meant, "dst")

    # -- clocks

    def clock(self, *, nearest: bool) -> Iterator[Finding]:
        """Reports a clock that no zone has now, and names zones that will have it, used to have it, or come closest."""
        if not self.implied and not self.showing:
            known_names = any(strangeness(place.zone, self.zone) < 3 for place in self.known.places)
            meant = self._turned()
            turned = self._finding(Code.TZ_RULE_UNUSUAL, "no zone keeps this time", {}, meant) if meant else None
            found = self._with_other_offsets() or turned or self._coming() or self._former(known_names=known_names)
            if found or nearest:
                yield found or self._nearest(self.known.nearest(self.zone))

    def _with_other_offsets(self) -> Finding | None:
        zone = self.zone
        places = [place for place in self.known.places if differ_in_offsets(place.zone, zone)]
        if not places and zone.dst is not None and zone.start is not None:
            # CEST-2CET,M10.5.0/3,M3.5.0 has everything in the opposite order.
            swapped = zone.dst.designation, zone.std, zone.end, zone.start
            for place in self.known.places:
                std, dst = place.zone.std, place.zone.dst
                if dst and (std.designation, dst.replace(isdst=False), place.zone.start, place.zone.end) == swapped:
                    meant = [([place], f"the clock of {place.name}, with standard time first")]
                    message = "no zone keeps this time; the clock of {zone} has standard time first"
                    return self._finding(Code.TZ_RULE_UNUSUAL, message, {"zone": place.name}, meant)
        if not places:
            return None
        reason = f"the clock of {places[0].name}, with {what_tells(self.zone)}"
        message = "no zone keeps this time; {zone} has {what}"
        params = {"zone": places[0].name, "what": what_tells(self.zone)}
        return self._finding(Code.TZ_RULE_UNUSUAL, message, params, [(places[:1], reason)])

    def _coming(self) -> Finding | None:
        for place in self.known.places:
            footer, last = place.file.footer, place.file.last
            if place.zone == footer or last is None or not same_clock(footer, self.zone):
                continue
            since = agrees_since(place.file, footer, last)
            params = {"zone": place.name, "since": iso(last if since is None else since)}
            message = "no zone keeps this time now: {zone} will keep it from {since} onwards"
            return self._finding(Code.TZ_RULE_UNUSUAL, message, params, [([place], f"the clock of {place.name} now")])
        return None

    def _former(self, *, known_names: bool) -> Finding | None:
        """Names the zones whose clocks used to agree with the string.

        If there are zones with the string's designations, now or in the past, only such zones are named.
        """
        former = self.known.former(self.zone)
        # A numeric designation fits any zone.
        if self.zone.std.designation.isalpha():
            own = self._own()
            alike = [each for each in former if each.alike or each.place.rank in own]
            former = alike if alike or own or known_names else former
        groups: dict[PosixTimeZone, list[Former]] = {}
        for each in former:
            # Zones with much less weight than the first one followed the string only for a season or two.
            if each.weight * 4 >= former[0].weight and not each.chance:
                groups.setdefault(each.place.zone, []).append(each)
        # If the best match is a coincidence, so are the rest.
        if not groups or former[0].chance:
            return None
        did, had, message = "did", "followed these rules", "no zone follows these rules any more: {former}"
        if self.zone.dst is None:
            did, had, message = "kept it", "kept this time", "no zone keeps this time any more: {former}"
        shown: list[str] = []
        meant = []
        for group in list(groups.values())[:MOST]:
            known = min(group, key=lambda each: (-renown()[each.place.name], each.place.rank))
            latest = max(group, key=lambda each: (each.year, each.place is known.place))
            members = [latest, known] if latest.year > known.year else [known]
            shown += [f"{each.place.name} until {each.year}" for each in members]
            reason = f"the clock of {members[0].place.name}, which {had} until {members[0].year}"
            reason += "".join(f", and of {each.place.name}, which {did} until {each.year}" for each in members[1:])
            meant.append(([each.place for each in members], reason))
        shown[0] = shown[0].replace(" ", f" {did} ", 1)
        shown += ["others"] * (len(groups) > MOST)
        return self._finding(Code.TZ_RULE_STALE, message, {"former": listed(shown, len(shown))}, meant)

    def _own(self) -> set[int]:
        """The ranks of the zones that people mean by the string's first designation.

        If there are no such zones, the zones that have used all designations of the string count instead.
        """
        if named := self.known.named(self.zone.std.designation):
            return {place.rank for place in named}
        both = [kind.designation for kind in (self.zone.std, self.zone.dst) if kind is not None]
        return set.intersection(*({place.rank for place in self.known.showed(each)} for each in both))

    def _nearest(self, near: list[Near]) -> Finding:
        message = "no zone keeps this time"
        first = near[0].place
        # UTC+5:30 does not mean UTC0.
        offset_alone = self.zone.dst is None and contradicts(self.zone.std)
        params, meant = {}, []
        std = self.zone.std
        named = [each for each in self.known.named(std.designation) if self._may_be_of(each)]
        if near[0].strange < 2 or (near[0].strange == 3 and near[0].apart < _NEAR and not named):
            found = agrees_until(first.file, self.zone, self.question.at)
            differs = self.question.at if found is None else found
            params = {"zone": first.name, "differs": iso(differs)}
            when = "next" if differs > self.question.at else "already"
            of = "" if near[0].strange == 3 else " of those with the same standard time"
            message += f": the clock of {{zone}} comes closest{of}, and {when} differs at {{differs}}"
            nearest = [each.place for each in near if (each.strange, each.apart) == (near[0].strange, near[0].apart)]
            closest = f"comes closest{of or ' to this time'}"
            meant = [([place], f"the clock of {place.name}, which {closest}") for place in nearest[:MOST]]
            # Until 2018, the database used WET for Morocco, too.
            for former in self.known.former(self.zone)[:1] if near[0].strange < 2 else ():
                if not former.chance:
                    had = f"which followed these rules until {former.year}"
                    meant.append(([former.place], f"the clock of {former.place.name}, {had}"))
        elif near[0].strange == 2 and self._same_seasons(first) and not offset_alone:
            params = {"zone": first.name}
            message += "; {zone} uses its designations"
            meant = [([first], f"the clock of {first.name}, which has these designations")]
        if not meant:
            meant = [([place], f"{std.designation} for the time in {place.name}") for place in named]
        return self._finding(Code.TZ_RULE_UNUSUAL, message, params, meant)
