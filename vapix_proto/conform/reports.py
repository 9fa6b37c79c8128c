"""Reports on a run: JSON for programs, JUnit XML for build servers, HTML for people."""

from __future__ import annotations

import json
import re
from html import escape
from xml.etree import ElementTree

from vapix_proto._places import plural
from vapix_proto._version import __version__

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from vapix_proto._value import Value
    from vapix_proto.conform.findings import Finding, Result

#: Characters that no XML document may contain (XML 1.0, 2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .6em;text-align:left;vertical-align:top}"
    "code{display:block;white-space:pre-wrap;overflow-wrap:anywhere;max-height:14em;overflow-y:auto}"
    ".who code{overflow-wrap:normal}.good{color:#060}.bad{color:#a00}"
)


_ONCE = "this response was not seen again when the requests were repeated: the connection may have damaged it"
_NOT_SENT_AGAIN = "not repeated: the requests ran out, or the run ended early"
INCOMPLETE = "the requests ran out before every boundary value in the specification was tried"


def verdict(result: Result) -> str:
    """The outcome in a few words."""
    if result.findings:
        return plural(len(result.findings), "finding")
    if result.stopped:
        return "no finding before the run ended early"
    return "no finding" if result.complete and not result.untried else "no finding in an incomplete run"


def doubt(finding: Finding) -> str:
    """The note for a finding that was seen only once, otherwise an empty string."""
    return "" if finding.repeated else _ONCE if finding.sent_again else _NOT_SENT_AGAIN


def to_json(result: Result) -> str:
    """The whole run as one JSON object."""
    fields = _fields(result) | {"checked": dict(result.checked), "unsettled": dict(result.unsettled)}
    fields["findings"] = [
        _fields(finding) | {"exchanges": [*map(_fields, finding.exchanges)]} for finding in result.findings
    ]
    return json.dumps({"format": 1, "vapix_proto": __version__} | fields, indent=1) + "\n"


def _fields(value: Value) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__match_args__}


def to_junit(result: Result) -> str:
    """JUnit XML: a case for each kind of request, a failure for each finding, an error for every other problem."""
    suite = ElementTree.Element("testsuite", name=f"VAPIX System settings, AXIS OS {result.axis_os or 'unknown'}")
    kinds = sorted({*dict(result.checked), *(finding.what for finding in result.findings)})
    for kind in kinds:
        failures = [finding for finding in result.findings if finding.what == kind]
        for number, finding in enumerate(failures or [None]):
            name = f"{kind} ({number + 1})" if number else kind
            case = ElementTree.SubElement(suite, "testcase", classname="vapix_proto.conform", name=_xml(name))
            if finding is not None:
                failure = ElementTree.SubElement(case, "failure", type="finding", message=_xml(finding.reason))
                failure.text = _xml(_trace(finding))
    errors = [*result.not_restored, *result.leftovers, *(f"not tried: {text}" for text in result.untried)]
    errors += [f"the run ended early: {result.stopped}"] if result.stopped else []
    for number, problem in enumerate(errors):
        name = f"the run ({number + 1})"
        case = ElementTree.SubElement(suite, "testcase", classname="vapix_proto.conform", name=name)
        ElementTree.SubElement(case, "error", type="run", message=_xml(problem))
    counts = {"tests": len(suite), "failures": len(result.findings), "errors": len(errors)}
    for name, count in counts.items():
        suite.set(name, str(count))
    if result.uncertain:
        ElementTree.SubElement(suite, "system-out").text = _xml("\n".join(result.uncertain))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _trace(finding: Finding) -> str:
    lines = [
        f"{number}. {e.sender}: {e.request}\n   {e.status} {e.response}"
        for number, e in enumerate(finding.exchanges, 1)
    ]
    return "\n".join(lines if finding.repeated else [*lines, doubt(finding)])


def to_html(result: Result) -> str:
    """The run as an HTML page that needs no scripts or other files."""
    good = verdict(result) == "no finding" and not (result.not_restored or result.leftovers)
    version = result.axis_os or "unknown"
    source = " (as the device reports)" if result.detected else " (as given)" if result.axis_os else ""
    rows = [
        ("AXIS OS", version + source),
        ("Writes", "allowed" if result.writes else "none: only listings and logs were read"),
        ("Seed", str(result.seed)),
        ("Requests, sequences", f"{result.requests}, {result.sequences}"),
        *([("Ended early", result.stopped)] if result.stopped else []),
        *([] if result.complete or result.stopped else [("Not complete", INCOMPLETE)]),
        *(("Not tried", text) for text in result.untried),
        *(("Uncertain", text) for text in result.uncertain),
    ]
    parts = [
        f"<h1>VAPIX System settings: <span class={'good' if good else 'bad'}>{verdict(result)}</span></h1>",
        _table((), rows),
        *(_finding(number, finding) for number, finding in enumerate(result.findings, 1)),
    ]
    for title, sentences in (("Not restored", result.not_restored), ("Left over", result.leftovers)):
        if sentences:
            items = "".join(f"<li>{_html(text)}</li>" for text in sentences)
            parts.append(f"<h2 class=bad>{title}</h2><ul>{items}</ul>")
    parts.append("<h2>What was checked</h2>" + _table(("request", "responses"), _counts(result.checked)))
    if result.unsettled:
        note = "<p>Where the sources are silent, any of several responses is right. The device gave these:</p>"
        parts.append("<h2>Not settled</h2>" + note + _table(("why", "responses"), _counts(result.unsettled)))
    title = f"Conformance, AXIS OS {_html(version)}"
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>\n' + "\n".join(parts) + "\n</body></html>\n"


def _counts(rows: tuple[tuple[str, int], ...]) -> list[tuple[str, str]]:
    return [(name, str(count)) for name, count in rows]


def _finding(number: int, finding: Finding) -> str:
    rows = [(e.request, e.sender, f"{e.status} {e.response}") for e in finding.exchanges]
    notes = "" if finding.shrunk else "<p>Requests ran out: a shorter sequence may exist.</p>"
    notes += "" if finding.repeated else f"<p>{doubt(finding).capitalize()}.</p>"
    table = _table(("request", "sent", "response"), rows) if rows else ""
    return f"<h2>{number}. {_html(finding.what)}</h2><p>{_html(finding.reason)}</p>{notes}{table}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    top = "<tr>" + "".join(f"<th>{_html(text)}</th>" for text in head) + "</tr>" if head else ""
    opening = ["<td class=who>" if text == "sent" else "<td>" for text in head or ("", "")]
    body = "".join(
        "<tr>"
        + "".join(f"{td}<code>{_html(text)}</code></td>" for td, text in zip(opening, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table>{top}{body}</table>"


def _html(text: str) -> str:
    return escape(_xml(text))
