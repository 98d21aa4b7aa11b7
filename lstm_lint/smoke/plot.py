"""A training as a picture: loss and gradient norm by update, and by time step; both arms, readable in gray."""

from __future__ import annotations

import importlib
import io
import itertools
import math
import os
from collections.abc import Collection, Mapping
from typing import Any

from lstm_lint.edit import atomic
from lstm_lint.findings import Finding
from lstm_lint.settings.config import ConfigError
from lstm_lint.smoke.verdict import Verdict
from lstm_lint.source.printable import shown

_STYLES = {"written": ("as written", "-", "0.0", "o"), "fixed": ("as fixed", "--", "0.55", "s")}


def check() -> None:
    """Raises ConfigError where matplotlib is missing."""
    try:
        importlib.import_module("matplotlib")
    except ImportError as error:
        raise ConfigError("--plot takes matplotlib: pip install 'lstm-lint[plot]'") from error


def place(finding: Finding, whole: bool = False) -> str:
    """File, cell and line of a finding; the whole path where there is room."""
    name = finding.path if whole else os.path.basename(finding.path)
    return f"{name}{f' cell {finding.cell}' if finding.cell else ''}:{finding.line}"


def draw(
    folder: str, finding: Finding, verdict: Verdict, batch: int = 32, taken: Collection[str] = ()
) -> str:
    """Writes one picture into the folder and returns its path. Raises ConfigError where it cannot be written.

    `batch`: samples of an update. `taken`: paths of other pictures of this run.
    """
    matplotlib: Any = importlib.import_module("matplotlib")
    matplotlib.rcdefaults()  # it reads `matplotlibrc` from the current folder, which may ask for LaTeX
    matplotlib.use("Agg")
    pyplot: Any = importlib.import_module("matplotlib.pyplot")
    figure = figure_of(verdict, f"weight updates (batches of {batch})")
    at = shown(place(finding)).replace("$", r"\$")  # which would begin a formula
    figure.suptitle(f"{finding.code} {finding.name}\n{at}: {verdict.answer} (synthetic task)")
    picture = io.BytesIO()
    path = _free(os.path.join(folder, f"{finding.code}-line-{finding.file_line}"), taken)
    try:
        os.makedirs(folder, exist_ok=True)
        figure.savefig(picture, dpi=130, format="png")
        atomic.replace(path, picture.getvalue(), 0o644)  # of a link that lies there nothing is followed
    except OSError as error:
        raise ConfigError(f"--plot {folder}: cannot be written: {error.strerror}") from error
    finally:
        pyplot.close(figure)
    return path


def figure_of(verdict: Verdict, x_label: str) -> Any:
    """Loss, gradient norm by update and by time step, as a figure of pyplot, which its taker closes."""
    pyplot: Any = importlib.import_module("matplotlib.pyplot")
    runs = {arm: sorted(verdict.curves.get(arm, {}).items()) for arm in _STYLES}
    figures = {"written": verdict.as_written, "fixed": verdict.as_fixed}
    stepwise = any(len(drawn["by_step"]) > 1 for found in runs.values() for _, drawn in found)
    count = 3 if stepwise else 2  # one time step is no curve
    figure, axes = pyplot.subplots(count, 1, figsize=(7, 2.9 * count), layout="constrained")
    axes[1].sharex(axes[0])
    for arm, (label, line, shade, mark) in _STYLES.items():
        known = figures[arm]
        constant = known.get("baseline") if isinstance(known, Mapping) else None
        for number, (_, drawn) in enumerate(runs[arm]):
            losses, norms = zip(*drawn["updates"])
            shares = [loss / constant for loss in losses] if constant else losses
            for axis, row in zip(axes, (shares, norms, drawn["by_step"])):
                values = [value if math.isfinite(value) and value > 0 else math.nan for value in row]
                style = {"color": shade, "linewidth": 1.2, "label": None if number else label}
                axis.plot(range(1, len(values) + 1), values, line, **style)
        if isinstance(known, Mapping) and math.isfinite(share := known.get("share") or math.nan):
            style = {"color": shade, "linestyle": "none", "markerfacecolor": "white"}
            axes[0].plot([verdict.steps], [share], mark, label=f"{label}, held out (median)", **style)
    axes[0].axhline(1.0, color="0.3", linewidth=0.9, linestyle=":", label="best constant")
    axes[0].set_ylabel("training loss of a batch,\nas a share of the best constant's")
    axes[1].set_ylabel("norm of all gradients")
    axes[1].set_xlabel(x_label)
    if stepwise:
        axes[2].set_ylabel("gradient norm at a time step,\nbefore the first update")
        axes[2].set_xlabel("time step of the first recurrent layer")
    for axis in axes:
        axis.set_yscale("log")
        axis.grid(True, color="0.9")
        if axis.get_legend_handles_labels()[0]:
            axis.legend(frameon=False, fontsize="small")
    return figure


def _free(name: str, taken: Collection[str]) -> str:
    """The first name that no other picture of the run has: files may have the same finding at the same line."""
    paths = (f"{name}{f'-{number}' if number > 1 else ''}.png" for number in itertools.count(1))
    return next(path for path in paths if path not in taken)
