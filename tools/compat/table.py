"""Writes, from pytest's XML reports, a Markdown table of which client works with which version of the emulator."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Result(NamedTuple):
    """One test of a client: where it ran, what it recorded (tests/support/visit.py), and why it failed, if it did."""

    client: str
    profile: str
    scheme: str
    faults: tuple[str, ...]
    limits: tuple[str, ...]
    failure: str


def results(report: Path) -> Iterator[Result]:
    """The results of the tests of clients in a report."""
    for case in ET.parse(report).iter("testcase"):
        kept: dict[str, list[str]] = {}
        for entry in case.iter("property"):
            kept.setdefault(entry.attrib["name"], []).append(entry.attrib["value"])
        if "client" in kept:
            outcomes = [each for tag in ("failure", "error") for each in case.iter(tag)]
            said = " ".join(outcomes[0].attrib["message"].split()) if outcomes else ""
            yield Result(
                kept["client"][0],
                kept["profile"][0],
                kept["scheme"][0],
                tuple(kept.get("fault", ())),
                tuple(kept.get("cannot", ())),
                f"after `{kept.get('last', ['no request'])[-1]}`: {said[:200]}" if outcomes else "",
            )


def table(found: Iterable[Result]) -> str:
    """The table, with a row for each client and scheme and a column for each profile, and its numbered notes."""
    cells: dict[str, dict[tuple[str, str], list[Result]]] = {}
    profiles: dict[str, None] = {}
    for result in found:
        profiles.setdefault(result.profile)
        cells.setdefault(result.client, {}).setdefault((result.scheme, result.profile), []).append(result)
    numbers: dict[str, int] = {}

    def cell(there: list[Result]) -> str:
        def noted(word: str, texts: Iterable[str]) -> str:
            notes = sorted({numbers.setdefault(text, len(numbers) + 1) for text in texts})
            return f"{word} ({', '.join(map(str, notes))})" if notes else word

        if not there:
            return "-"
        if failures := [result.failure for result in there if result.failure]:
            return noted("**fails**", failures)
        if limits := [text for result in there for text in result.limits]:
            return noted("no", limits)
        return noted("works", [text for result in there for text in result.faults])

    lines = [f"| client | | {' | '.join(profiles)} |", f"| --- | --- |{' --- |' * len(profiles)}"]
    for client, places in cells.items():
        for scheme in ("http", "https"):
            row = [cell(places.get((scheme, profile), [])) for profile in profiles]
            lines.append(f"| {client} | {scheme.upper()} | {' | '.join(row)} |")
    return "\n".join([*lines, "", *(f"{number}. {text}" for text, number in numbers.items())]) + "\n"
