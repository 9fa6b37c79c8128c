"""The output of ``vapix-proto device``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vapix_proto import tz, vapix
from vapix_proto.cli.device_clock import clock_of_setting, difference, shown_by, shown_difference, without_dst
from vapix_proto.cli.explain import print_shown, print_transitions
from vapix_proto.cli.inputs import is_valid
from vapix_proto.cli.output import database_json, fields, print_problem, problems_json, say, transition_json
from vapix_proto.cli.zones import print_rule, rule_json
from vapix_proto.errors import escape
from vapix_proto.tz.analysis.description import duration
from vapix_proto.tz.clock.calendar import iso

if TYPE_CHECKING:
    from vapix_proto.cli.advice import Advisor
    from vapix_proto.cli.output import Output
    from vapix_proto.conform.overview import Overview, ZoneSetting
    from vapix_proto.vapix import AxisOs, TimeZoneChange


#: The number of seconds that a clock may be off before a note reports it.
_OFF = 60


class Report:
    """The output of ``device show``; ``now`` is this computer's time."""

    def __init__(self, overview: Overview, advisor: Advisor, now: int) -> None:
        self._overview, self._advisor = overview, advisor
        setting = overview.zone
        shown = None if setting is None else shown_by(setting)
        self._off = 0 if shown is None else shown.instant - now
        self._now = advisor.at if advisor.at is not None else now if shown is None else shown.instant
        self._clock = None if setting is None else clock_of_setting(setting, self._now, advisor.database)
        self._explained = None if self._clock is None else tz.explain(self._clock.zone, self._now)
        text = "" if setting is None or setting.name is not None else setting.string or ""
        self._problems = tuple((text, problem) for problem in (advisor.problems(text, "vapix") if text else ()))
        by_param = next((each for each in overview.zones if each.interface == "param.cgi"), None)
        if by_param is not None and without_dst(by_param):
            values = {"Time.POSIXTimeZone": by_param.string or "", "Time.DST.Enabled": "no"}
            self._problems += tuple(("no", problem) for problem in vapix.parameter_conflicts(values))

    @property
    def well(self) -> bool:
        """Whether the time zone could be read and is valid."""
        return self._overview.zone is not None and is_valid(problem for _, problem in self._problems)

    def _notes(self) -> list[str]:
        """Sentences that point out anything odd about the clock."""
        notes = []
        setting, clock = self._overview.zone, self._clock
        if abs(self._off) > _OFF:
            way = "ahead of" if self._off > 0 else "behind"
            notes.append(f"The clock of the device is {duration(abs(self._off))} {way} the clock of this computer.")
        if setting is not None and setting.name is not None and clock is None:
            notes.append(f"The meaning of {escape(setting.name)} is unknown here: no time zone database has it.")
        if setting is not None and clock is not None:
            apart = shown_difference(clock, setting)
            if apart:
                notes.append(f"That is not what the device shows: {apart}.")
            for other in self._overview.zones[1:]:
                apart = difference(clock, other, self._now, self._advisor.database) or ""
                if apart:
                    notes.append(f"According to {other.interface}, the clock differs: {apart}.")
        return notes

    def as_json(self) -> dict[str, Any]:
        """The report as a JSON object."""
        overview, clock = self._overview, self._clock
        upcoming = None if clock is None else clock.next_transition(self._now)
        account = overview.account
        return {
            **_identity(overview),
            "account": None if account is None else {"user": account.user, "groups": list(account.groups)},
            "time_api": overview.time_api,
            "time_zones": [fields(each) for each in overview.zones],
            "unread": [fields(each) for each in overview.unread],
            "clock": None
            if clock is None or self._explained is None
            else {
                "sentences": self._explained.sentences,
                "now": {"instant": self._now, "utc": iso(self._now), **fields(clock.at(self._now))},
                "next_transition": None if upcoming is None else transition_json(upcoming),
                "zone": None if clock.rule is None else rule_json(clock.rule),
            },
            "problems": problems_json(problem for _, problem in self._problems),
            "notes": self._notes(),
            "database": database_json(self._advisor.database),
        }

    def print(self, out: Output) -> None:
        """Prints the report as text."""
        overview = self._overview
        _print_identity(out, overview)
        if overview.account is not None:
            groups = ", ".join(map(escape, overview.account.groups))
            say(out, f"Logged in as {escape(overview.account.user)}, in the groups {groups}.")
        say(out)
        if overview.zone is None:
            say(out, "The time zone can't be read.", style="bold red")
        else:
            say(out, "Time zone", style="bold")
        for setting in overview.zones:
            api = f" (API {overview.time_api})" if setting.interface == "time.cgi" and overview.time_api else ""
            say(out, (f"  {setting.interface}{api}: ", "cyan"), _setting_text(setting))
        for each in overview.unread:
            say(out, (f"  {each.interface}: ", "cyan"), (each.reason, "yellow" if each.denied else "dim"))
        self._print_clock(out)
        for text, problem in self._problems:
            say(out)
            print_problem(out, text, problem)
        for note in self._notes():
            say(out)
            say(out, note, style="yellow")

    def _print_clock(self, out: Output) -> None:
        clock, setting = self._clock, self._overview.zone
        if clock is None or self._explained is None or setting is None:
            return
        say(out)
        if clock.rule is not None:
            print_rule(out, clock.rule)
        for sentence in self._explained.sentences:
            say(out, sentence)
        when = "Now" if shown_by(setting) is None else "By the clock of the device"
        print_shown(out, when if self._advisor.at is None else f"At {iso(self._now)}", clock, self._now)
        upcoming = clock.next_transition(self._now)
        if upcoming is not None:
            say(out, "The next transition:")
            print_transitions(out, [upcoming])


