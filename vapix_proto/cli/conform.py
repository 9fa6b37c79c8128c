"""``vapix-proto conform``: hold the responses of a device against the specification."""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from vapix_proto.cli.connection import connection_options, password_option
from vapix_proto.cli.output import NO, WRONG_USE, console, read_password, say, standard_output
from vapix_proto.conform import reports as reporting
from vapix_proto.errors import quote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from vapix_proto.cli.output import Output
    from vapix_proto.conform import Result

__all__ = ["conform"]

_REPORTS = {".json": "to_json", ".xml": "to_junit", ".html": "to_html"}
#: What ends a run; the last comes when a terminal is closed, and is not there on every system.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_SHOWN_MAX = 240
#: So many requests tell how long a run may take.
_PACE = 20


@click.command()
@click.argument("url")
@click.option("--user", required=True, metavar="NAME", help="The name of an administrator.")
@password_option(required=True)
@click.option(
    "--axis-os", metavar="VERSION", help="The version of AXIS OS whose rules apply.  [default: that of the device]"
)
@click.option(
    "--allow-writes/--read-only",
    default=False,
    show_default="read only",
    help="Whether to create accounts and set parameters.",
)
@click.option(
    "--disposable",
    is_flag=True,
    help="Also try to remove the initial admin; never use this on a device in service.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    help="The same seed repeats a run.  [default: a new one, which is shown]",
)
@click.option(
    "--max-requests",
    type=click.IntRange(1),
    default=3000,
    show_default=True,
    help="The most requests to send, besides those that set the device back.",
)
@connection_options
@click.option(
    "--report", "reports", multiple=True, type=click.Path(dir_okay=False), metavar="FILE",
    help="A report to write: .json, .xml (JUnit) or .html.",
)  # fmt: skip
def conform(
    url: str,
    user: str,
    password_file: BinaryIO,
    axis_os: str | None,
    allow_writes: bool,
    disposable: bool,
    seed: int | None,
    max_requests: int,
    timeout: float,
    ca: str | None,
    insecure: bool,
    allow_basic: bool,
    reports: tuple[str, ...],
) -> None:
    """Check a device against the System settings.

    The responses of the device at URL are compared with the specification. By default the command only reads listings
    and logs. With --allow-writes it creates accounts, whose names begin with vpx, and sets the parameters of time and
    logs; at the end, also after Ctrl-C, it sets everything back. A second Ctrl-C stops that, and what is left is shown.
    Nothing resets, restarts or upgrades the device, and other accounts are left alone.

    At most --max-requests requests are sent, one after the other, besides those that set the device back. 3000 take 5
    minutes if each takes 0.1 seconds.

    Exit codes: 0 no finding, 1 findings, something not set back or left over from an earlier run, 2 usage error, no
    response, ended early, or something could not be tried.
    """
    wrong = next((name for name in reports if Path(name).suffix not in _REPORTS), None)
    if wrong is not None:
        raise click.UsageError(f"a report is .json, .xml or .html, not {wrong}")
    if disposable and not allow_writes:
        raise click.UsageError("--disposable needs --allow-writes")
    password = read_password(password_file)
    for name in reports:
        _probe(name)
    out = console(stderr=True)
    with _Interrupts(out) as interrupts, _storage():
        try:
            from vapix_proto import conform as library  # noqa: PLC0415 - needs an extra
            from vapix_proto.conform.inventory import Unusable  # noqa: PLC0415

            run = library.run
            transport = library.HttpTransport(url, timeout=timeout, verify=not insecure, ca=ca, allow_basic=allow_basic)
        except ModuleNotFoundError as error:
            raise click.UsageError(f"{error.name} is missing: pip install 'vapix-proto[testing]'") from None
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with transport, Progress(*columns, console=out, disable=not out.is_terminal) as bar:
            task = bar.add_task("reading", total=max_requests)

            reads = "sets parameters and accounts" if allow_writes else "only reads"
            more = ", besides those that set the device back" if allow_writes else ""
            _tell(out, f"The run {reads}, and sends at most {max_requests} requests{more}.")
            start = time.monotonic()

            def progress(sent: int, what: str) -> None:
                bar.update(task, completed=sent, description=what)
                if sent == _PACE:
                    _tell(out, _estimate(time.monotonic() - start, max_requests))
                interrupts.check()

            try:
                result = run(
                    transport,
                    library.Login(user, password),
                    axis_os=axis_os,
                    allow_writes=allow_writes,
                    disposable=disposable,
                    seed=seed,
                    max_requests=max_requests,
                    sleep=time.sleep,
                    progress=progress,
                    heard=interrupts.heard,
                )
            except (library.Unreachable, Unusable, ValueError) as error:
                say(out, f"error: {error}", style="bold red")
                raise SystemExit(WRONG_USE) from None
            # Before anything is shown: the terminal may be gone.
            failed = [problem for name in reports if (problem := _write(name, result))]
    _show(result)
    if failed:
        raise click.UsageError("; ".join(failed))
    if result.stopped:
        raise SystemExit(WRONG_USE)
    if result.findings or result.not_restored or result.leftovers:
        raise SystemExit(NO)
    if result.untried:
        raise SystemExit(WRONG_USE)


