"""``vapix-proto conform``: compares a device's responses with the specification."""

from __future__ import annotations

import os
import secrets
import sys
import time
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from vapix_proto._places import plural
from vapix_proto.cli.connection import Failure, connected, fail
from vapix_proto.cli.interrupts import Interrupts
from vapix_proto.cli.options import axis_os_option
from vapix_proto.cli.output import NO, WRONG_USE, console, drop_output, say, standard_error, standard_output
from vapix_proto.conform import reports as texts
from vapix_proto.conform.findings import Result
from vapix_proto.conform.inventory import Unusable
from vapix_proto.errors import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from vapix_proto.cli.output import Output
    from vapix_proto.conform import HttpTransport, Login


_REPORTS = {".json": "to_json", ".xml": "to_junit", ".html": "to_html"}
_SHOWN_MAX = 240
_SEEDS = 2**32
#: The error that a report contains until the run has ended.
_KILLED = "the run was killed, or has not ended yet"
#: The number of requests after which the duration of the run is estimated.
_PACE = 20


def _reporting(command: Callable[..., None]) -> Callable[..., None]:
    """Writes reports even if the run can't start or is killed, so that no older report is mistaken for the new one."""

    @wraps(command)
    def reporting(
        *,
        reports: tuple[str, ...],
        axis_os: str | None,
        seed: int | None,
        allow_writes: bool,
        **others: Any,  # noqa: ANN401
    ) -> None:
        seed = secrets.randbelow(_SEEDS) if seed is None else seed
        result = Result(axis_os or "", detected=False, seed=seed, writes=allow_writes, complete=False, stopped=_KILLED)
        right = [name for name in reports if Path(name).suffix in _REPORTS]
        failed = _write(right, result)
        try:
            _refuse(failed, [name for name in reports if name not in right])
            command(reports=reports, axis_os=axis_os, seed=seed, allow_writes=allow_writes, **others)
        except (click.UsageError, Failure) as error:  # a command that has finished a run raises neither of them
            _write(right, result.replace(stopped=error.why if isinstance(error, Failure) else error.message))
            raise

    return reporting


def _refuse(failed: str, wrong: list[str]) -> None:
    if wrong:
        raise click.UsageError(
            f"a report is JSON, XML or HTML: write a name that ends in .json, .xml or .html, not {wrong[0]}"
        )
    if failed:
        raise click.UsageError(failed)


@click.command()
@_reporting
@connected(user="The name of an administrator.", asks=False)
@axis_os_option("The version of AXIS OS whose rules apply.  [default: the version of the device]")
@click.option(
    "--allow-writes/--read-only",
    default=False,
    show_default="read only",
    help="Whether to create accounts and set parameters.",
)
@click.option(
    "--disposable", is_flag=True, help="Also try to remove the initial admin; never use this on a device in service."
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    help="Repeat the run that showed this seed.  [default: a new seed, which is shown]",
)
@click.option(
    "--max-requests",
    type=click.IntRange(1),
    default=3000,
    show_default=True,
    help="The maximum number of requests to send, not counting those that restore the device.",
)
@click.option(
    "--report", "reports", multiple=True, type=click.Path(dir_okay=False), metavar="FILE",
    help="Write a report to this file, whose name must end in .json, .xml (JUnit) or .html.",
)  # fmt: skip
def conform(
    transport: HttpTransport,
    login: Login,
    axis_os: str | None,
    allow_writes: bool,
    disposable: bool,
    seed: int,
    max_requests: int,
    reports: tuple[str, ...],
) -> None:
    """Check a device against the System settings specification.

    The responses from the device at URL are compared with the specification. By default the command only reads listings
    and logs. With --allow-writes it creates accounts, whose names begin with vpx, and sets the time and log parameters;
    at the end, even after Ctrl-C, it restores everything, or lists what was not restored or may not have been. A second
    Ctrl-C stops the restoration. It never resets, restarts or upgrades the device, and leaves other accounts alone.

    The command sends at most --max-requests requests, one after the other, not counting those that restore the device.
    The default, 3000 requests, takes 5 minutes if each request takes 0.1 seconds.

    The exit code is 2 if there was a usage error or no response, or if the run ended early, for example after Ctrl-C.
    Otherwise it is 1 if there are findings, if something was not restored, or if something is left over from an earlier
    run. Otherwise it is 2 if the output has lines that begin with 'not tried:', which list what could not be tested on
    this device. Otherwise it is 0. A run that uses up --max-requests does not count as having ended early. If
    there were too few requests to test every boundary value, the output has a line that begins with 'incomplete:'; if
    the device does not show who set its time zone, one begins with 'uncertain:'. Neither changes the exit code.
    """
    if disposable and not allow_writes:
        raise click.UsageError("--disposable needs --allow-writes")
    out = console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=out, disable=not out.is_terminal
    )
    task = bar.add_task("reading", total=max_requests)
    try:
        with Interrupts() as interrupts, _storage(), bar:
            from vapix_proto.conform import run  # noqa: PLC0415 - loads hypothesis, which looks up its storage folder

            reads = "sets parameters and accounts" if allow_writes else "only reads"
            besides = " besides those that restore the device" if allow_writes else ""
            _tell(out, f"The run {reads}, and sends at most {plural(max_requests, 'request')}{besides}.")
            start = time.monotonic()

            def progress(sent: int, what: str) -> None:
                bar.update(task, completed=sent, description=what)
                if sent == _PACE:
                    _tell(out, _estimate(time.monotonic() - start, max_requests))
                interrupts.check()

            def heard(needed: int) -> AbstractContextManager[None]:
                if needed > 1 and interrupts.came:
                    _tell(out, "interrupted: restoring the device; interrupt again to leave it in its current state")
                return interrupts.heard(needed)

            result = run(
                transport, login, axis_os=axis_os, allow_writes=allow_writes, disposable=disposable, seed=seed,
                max_requests=max_requests, sleep=time.sleep, progress=progress, heard=heard,
            )  # fmt: skip
            # The reports come first, because printing may fail: the terminal may be gone.
            failed = _write(reports, result)
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"{error.name} is missing: install the testing extra of vapix-proto, as its README describes"
        ) from None
    except Unusable as error:
        fail(f"{transport.url}: {error}")
    except ValueError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("interrupted before anything was written")
    try:
        _show(result)
        sys.stdout.flush()
    except BrokenPipeError:  # the exit code still reports the outcome
        drop_output()
    if failed:
        say(standard_error(), f"error: {failed}", style="bold red")
        raise SystemExit(WRONG_USE)
    if result.stopped:
        raise SystemExit(WRONG_USE)
    if result.findings or result.not_restored or result.leftovers:
        raise SystemExit(NO)
    if result.untried:
        raise SystemExit(WRONG_USE)


