"""Checks a clock: chooses questions, judges the answers, and finds a simple string for each kind of disagreement.

The caller puts the questions to the clock; this module does no I/O.
"""

from __future__ import annotations

from vapix_proto._places import plural
from vapix_proto.conform.clock._simplification import simpler_texts
from vapix_proto.conform.clock.findings import FIELDS, ClockAnswer, ClockFinding
from vapix_proto.tz.clock.calendar import year_of
from vapix_proto.tz.clock.implied_rules import US_RULES, rules_to_imply
from vapix_proto.tz.clock.reading_names import reading as reading_of
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.dialect import VAPIX
from vapix_proto.tz.dialect import dialect as dialect_of
from vapix_proto.tz.parser import parse
from vapix_proto.tz.rules import DayOfYear, JulianDay, MonthWeekDay
from vapix_proto.vectors.randomness import Dice
from vapix_proto.vectors.tz_records import FIRST_YEAR, LAST_YEAR, dense_instants, sample_years, string_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from typing import TypeAlias

    from vapix_proto.tz.aliases import ReadingName
    from vapix_proto.tz.clock.clock import Clock
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.rules import LocalTimeType

    #: A TZ string, and seconds since 1970-01-01 00:00:00 UTC.
    Question: TypeAlias = tuple[str, int]
    #: The fields that differ, and the forms of the string's dates (``M``, ``J``, ``n``).
    Kind: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
    #: A TZ string, an instant, the right answer, and the clock's answer.
    Wrong: TypeAlias = tuple[str, int, LocalTimeType, ClockAnswer]

_STRINGS_AT_ONCE = 8
_CANDIDATES_AT_ONCE = 24
_KINDS_MAX = 24
#: How many times a string may be simplified. Each simpler string is shorter, or earlier in alphabetical order.
_ROUNDS_MAX = 60


