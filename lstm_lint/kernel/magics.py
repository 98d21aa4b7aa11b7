"""`%load_ext lstm_lint`: the cell magic `%%lint` and the line magic `%lint_model`.

They read the text of the cells that were run, in that order, as cells of one notebook, and no value of the kernel.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from lstm_lint import lint
from lstm_lint.findings import Finding, folded
from lstm_lint.kernel.shown import Report, Shown, Table
from lstm_lint.run import examine, limits, workers
from lstm_lint.run.configurations import Configurations
from lstm_lint.settings.config import ConfigError
from lstm_lint.settings.settings import Settings
from lstm_lint.source import printable
from lstm_lint.source.notebook import of_cells
from lstm_lint.source.project import Project
from lstm_lint.source.source import SourceError, from_bytes

NAME = "notebook.ipynb"  # by which settings for paths know it
_MOST = 500  # cells that were run last
_QUIET = "--only"
_USAGE = f"%%lint takes {_QUIET}, or nothing: lint the cell and do not run it"


def register(shell: Any) -> None:
    """The magics are known to a shell."""
    magics = _Magics(shell)
    shell.register_magic_function(magics.lint, "cell", "lint")
    shell.register_magic_function(magics.lint_model, "line", "lint_model")


class _Magics:
    def __init__(self, shell: Any) -> None:
        self.shell = shell

    def lint(self, line: str, cell: str) -> None:
        """%%lint: what is wrong in this cell, given the cells that were run before; then the cell runs.

        %%lint --only: it does not run.
        """
        words = line.split()
        if any(word != _QUIET for word in words):
            self._say(_USAGE)
            return
        head = f"%%lint {line}".rstrip()
        before = self._earlier()
        if before and before[-1].rstrip() == f"{head}\n{cell}".rstrip():
            before = before[:-1]  # the history has the cell already
        self._show([*before, f"{head}\n{cell}"], of_last=True, table=False)
        if not words:
            self._run(cell)

    def lint_model(self, line: str) -> None:
        """%lint_model: the models of the cells that were run, as a table, and what is wrong with them."""
        if line.strip():
            self._say("%lint_model takes no argument: it shows the models of all cells that were run")
            return
        before = self._earlier()
        if before and before[-1].strip() == "%lint_model":
            before = before[:-1]
        self._show(before, of_last=False, table=True)

    def _earlier(self) -> list[str]:
        """The cells that were run, oldest first; the first entry of the history is none."""
        return list(self.shell.history_manager.input_hist_raw[1:][-_MOST:])

    def _show(self, cells: Sequence[str], *, of_last: bool, table: bool) -> None:
        from IPython.display import display

        try:
            settings = Configurations({}, lambda said: None).of(os.path.abspath(NAME)).for_path(NAME)
            report = workers.guarded(report_of, list(cells), settings, of_last, table)
        except (ConfigError, SourceError, limits.Unfinished) as error:
            self._say(str(error))
        else:
            display(report)  # type: ignore[no-untyped-call]

    def _run(self, cell: str) -> None:
        """Runs the rest of the cell; an error in it is that of the cell, and shown once."""
        shown, self.shell.showtraceback = self.shell.showtraceback, lambda *_, **__: None
        try:
            result = self.shell.run_cell(cell, store_history=False)
        finally:
            self.shell.showtraceback = shown
        result.raise_error()

    @staticmethod
    def _say(line: str) -> None:
        print(printable.shown(f"lstm-lint: {line}"))


def report_of(cells: Sequence[str], settings: Settings, of_last: bool, table: bool) -> Report:
    """What is shown of cells. `of_last`: only the findings of the last one; `table`: the models too."""
    source = examine.settled(from_bytes(of_cells(cells), os.path.abspath(NAME)))
    script, outcome = lint.read_and_judged(source, settings, project=Project(os.path.abspath(NAME)))
    listed = [one for one in outcome.findings if settings.lists(one)]
    if of_last:
        listed = [one for one in listed if one.cell == len(cells)]
    found = [_shown(one, source.line_text(one.span.line)) for one in folded(listed)]
    if not table:
        return Report(tuple(found), of_last)
    from lstm_lint.output.model import tables

    return Report(tuple(found), of_last, tuple(Table(*one) for one in tables(script, source)), True)


def _shown(finding: Finding, written: str) -> Shown:
    from lstm_lint.rulebook import rulebook

    rule = rulebook.find(finding.code)
    fix = finding.fix.title if finding.fix is not None else ""
    url = rule.url if rule is not None else ""
    where = finding.cell, finding.line
    return Shown(finding.code, finding.name, finding.severity.value, finding.told, *where, written, fix, url)
