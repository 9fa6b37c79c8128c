"""Random TZ strings: common, difficult and damaged ones, generated without a parser."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase, digits

from vapix_proto.tz.limits import DAY, HOUR, OFFSET_MAX

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.vectors.randomness import Dice

_LETTERS = ascii_uppercase + ascii_lowercase
_LONG_MAX = 167 * HOUR + 3599
#: Strings found on many devices.
_COMMON = (
    "UTC0",
    "GMT0BST,M3.5.0/1,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "EET-2EEST,M3.5.0/3,M10.5.0/4",
    "EST5EDT,M3.2.0,M11.1.0",
    "PST8PDT,M3.2.0,M11.1.0",
    "NST3:30NDT,M3.2.0,M11.1.0",
    "<+0545>-5:45",
    "IST-5:30",
    "JST-9",
    "AEST-10AEDT,M10.1.0,M4.1.0/3",
    "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
    "NZST-12NZDT,M9.5.0,M4.1.0/3",
    "<-03>3",
)
#: Strings whose rule times fall outside the rule's day, as version 3 of TZif allows.
_COMMON_LONG = (
    "IST-2IDT,M3.4.4/26,M10.5.0",
    "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
    "EET-2EEST,M3.4.4/50,M10.4.4/50",
    "XXX3EDT4,0/0,J365/23",
)
_NEAR_NEW_YEAR = ("0", "1", "363", "364", "365", "J1", "J2", "J364", "J365", "M1.1.0", "M1.1.3", "M12.5.0", "M12.5.6")
_NEAR_LEAP_DAY = ("57", "58", "59", "60", "J58", "J59", "J60", "J61", "M2.5.0", "M2.4.4", "M3.1.0", "M3.1.4")
_TIMES = (0, 0, 1, 3599, HOUR, 7199, 7200, 7201, 3 * HOUR, 23 * HOUR, DAY - 1, DAY, DAY + 1, OFFSET_MAX)
_LONG_TIMES = (-1, -HOUR, 25 * HOUR, 26 * HOUR, 50 * HOUR, 167 * HOUR, _LONG_MAX, -167 * HOUR, -_LONG_MAX)
#: Characters to insert into a damaged string.
_ALIEN = (*"0123456789+-:,./<>MJ ", "\t", "\n", "\x00", "\u2212", "\u0660", "\u00e9", "\U0001f550", "x", "Z", ";")


def made(dice: Dice, *, long_times: bool, rules_required: bool, designation_max: int | None) -> str:
    """A random string that is valid in a dialect with these limits.

    Args:
        dice: The source of random choices.
        long_times: Whether rule times may be signed and may go up to 167 hours.
        rules_required: Whether daylight saving time always needs rules.
        designation_max: The maximum length of a designation; if None, some designations have up to 12 characters.
    """
    if dice.chance(0.1):
        return dice.pick(_COMMON_LONG if long_times and dice.chance(0.5) else _COMMON)
    std = _offset(dice)
    text = _name(dice, designation_max) + _written_offset(dice, std)
    if dice.chance(0.08):
        return text
    text += _name(dice, designation_max)
    dst = std - HOUR
    if dice.chance(0.35):
        dst = _other_offset(dice, std)
        text += _written_offset(dice, dst)
    elif dice.chance(0.3) and abs(dst) <= OFFSET_MAX:
        text += _written_offset(dice, dst)
    if not rules_required and dice.chance(0.04):
        return text
    rules = _hard(dice, std - dst, long_times) if dice.chance(0.4) else _any(dice, long_times)
    return text + "".join(f",{date}{_written_time(dice, time)}" for date, time in rules)


def damaged(dice: Dice, text: str) -> str:
    """The string with one to three random faults, which usually make it invalid."""
    for _ in range(dice.pick((1, 1, 1, 2, 3))):
        at = dice.number(0, len(text))
        how = dice.pick(("delete", "insert", "insert", "replace", "replace", "cut", "swap", "double", "rule", "number"))
        if how == "delete":
            text = text[:at] + text[at + 1 :]
        elif how == "insert":
            text = text[:at] + dice.pick(_ALIEN) + text[at:]
        elif how == "replace":
            text = text[:at] + dice.pick(_ALIEN) + text[at + 1 :]
        elif how == "cut":
            text = text[:at]
        elif how == "swap":
            text = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
        elif how == "double":
            text = text[:at] + text[max(0, at - 3) :]
        elif how == "rule":
            text += dice.pick((",", ",M13.1.0", ",M3.0.0", ",M3.6.0", ",M3.1.7", ",J0", ",J366", ",366", "/", "/25"))
        else:
            places = [index for index, character in enumerate(text) if "0" <= character <= "9"]
            if places:
                place = dice.pick(places)
                text = text[:place] + dice.pick(("6", "7", "25", "60", "99", "366", "000", "")) + text[place + 1 :]
    return text


def _name(dice: Dice, most: int | None) -> str:
    limit = 12 if most is None and dice.chance(0.2) else min(6, most or 6)
    kind = dice.number(0, 9)
    if kind < 5:
        return dice.text(ascii_uppercase, 3, min(4, limit))
    if kind < 7:
        return dice.text(_LETTERS, 3, limit)
    return f"<{dice.text(_LETTERS + digits + '+-+-', 3, limit)}>"


def _offset(dice: Dice) -> int:
    """A UTC offset in seconds, with the sign it has in a TZ string: positive west of Greenwich."""
    size = dice.pick((0, 24, 14, 12, 1)) * HOUR if dice.chance(0.2) else dice.number(0, 14) * HOUR
    if dice.chance(0.25):
        size += dice.pick((1, 15, 30, 45, 59)) * 60
        if dice.chance(0.3):
            size += dice.pick((1, 30, 59))
    return size if dice.chance(0.5) else -size


def _other_offset(dice: Dice, std: int) -> int:
    """A UTC offset for daylight saving time: random, or at most two hours from that of standard time."""
    if dice.chance(0.3):
        return _offset(dice)
    dst = std + dice.pick((0, HOUR, 2 * HOUR, -2 * HOUR, -1800, 1800, 1, -1, -1200))
    return dst if abs(dst) <= OFFSET_MAX else std


def _clock(dice: Dice, seconds: int) -> str:
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    text = f"{hour:02}" if dice.chance(0.3) else str(hour)
    if second or dice.chance(0.08):
        text += f":{minute:02}:{second:02}"
    elif minute or dice.chance(0.12):
        text += f":{minute:02}"
    return "-" + text if seconds < 0 else text


def _written_offset(dice: Dice, seconds: int) -> str:
    return ("+" if seconds >= 0 and dice.chance(0.12) else "") + _clock(dice, seconds)


def _written_time(dice: Dice, seconds: int) -> str:
    return "" if seconds == 2 * HOUR and dice.chance(0.6) else "/" + _clock(dice, seconds)


def _date(dice: Dice) -> str:
    kind = dice.number(0, 7)
    if kind < 4:
        return f"M{dice.number(1, 12)}.{dice.number(1, 5)}.{dice.number(0, 6)}"
    if kind < 6:
        return f"J{dice.pick((1, 59, 60, 61, 364, 365)) if dice.chance(0.4) else dice.number(1, 365)}"
    return str(dice.pick((0, 1, 58, 59, 60, 364, 365)) if dice.chance(0.4) else dice.number(0, 365))


def _time(dice: Dice, long_times: bool) -> int:
    if long_times and dice.chance(0.5):
        return dice.pick(_LONG_TIMES) if dice.chance(0.6) else dice.number(-_LONG_MAX, _LONG_MAX)
    return dice.pick(_TIMES) if dice.chance(0.7) else dice.number(0, 24) * HOUR


def _any(dice: Dice, long_times: bool) -> tuple[tuple[str, int], tuple[str, int]]:
    return (_date(dice), _time(dice, long_times)), (_date(dice), _time(dice, long_times))


def _hard(dice: Dice, ahead: int, long_times: bool) -> tuple[tuple[str, int], tuple[str, int]]:
    """Difficult rules: dates at New Year, around February 29 or close together, or daylight saving time all year."""
    (start, start_time), (end, end_time) = _any(dice, long_times)
    kind = dice.pick(("new year", "new year", "near", "same week", "all year", "leap day"))
    if kind == "new year":
        start = dice.pick(_NEAR_NEW_YEAR) if dice.chance(0.7) else start
        end = dice.pick(_NEAR_NEW_YEAR) if dice.chance(0.7) else end
    elif kind == "near":
        end, end_time = start, start_time + ahead + dice.pick((0, 0, 1, -1, 60, -60, HOUR, -HOUR))
    elif kind == "same week":
        month, week = dice.number(1, 12), dice.number(1, 5)
        start = f"M{month}.{week}.{dice.number(0, 6)}"
        end = f"M{month}.{dice.pick((week, 5))}.{dice.number(0, 6)}"
    elif kind == "all year":
        start, start_time = dice.pick((("0", 0), ("J1", 0), ("0", 1), ("J1", HOUR)))
        end, end_time = dice.pick((("J365", DAY), ("364", DAY), ("365", DAY), ("365", 0)))
        end_time += start_time + ahead
    else:
        start = dice.pick(_NEAR_LEAP_DAY)
        end = dice.pick(_NEAR_LEAP_DAY) if dice.chance(0.7) else end
    low, high = (-_LONG_MAX, _LONG_MAX) if long_times else (0, OFFSET_MAX)
    rules = (
        (start, start_time if low <= start_time <= high else 0),
        (end, end_time if low <= end_time <= high else 0),
    )
    return (rules[1], rules[0]) if dice.chance(0.1) else rules