def _identity(overview: Overview) -> dict[str, Any]:
    return {
        "product": overview.product,
        "axis_os": None if overview.axis_os is None else str(overview.axis_os),
        "serial": overview.serial,
    }


def _print_identity(out: Output, overview: Overview) -> None:
    version = "not shown" if overview.axis_os is None else str(overview.axis_os)
    serial = "" if overview.serial is None else f", serial number {escape(overview.serial)}"
    say(out, f"{escape(overview.product or 'A device')}, AXIS OS {version}{serial}", style="bold")


def _setting_text(setting: ZoneSetting) -> str:
    parts = [escape(setting.name or setting.string or "no time zone")]
    if setting.name is not None and setting.string is not None:
        parts.append(f"which the device writes as {escape(setting.string)}")
    if without_dst(setting):
        parts.append("daylight saving time ignored")
    if setting.dhcp:
        parts.append("until DHCP provides a different one")
    return ", ".join(parts)


def change_json(before: Overview, version: AxisOs, change: TimeZoneChange) -> dict[str, Any]:
    """A request that sets the time zone, with its problems, as a JSON object.

    If the account is known to lack the access group that the request needs, the member ``lacks`` names that group.
    """
    http = change.request.to_http()
    needed, account = change.request.action.access, before.account
    return {
        **_identity(before),
        "rules_of": str(version),
        "before": None if before.zone is None else fields(before.zone),
        "request": {"method": http.method, "path": http.path, "body": http.read_body().decode()},
        "problems": problems_json(change.problems),
        "lacks": None if account is None or needed in account.groups else needed,
    }


def print_change(out: Output, before: Overview, change: TimeZoneChange, record: dict[str, Any]) -> None:
    """Prints a request that sets the time zone, with its problems, as text."""
    _print_identity(out, before)
    if record["rules_of"] != record["axis_os"]:
        say(out, f"The request is for AXIS OS {record['rules_of']}, as specified with --axis-os.")
    if before.zone is not None:
        say(out, f"Its time zone is {_setting_text(before.zone)}.")
    say(out)
    say(out, ("request: ", "bold"), f"{record['request']['method']} {record['request']['path']}")
    say(out, f"  {record['request']['body']}")
    values = dict(change.request.arguments())
    for problem in change.problems:
        print_problem(out, values.get(problem.subject or "", ""), problem)
    if record["lacks"] is not None:
        say(out, ("warning: ", "yellow"), f"the account lacks the right: the request needs an {record['lacks']}")


def print_result(out: Output, record: dict[str, Any]) -> None:
    """Prints the outcome of a request."""
    if not record["accepted"]:
        say(out, f"Refused: {record['answer']}.", style="bold red")
        if record["hint"] is not None:
            say(out, ("hint: ", "bold"), record["hint"])
        return
    after = record["after"]
    shown = "no time zone" if after is None else f"{after['name'] or after['string']}, by {after['interface']}"
    say(out, f"Set. The device now shows {escape(shown)}.")
    if record["same"]:
        say(out, "That is the requested clock.", style="bold green")
    elif record["same"] is None:
        say(out, "It is unknown whether that is the requested clock.", style="bold yellow")
    else:
        say(out, f"That is not the requested clock: {record['difference']}.", style="bold red")