def _tell(out: Output, message: str) -> None:
    """Prints a message during a run; whether anybody reads it makes no difference to the run."""
    with suppress(OSError, SystemExit):  # the terminal, or who reads the messages, may be gone
        say(out, message)


def _estimate(seconds: float, most: int) -> str:
    """How long all requests may take, by the time that the first have taken."""
    minutes = seconds * most / _PACE / 60
    time_left = "less than a minute" if minutes < 1 else f"about {minutes:.0f} minute{'s' * (minutes >= 1.5)}"
    return f"At the pace of the first {_PACE} requests, it takes {time_left}."


@contextmanager
def _storage() -> Iterator[None]:
    """Where hypothesis keeps what it computes, else in a folder where the command is called."""
    name = "HYPOTHESIS_STORAGE_DIRECTORY"
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        given = os.environ.setdefault(name, scratch)
        try:
            yield
        finally:
            if given == scratch:
                del os.environ[name]


def _write(name: str, result: Result) -> str | None:
    try:
        Path(name).write_text(getattr(reporting, _REPORTS[Path(name).suffix])(result), encoding="utf-8")
    except Exception as error:  # the other reports are written whatever befalls one
        return f"can't write {name}: {getattr(error, 'strerror', None) or type(error).__name__}"
    return None


def _probe(name: str) -> None:
    """Whether a report can be written is said before the run; an older one stays until then."""
    path = Path(name)
    there = path.exists()
    try:
        path.open("a").close()
        if not there:
            path.unlink()
    except OSError as error:
        raise click.UsageError(f"can't write {name}: {error.strerror}") from None


def _show(result: Result) -> None:
    out = standard_output()
    source = "detected" if result.detected else "as given"
    say(out, f"AXIS OS {result.axis_os} ({source}), seed {result.seed}, {result.requests} requests")
    for finding in result.findings:
        say(out, (f"{finding.what}: ", "bold red"), finding.reason)
        for number, exchange in enumerate(finding.exchanges, 1):
            say(out, f"  {number}. as {exchange.login or 'nobody'}: {exchange.request}")
            say(out, f"     {exchange.status} {quote(exchange.response, _SHOWN_MAX)}", style="dim")
        if not finding.repeated:
            say(out, f"  {reporting.ONCE}")
    for problem in result.not_restored:
        say(out, f"not restored: {problem}", style="bold red")
    for sentence in result.leftovers:
        say(out, sentence, style="bold red")
    for sentence in result.untried:
        say(out, f"not tried: {sentence}", style="bold red")
    if result.stopped:
        say(out, f"ended early: {result.stopped}", style="bold red")
    elif not result.complete:
        say(out, f"incomplete: {reporting.INCOMPLETE}; --max-requests allows more", style="bold yellow")
    bad = result.findings or result.stopped or result.not_restored or result.leftovers or result.untried
    style = "bold red" if bad else "bold green" if result.complete else "bold yellow"
    say(out, reporting.verdict(result), style=style)


class _Interrupts:
    """Each of the signals ends a run as Ctrl-C does, and what was changed is set back; another one ends that, too.

    A signal that comes while none is heard counts as soon as one is. One that is ignored stays so: nohup and shells ask
    for that. A terminal that closes may send SIGHUP more than once, while nobody is there who would want the device
    left as it is: that never ends the setting back.
    """

    def __init__(self, out: Output) -> None:
        self._out = out
        self._came = 0
        #: How many it takes to end what is going on.
        self.needed: float = inf

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        hangs_up_again = self._came and number == getattr(signal, "SIGHUP", None)
        if self._came < self.needed and not hangs_up_again:
            self._came += 1
            self.check()

    def check(self) -> None:
        """Ends what is going on where that was asked for: the interpreter may lose an interrupt."""
        if self._came >= self.needed:
            raise KeyboardInterrupt

    def heard(self, needed: int) -> _Heard:
        """Inside, so many interrupts end what is going on."""
        if needed > 1 and self._came:
            _tell(self._out, "interrupted: setting the device back; interrupt again to leave it as it is now")
        return _Heard(self, needed)

    def __enter__(self) -> _Interrupts:
        heard = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._handle) for number in heard}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            say(self._out, "error: interrupted before anything was written", style="bold red")
            raise SystemExit(WRONG_USE)


class _Heard:
    """No generator: an interrupt between two of its instructions would leave it unfinished."""

    def __init__(self, interrupts: _Interrupts, needed: int) -> None:
        self._interrupts, self._needed = interrupts, needed

    def __enter__(self) -> None:
        self._interrupts.needed = self._needed
        self._interrupts.check()

    def __exit__(self, *_: object) -> None:
        self._interrupts.needed = inf
