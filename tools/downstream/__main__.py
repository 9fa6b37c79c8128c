"""``python -m tools.downstream [NAME[==VERSION]...]``: shows what changes when our parsers replace other projects'.

Fetches the source distributions of aioesphomeapi, ical and axis, replaces their parsers with the adapters in
``examples/switching``, and runs their own tests before and after. Tests that a source distribution leaves out come from
the project's repository. Each project runs in an environment of its own, with the newest Python on this machine that
the project supports. Exit code: 0 if no test result changes, 1 if some change, 2 if something could not be fetched.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tools.downstream import strings, suites
from tools.downstream.fetching import NotFetchedError, Sources, clone_of, fetch
from tools.downstream.projects import PROJECTS, Project
from tools.downstream.switching import switch
from tools.everywhere import ROOT

ADAPTERS = ROOT / "examples" / "switching"
_AS_IT_SHOULD_BE = ("wrong, refused", "right, the same clock")
#: What pytest prints if an error's message differs from the message that the test expects.
_OTHER_WORDS = "AssertionError: Regex pattern did not match."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "names", nargs="*", metavar="NAME[==VERSION]", help=f"projects to test: {', '.join(PROJECTS)} (default: all)"
    )
    parser.add_argument(
        "--folder", type=Path, help="keep what is fetched in this folder, and use what is already there"
    )
    parser.add_argument(
        "--repository", action="append", default=[], metavar="NAME=URL", help="the repository with its tests"
    )
    parser.add_argument("--all", action="store_true", help="show every string, not one of each kind")
    given = parser.parse_args()
    wanted = dict(_wanted(name, parser) for name in given.names or PROJECTS)
    repositories = dict(pair.partition("=")[::2] for pair in given.repository)
    with tempfile.TemporaryDirectory(prefix="downstream-", ignore_cleanup_errors=True) as temporary:
        folder = (given.folder or Path(temporary)).resolve()
        return max(
            report(PROJECTS[name], version, repositories.get(name), folder, everything=given.all)
            for name, version in wanted.items()
        )


def _wanted(text: str, parser: argparse.ArgumentParser) -> tuple[str, str | None]:
    name, _, version = text.partition("==")
    if name not in PROJECTS:
        parser.error(f"{name} is not one of {', '.join(PROJECTS)}")
    return name, version or None


def report(project: Project, version: str | None, repository: str | None, folder: Path, *, everything: bool) -> int:
    """Prints what changes in one project, and returns the exit code."""
    try:
        sources = fetch(project, version, folder)
    except NotFetchedError as error:
        print(f"{project.name}: not fetched: {error}", flush=True)
        return 2
    print(f"{project.name} {sources.version}, {sources.interpreter}")
    try:
        clone = clone_of(project, sources.version, repository or project.repository, folder)
        print(f"  tests        from the source distribution; those it leaves out, from {clone.name}")
    except NotFetchedError as error:
        clone = None
        print(f"  tests        only from the source distribution, because the others were not fetched: {error}")
    before, after = (folder / "trees" / f"{sources.tree.name}-{when}" for when in ("before", "after"))
    for tree in (before, after):
        shutil.rmtree(tree, ignore_errors=True)
        if clone is not None:
            shutil.copytree(clone / "tests", tree / "tests")
        shutil.copytree(sources.tree, tree, dirs_exist_ok=True)
    try:
        lines = [switch(after, part, (ADAPTERS / part.adapter).read_text("utf-8")) for part in project.switches]
    except ValueError as error:
        print(f"  not switched: {error}", flush=True)
        return 1
    removed, added = map(sum, zip(*lines, strict=True))
    print(f"  code         {removed} lines removed, {added} lines of adapter")
    times = suites.first_uses(project, (before, after), sources)
    print(f"  first use    {times[0]:.0f} ms of processor time before, {times[1]:.0f} ms after")
    changed = _tests(project, before, after, sources)
    if project.dialect is not None:
        _strings(project, project.dialect, before, after, sources, everything=everything)
    sys.stdout.flush()
    return 2 if clone is None else int(changed)


def _tests(project: Project, before: Path, after: Path, sources: Sources) -> bool:
    """Prints which test results change; returns whether any do, or no test ran."""
    old, new = (suites.suite(project, tree, sources) for tree in (before, after))
    print(f"  before       {suites.counts(old)}")
    for why in sorted({result.why for result in old.values() if result.outcome == "error"}):
        print(f"    {why}")
    print(f"  after        {suites.counts(new)}")
    changed = sorted(name for name in old.keys() | new.keys() if _outcome(old, name) != _outcome(new, name))
    for name in changed:
        print(f"  changed      {name}: {_outcome(old, name)} before, {_outcome(new, name)} after")
        why = (new.get(name) or old[name]).why
        words = "both refuse the string; the test expects their words" if why.startswith(_OTHER_WORDS) else None
        print(f"    {why}")
        print(f"    {words or project.verdicts.get(name.rpartition('::')[2], 'not judged yet')}")
    return bool(changed) or not old


def _outcome(results: dict[str, suites.Result], name: str) -> str:
    return results[name].outcome if name in results else "absent"


def _strings(project: Project, dialect: str, before: Path, after: Path, sources: Sources, *, everything: bool) -> None:
    """Prints how the project's parser and ours each read the test vectors."""
    old, new = (strings.judge(project, dialect, tree, sources) for tree in (before, after))
    print(f"  strings      {len(old)} test vectors, judged by {dialect}")
    for kind in sorted({judged.kind for judged in old + new}):
        both = [[judged for judged in each if judged.kind == kind] for each in (old, new)]
        print(f"  {len(both[0]):6} before, {len(both[1]):4} after: {kind}")
        if kind not in _AS_IT_SHOULD_BE:
            for when, found in zip(("before", "after"), both, strict=True):
                _details(when, found, everything=everything)


def _details(when: str, found: list[strings.Judged], *, everything: bool) -> None:
    """Prints how many strings there are with each detail, and one of these strings or all."""
    for detail in dict.fromkeys(judged.detail for judged in found):
        texts = [judged.text for judged in found if judged.detail == detail]
        shown = " ".join(map(ascii, texts if everything else texts[:1]))
        print(f"    {when} {len(texts):4} {detail}{': ' if detail else ''}{shown}")


if __name__ == "__main__":
    sys.exit(main())
