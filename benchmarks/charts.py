"""Pictures of results: bars by contestant on a log scale, and the cost of an element against the length of a column.

The same results give the same files, byte for byte, with the same version of matplotlib.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .harness import Case
from .report import duration, heading
from .results import Results

#: Greys and colours that can be read on white and on black.
_INK = "#7d8590"
_COLOURS = {"ours": "#2f9e62", "peer": "#5b8def", "reference": "#b08948"}
#: Cases that differ from another in the unit alone.
_LEFT_OUT = ("[s]", "[ms]", "[ns]")
_WORDS = {"ours": "vapix_proto", "peer": "others", "reference": "for comparison"}


def draw(results: Results, folder: Path) -> list[Path]:
    """Writes the pictures of a run, one for a module that has something to show.

    Raises:
        ModuleNotFoundError: matplotlib is not installed.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    settings: dict[Any, Any] = {
        "svg.hashsalt": "vapix_proto",
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.size": 9,
        "text.color": _INK,
        "axes.labelcolor": _INK,
        "axes.edgecolor": _INK,
        "xtick.color": _INK,
        "ytick.color": _INK,
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with mpl.rc_context(settings):
        for section in results.sections:
            figure = _growth(section.cases, Figure) if section.name == "growth" else _bars(section.cases, Figure)
            if figure is not None:
                path = folder / f"{section.name}.svg"
                figure.savefig(path, transparent=True, bbox_inches="tight", metadata={"Date": None, "Creator": None})
                written.append(path)
    return written


def _shown(cases: Sequence[Case]) -> list[Case]:
    """The cases with more than one contestant; of one name, that of the longest column, and of all units one."""
    longest: dict[str, Case] = {}
    for case in cases:
        if case.name.endswith(_LEFT_OUT):
            continue
        if len(case.times) > 1 and (case.name not in longest or (case.size or 0) >= (longest[case.name].size or 0)):
            longest[case.name] = case
    return list(longest.values())


def _bars(cases: Sequence[Case], figure_class: Any) -> Any:  # noqa: ANN401 - matplotlib is imported when called
    shown = _shown(cases)
    if not shown:
        return None
    heights = [len(case.times) for case in shown]
    # Half an inch a panel for its title and its scale, and a quarter a bar.
    size = (7.6, sum(0.75 + 0.23 * height for height in heights))
    figure = figure_class(figsize=size, layout="constrained")
    panels = figure.subplots(len(shown), 1, height_ratios=[height + 1.5 for height in heights], squeeze=False)[:, 0]
    for case, panel in zip(shown, panels, strict=True):
        times = sorted(case.times, key=lambda time: time.seconds)
        seconds = [time.seconds for time in times]
        bars = panel.barh(
            range(len(times)), seconds, color=[_COLOURS[time.role] for time in times], height=0.7, log=True
        )
        panel.bar_label(bars, [duration(value) for value in seconds], padding=4, color=_INK)
        panel.set_yticks(range(len(times)), [time.name for time in times])
        panel.invert_yaxis()
        panel.set_xlim(min(seconds) / 3, max(seconds) * 6)
        panel.set_title(f"{heading(case)}: time for {case.unit}", loc="left", fontsize=9, color=_INK, fontweight="bold")
        _plain(panel)
        panel.xaxis.set_major_formatter(lambda value, _: duration(value))
        panel.tick_params(axis="y", length=0)
    _legend(figure, {time.role for case in shown for time in case.times})
    return figure


def _growth(cases: Sequence[Case], figure_class: Any) -> Any:  # noqa: ANN401
    lines: dict[str, list[tuple[int, float]]] = {}
    roles = {}
    for case in cases:
        for time in case.times:
            if time.size is not None:
                name = time.name.rpartition(", ")[0]
                lines.setdefault(name, []).append((time.size, time.seconds * 1e9))
                roles[name] = time.role
    if not any(len(points) > 1 for points in lines.values()):
        return None
    figure = figure_class(figsize=(7.6, 3.6), layout="constrained")
    panel = figure.subplots()
    styles = dict(zip([name for name in lines if roles[name] == "ours"], ("-", "--", ":"), strict=False))
    for name, points in lines.items():
        sizes, costs = zip(*sorted(points), strict=True)
        panel.plot(sizes, costs, marker="o", color=_COLOURS[roles[name]], linestyle=styles.get(name, "-"), label=name)
    panel.set_xscale("log")
    panel.set_yscale("log")
    panel.set_xlabel("elements of the column")
    panel.set_title("utoff: nanoseconds for an element", loc="left", fontsize=9, color=_INK, fontweight="bold")
    panel.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    panel.yaxis.set_minor_formatter(lambda value, _: f"{value:g}" if f"{value:.0e}"[0] in "25" else "")
    _plain(panel)
    panel.legend(frameon=False, labelcolor=_INK)
    return figure


def _plain(panel: Any) -> None:  # noqa: ANN401
    panel.patch.set_alpha(0)
    panel.minorticks_off() if panel.get_yscale() == "linear" else None
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)


def _legend(figure: Any, roles: set[str]) -> None:  # noqa: ANN401
    from matplotlib.patches import Patch

    patches = [Patch(color=_COLOURS[role], label=word) for role, word in _WORDS.items() if role in roles]
    figure.legend(handles=patches, loc="outside lower left", ncols=len(patches), frameon=False, labelcolor=_INK)
