"""A training as a picture: loss and gradient norm by update, and by time step; both arms, readable in gray."""

from __future__ import annotations

import importlib
import io
import math
import os
from collections.abc import Mapping
from typing import Any

from lstm_lint.edit import atomic
from lstm_lint.findings import Finding
from lstm_lint.settings.config import ConfigError
from lstm_lint.smoke.verdict import Verdict
from lstm_lint.source.printable import shown

_STYLES = {"written": ("as written", "-", "0.0"), "fixed": ("as fixed", "--", "0.55")}


def check() -> None:
    """Raises ConfigError where matplotlib is missing."""
    try:
        importlib.import_module("matplotlib")
    except ImportError as error:
        raise ConfigError("--plot takes matplotlib: pip install 'lstm-lint[plot]'") from error


def draw(folder: str, finding: Finding, verdict: Verdict, batch: int = 32) -> str:
    """Writes one picture into the folder and returns its path. Raises ConfigError where it cannot be written.

    `batch`: samples of an update.
    """
    matplotlib: Any = importlib.import_module("matplotlib")
    matplotlib.rcdefaults()  # it reads `matplotlibrc` from the current folder, which may ask for LaTeX
    matplotlib.use("Agg")
    pyplot: Any = importlib.import_module("matplotlib.pyplot")
    runs = {arm: sorted(verdict.curves.get(arm, {}).items()) for arm in _STYLES}
    stepwise = any(len(drawn["by_step"]) > 1 for found in runs.values() for _, drawn in found)
    count = 3 if stepwise else 2  # one time step is no curve
    figure, axes = pyplot.subplots(count, 1, figsize=(7, 2.9 * count), layout="constrained")
    axes[1].sharex(axes[0])
    for arm, (label, line, shade) in _STYLES.items():
        for number, (_, drawn) in enumerate(runs[arm]):
            rows = (*zip(*drawn["updates"]), drawn["by_step"])
            for axis, row in zip(axes, rows):
                values = [value if math.isfinite(value) and value > 0 else math.nan for value in row]
                style = {"color": shade, "linewidth": 1.2, "label": None if number else label}
                axis.plot(range(1, len(values) + 1), values, line, **style)
    constant = verdict.as_fixed.get("baseline") if isinstance(verdict.as_fixed, Mapping) else None
    if constant:
        axes[0].axhline(constant, color="0.3", linewidth=0.9, linestyle=":", label="best constant, held out")
    axes[0].set_ylabel("training loss of a batch")
    axes[1].set_ylabel("norm of all gradients")
    axes[1].set_xlabel(f"weight updates (batches of {batch})")
    if stepwise:
        axes[2].set_ylabel("gradient norm at a time step,\nbefore the first update")
        axes[2].set_xlabel("time step of the first recurrent layer")
    for axis in axes:
        axis.set_yscale("log")
        axis.grid(True, color="0.9")
        axis.legend(frameon=False)
    at = f"{os.path.basename(finding.path)}{f' cell {finding.cell}' if finding.cell else ''}:{finding.line}"
    place = shown(at).replace("$", r"\$")  # which would begin a formula
    figure.suptitle(f"{finding.code} {finding.name}\n{place}: {verdict.answer} (synthetic task)")
    picture = io.BytesIO()
    path = os.path.join(folder, f"{finding.code}-line-{finding.file_line}.png")
    try:
        os.makedirs(folder, exist_ok=True)
        figure.savefig(picture, dpi=130, format="png")
        atomic.replace(path, picture.getvalue(), 0o644)  # of a link that lies there nothing is followed
    except OSError as error:
        raise ConfigError(f"--plot {folder}: cannot be written: {error.strerror}") from error
    finally:
        pyplot.close(figure)
    return path