def _tell(out: Output, message: str) -> None:
    """Prints a message during a run. The run continues even if nobody can read the message."""
    with suppress(OSError, SystemExit):  # the terminal, or the program that reads the messages, may be gone
        say(out, message)


def _estimate(seconds: float, most: int) -> str:
    """A sentence that estimates, based on the first requests, how long the run will take."""
    minutes = seconds * most / _PACE / 60
    time_left = "less than a minute" if minutes < 1 else f"about {minutes:.0f} minute{'s' * (minutes >= 1.5)}"
    return f"At the pace of the first {_PACE} requests, the run will take {time_left}."


@contextmanager
def _storage() -> Iterator[None]:
    """Keeps hypothesis from storing files in the current folder."""
    name = "HYPOTHESIS_STORAGE_DIRECTORY"
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        given = os.environ.setdefault(name, scratch)
        try:
            yield
        finally:
            if given == scratch:
                del os.environ[name]


def _write(names: Iterable[str], result: Result) -> str:
    """Writes the reports; returns the errors, or an empty string. One error does not prevent the other reports."""
    problems = []
    for name in names:
        try:
            Path(name).write_text(getattr(texts, _REPORTS[Path(name).suffix])(result), encoding="utf-8")
        except Exception as error:
            problems.append(f"can't write {name}: {getattr(error, 'strerror', None) or type(error).__name__}")
    return "; ".join(problems)


def _show(result: Result) -> None:
    out = standard_output()
    source = "detected" if result.detected else "as given"
    say(out, f"AXIS OS {result.axis_os} ({source}), seed {result.seed}, {plural(result.requests, 'request')}")
    for finding in result.findings:
        say(out, (f"{finding.what}: ", "bold red"), finding.reason)
        for number, exchange in enumerate(finding.exchanges, 1):
            say(out, f"  {number}. {exchange.sender}: {exchange.request}")
            say(out, f"     {exchange.status} {quote(exchange.response, _SHOWN_MAX)}", style="dim")
        if not finding.repeated:
            say(out, f"  {texts.doubt(finding)}")
    for problem in (*result.not_restored, *result.leftovers):
        say(out, f"not restored: {problem}", style="bold red")
    for sentence in result.uncertain:
        say(out, f"uncertain: {sentence}", style="bold yellow")
    for sentence in result.untried:
        say(out, f"not tried: {sentence}", style="bold red")
    if result.stopped:
        say(out, f"ended early: {result.stopped}", style="bold red")
    elif not result.complete:
        say(out, f"incomplete: {texts.INCOMPLETE}; --max-requests allows more", style="bold yellow")
    bad = result.findings or result.stopped or result.not_restored or result.leftovers or result.untried
    style = "bold red" if bad else "bold green" if result.complete else "bold yellow"
    say(out, texts.verdict(result), style=style)