class ClockCheck:
    """Checks how a clock reads TZ strings.

    Put ``questions`` to the clock, and pass its answers to ``answer``, until no questions are left.

    A reading is a way to interpret TZ strings. An answer is right if it agrees with the chosen reading or, if none was
    chosen, with any reading. Fields that the clock can't report are not compared; a refusal of a string counts as
    a disagreement.

    Args:
        dialect: The dialect of the strings.
        reading: How the clock must read the strings: a reading, its name, or an implementation's name. With None, each
            answer may follow any known implementation.
        n: The number of strings to check.
        seed: The seed of the random questions. The same seed gives the same questions, but the search for simpler
            strings also depends on the answers.
        implied_rules: The rules that the clock must assume for a string with daylight saving time but no rules. With
            None, the check uses no such strings, even if ``reading`` is an implementation that assumes rules for them.

    Attributes:
        questions: The TZ strings and instants to ask about now; empty when the check has ended.
        strings: How many strings have been checked so far.
        instants: How many instants, over all strings, have been checked so far.
        wrong: How many answers are wrong, including refusals.
        refused: How many of the wrong answers are refusals.
        elsewise: How many answers are right, but not under the reading ``merge``.
        findings: The disagreements, each with the simplest string found; empty until the check has ended.
        follows: The readings that agree with every answer so far, not counting refusals.

    Raises:
        ValueError: The dialect, reading or rules are unknown, or ``n`` is below 1.
        TypeError: An argument has the wrong type.
    """

    __slots__ = (
        "_dialect",
        "_implied",
        "_readings",
        "_run",
        "_with_implied",
        "elsewise",
        "findings",
        "follows",
        "instants",
        "questions",
        "refused",
        "strings",
        "wrong",
    )
    strings: int
    instants: int
    wrong: int
    refused: int
    elsewise: int

    def __init__(
        self,
        *,
        dialect: Dialect | str = VAPIX,
        reading: Reading | ReadingName | None = None,
        n: int = 200,
        seed: int = 0,
        implied_rules: str | None = None,
    ) -> None:
        if n < 1:
            raise ValueError("a check needs at least one string")
        self._dialect = dialect_of(dialect)
        self._readings = tuple(Reading) if reading is None else (reading_of(reading),)
        self._with_implied = implied_rules is not None
        self._implied = rules_to_imply(US_RULES if implied_rules is None else implied_rules)
        self.strings = self.instants = self.wrong = self.refused = self.elsewise = 0
        self.follows: tuple[Reading, ...] = tuple(Reading)
        self.findings: tuple[ClockFinding, ...] = ()
        self._run = self._checking(Dice(seed), n)
        self.questions: tuple[Question, ...] = tuple(next(self._run))

    def answer(self, answers: Iterable[ClockAnswer]) -> None:
        """Accepts the answers to ``questions``, in the same order, and determines the next questions.

        Raises:
            ValueError: The numbers of answers and questions differ.
        """
        given = list(answers)
        if len(given) != len(self.questions):
            counts = f"{plural(len(given), 'answer')} for {plural(len(self.questions), 'question')}"
            raise ValueError(f"each question needs one answer, but there {'is' if len(given) == 1 else 'are'} {counts}")
        if not given:
            return
        try:
            self.questions = tuple(self._run.send(given))
        except StopIteration:
            self.questions = ()

    def _checking(self, dice: Dice, n: int) -> Generator[list[Question], list[ClockAnswer], None]:
        first: dict[Kind, Question] = {}
        seen: dict[Kind, int] = {}
        for start in range(0, n, _STRINGS_AT_ONCE):
            batch: list[Question] = []
            clocks: dict[str, dict[Reading, Clock]] = {}
            for _ in range(min(_STRINGS_AT_ONCE, n - start)):
                text = string_of(dice, self._dialect, rules_required=not self._with_implied)
                self.strings += 1
                zone = parse(text, self._dialect)
                clocks[text] = {how: zone.clock(reading=how, implied_rules=self._implied) for how in Reading}
                batch += [(text, at) for at in dense_instants(zone, sample_years(dice), implied_rules=self._implied)]
            for (text, at), answer in zip(batch, (yield batch), strict=True):
                self.instants += 1
                fields = self._judge(clocks[text], at, answer)
                if fields is not None:
                    kind = (fields, self._dates(text))
                    first.setdefault(kind, (text, at))
                    seen[kind] = seen.get(kind, 0) + 1
        found: dict[Kind, ClockFinding] = {}
        for (fields, _), (text, at) in [*first.items()][:_KINDS_MAX]:
            small = yield from self._made_small(text, at, fields)
            if small is None:
                continue  # the clock does not answer consistently
            kind = (fields, small.dates)
            small = small.replace(first_text=text, first_at=at, seen=seen[fields, self._dates(text)])
            if kind in found:
                one = min(found[kind], small, key=lambda finding: _size(finding.text))
                small = one.replace(seen=found[kind].seen + small.seen)
            found[kind] = small
        self.findings = tuple(found.values())

    def _dates(self, text: str) -> tuple[str, ...]:
        zone = parse(text, self._dialect)
        return tuple(sorted({_FORMS[type(rule.date)] for rule in (zone.start, zone.end) if rule is not None}))

    def _judge(self, clocks: dict[Reading, Clock], at: int, answer: ClockAnswer) -> tuple[str, ...] | None:
        """Counts an answer, and returns the fields that are wrong: empty for a refusal, None for a right answer."""
        shown = {how: clock.at(at) for how, clock in clocks.items()}
        right = tuple(how for how in Reading if not _differing(shown[how], answer))
        if _is_refusal(answer):
            self.refused += 1
            self.wrong += 1
            return ()
        self.follows = tuple(how for how in self.follows if how in right)
        if any(how in right for how in self._readings):
            self.elsewise += Reading.MERGE not in right
            return None
        self.wrong += 1
        return _nearest([shown[how] for how in self._readings], answer)[0]

    def _wrong(self, text: str, at: int, answer: ClockAnswer, fields: tuple[str, ...]) -> Wrong | None:
        """What is wrong with an answer; None unless it differs from the right answer in exactly ``fields``."""
        zone = parse(text, self._dialect)
        shown = [zone.clock(reading=how, implied_rules=self._implied).at(at) for how in self._readings]
        if _is_refusal(answer):
            return (text, at, shown[0], answer) if not fields else None
        differing, expected = _nearest(shown, answer)
        return (text, at, expected, answer) if differing == fields != () else None

    def _made_small(
        self, text: str, at: int, fields: tuple[str, ...]
    ) -> Generator[list[Question], list[ClockAnswer], ClockFinding | None]:
        best = yield from self._first_wrong([text], [year_of(at)], fields)
        if best is None:
            return None
        forms = set(self._dates(text))
        for _ in range(_ROUNDS_MAX):
            # A simpler string must not add a date form: misreading Mm.w.d is not the same fault as misreading n.
            simpler = [
                one
                for one in simpler_texts(text, self._dialect)
                if _size(one) < _size(text) and set(self._dates(one)) <= forms
            ]
            simpler.sort(key=_size)
            years = sorted({year_of(best[1]), 1971, 2000})
            smaller = None
            for start in range(0, len(simpler), _CANDIDATES_AT_ONCE):
                smaller = yield from self._first_wrong(simpler[start : start + _CANDIDATES_AT_ONCE], years, fields)
                if smaller is not None:
                    break
            if smaller is None:
                break
            best, text = smaller, smaller[0]
        earliest = yield from self._first_wrong([text], range(FIRST_YEAR, LAST_YEAR + 1), fields)
        _, at, expected, answered = earliest or best
        return ClockFinding(fields, self._dates(text), text, at, expected, answered, text, at, 1)

    def _first_wrong(
        self, texts: Sequence[str], years: Sequence[int], fields: tuple[str, ...]
    ) -> Generator[list[Question], list[ClockAnswer], Wrong | None]:
        """The first answer about one of ``texts`` that is wrong in exactly ``fields``; None if there is none."""
        batch = [
            (text, at)
            for text in texts
            for at in dense_instants(parse(text, self._dialect), years, implied_rules=self._implied)
        ]
        for (text, at), answer in zip(batch, (yield batch), strict=True):
            found = self._wrong(text, at, answer, fields)
            if found is not None:
                return found
        return None


def _is_refusal(answer: ClockAnswer) -> bool:
    return answer.utoff is None and answer.isdst is None and answer.designation is None


def _differing(shown: LocalTimeType, answer: ClockAnswer) -> tuple[str, ...]:
    return tuple(name for name in FIELDS if getattr(answer, name) not in (None, getattr(shown, name)))


def _nearest(shown: Sequence[LocalTimeType], answer: ClockAnswer) -> tuple[tuple[str, ...], LocalTimeType]:
    """The fields in which ``answer`` is wrong, and the right answer that is most similar to it."""
    rows = [(_differing(kind, answer), kind) for kind in shown]
    return min(rows, key=lambda row: len(row[0]))


def _size(text: str) -> tuple[int, str]:
    # Placeholder designations sort first.
    return len(text), text.replace("AAA", " ").replace("BBB", " ")


_FORMS = {MonthWeekDay: "M", JulianDay: "J", DayOfYear: "n"}
