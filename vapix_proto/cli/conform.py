"""``vapix-proto conform``: hold the answers of a device against the specification."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from vapix_proto.cli.output import NO, WRONG_USE, console, terminated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.conform import Result

__all__ = ["conform"]

_REPORTS = {".json": "to_json", ".xml": "to_junit", ".html": "to_html"}
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@click.command()
@click.argument("url")
@click.option("--user", required=True, help="The name of an administrator.")
@click.option("--password-file", required=True, type=click.File("rb"), help="Where its password stands; '-' reads it.")
@click.option("--axis-os", metavar="VERSION", help="Whose rules count.  [default: as the device says]")
@click.option("--allow-writes/--read-only", default=False, show_default="read only", help="Create accounts, set parameters.")  # fmt: skip  # noqa: E501
@click.option("--disposable", is_flag=True, help="Ask for the removal of the initial admin, too; not on a device in use.")  # fmt: skip  # noqa: E501
@click.option("--seed", type=click.IntRange(0), help="Of the sequences.  [default: a new one, which is shown]")
@click.option("--max-requests", type=click.IntRange(1), default=3000, show_default=True, help="What may be sent.")
@click.option("--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Seconds for an answer.")
@click.option("--insecure", is_flag=True, help="Do not check the certificate of an https device.")
@click.option("--report", "reports", multiple=True, type=click.Path(dir_okay=False), help="A .json, .xml (JUnit) or .html file.")  # fmt: skip  # noqa: E501
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
    insecure: bool,
    reports: tuple[str, ...],
) -> None:
    """Hold the answers of the device at URL against the VAPIX System settings.

    Only listings and logs are read. With --allow-writes accounts are created (their names begin with vpx) and the
    parameters of time and logs are set; all is set back at the end, also after Ctrl-C. Nothing resets, restarts or
    upgrades the device, and accounts of others are left alone.

    Exit codes: 0 no finding, 1 findings or something not set back, 2 wrong use, no answer, or ended early.
    """
    wrong = next((name for name in reports if Path(name).suffix not in _REPORTS), None)
    if wrong is not None:
        raise click.UsageError(f"a report is .json, .xml or .html, not {wrong}")
    if disposable and not allow_writes:
        raise click.UsageError("--disposable needs --allow-writes")
    try:
        from vapix_proto import conform as library  # noqa: PLC0415 - needs an extra
        from vapix_proto.conform.survey import Unusable  # noqa: PLC0415

        transport = library.HttpTransport(url, timeout=timeout, verify=not insecure)
    except ModuleNotFoundError as error:
        raise click.UsageError(f"{error.name} is missing: pip install 'vapix-proto[testing]'") from None
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    password = password_file.read().decode().rstrip("\r\n")
    out = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with transport, terminated(), Progress(*columns, console=out, disable=not out.is_terminal) as bar:
        task = bar.add_task("reading", total=max_requests)
        try:
            result = library.run(
                transport,
                library.Login(user, password),
                axis_os=axis_os,
                allow_writes=allow_writes,
                disposable=disposable,
                seed=seed,
                max_requests=max_requests,
                progress=lambda sent, what: bar.update(task, completed=sent, description=what),
                shield=_shielded,
            )
        except (library.Unreachable, Unusable, ValueError) as error:
            out.print(Text(f"error: {error}", "bold red"))
            raise SystemExit(WRONG_USE) from None
    for name in reports:
        text = getattr(library, _REPORTS[Path(name).suffix])(result)
        try:
            Path(name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise click.UsageError(f"can't write {name}: {error.strerror}") from None
    _show(result)
    if result.stopped:
        raise SystemExit(WRONG_USE)
    raise SystemExit(NO if result.findings or result.not_restored else 0)


def _show(result: Result) -> None:
    out = console()
    source = "detected" if result.detected else "as given"
    out.print(Text(f"AXIS OS {result.axis_os} ({source}), seed {result.seed}, {result.requests} requests"))
    for finding in result.findings:
        out.print(Text.assemble((f"{finding.what}: ", "bold red"), finding.reason))
        for number, exchange in enumerate(finding.exchanges, 1):
            out.print(Text(f"  {number}. as {exchange.login or 'nobody'}: {exchange.request}"))
            out.print(Text(f"     {exchange.status} {exchange.answer!a}", "dim"))
    for problem in result.not_restored:
        out.print(Text(f"not restored: {problem}", "bold red"))
    if result.stopped:
        out.print(Text(f"ended early: {result.stopped}", "bold red"))
    count = len(result.findings)
    out.print(Text(f"{count} findings" if count else "no finding", "bold red" if count else "bold green"))


@contextmanager
def _shielded() -> Iterator[None]:
    """No second interrupt while the device is set back; every request of it has its time limit."""
    before = [signal.signal(number, signal.SIG_IGN) for number in _SIGNALS]
    try:
        yield
    finally:
        for number, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(number, handler)
