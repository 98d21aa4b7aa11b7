"""What is done in a process apart: a text is read, mended, silenced; a rule is explained.

What reading does not need is imported when it is asked for: the first findings wait for all that is imported here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from lstm_lint import lint
from lstm_lint.findings import Finding, Span
from lstm_lint.output import model as tables
from lstm_lint.rulebook import rulebook
from lstm_lint.rulebook.pages import RulebookError
from lstm_lint.rulebook.plugins import PluginError
from lstm_lint.run import examine, files
from lstm_lint.script import Fit, Layer, Place, Script, Series
from lstm_lint.server import looking
from lstm_lint.server.desk import Desk
from lstm_lint.server.facts import (
    Beside,
    Change,
    DataFact,
    Failed,
    LayerFact,
    Mend,
    ModelFact,
    Noted,
    Order,
    Reading,
    Spot,
    Text,
)
from lstm_lint.settings.config import OWN_FILE, ConfigError, inside
from lstm_lint.settings.settings import Settings
from lstm_lint.source.project import Project
from lstm_lint.source.source import Source, SourceError, from_bytes

# The user's to mend, and said in one line.
EXPLAINED = (ConfigError, PluginError, RulebookError, files.FilesError, OSError)


def done(desk: Desk, order: Order) -> Any:
    """What comes of an order; a `Failed` where that is the user's to know."""
    try:
        return TASKS[order.task](desk, order)
    except EXPLAINED as error:
        return Failed(" ".join(str(error).split()) or type(error).__name__)
    except SourceError as error:
        return Failed(str(error))


# --- read ---------------------------------------------------------------------------------------------------------


def read(desk: Desk, order: Order) -> Reading:
    """All that is shown of a text."""
    text = order.text
    if not _is_worth(text) or desk.leaves_out(order):
        return Reading()
    settings = desk.settings(order)
    try:
        source = examine.settled(from_bytes(text.data, text.path))
    except SourceError as error:
        outcome = lint.unreadable(text.path, error, settings)
        return Reading(tuple(noted(one, None) for one in outcome.findings), broken=frozenset([0]))
    project = Project(text.path, dict(text.unsaved))
    looks = looking.wanted(order, settings)
    profiles = {one.key: one.profile for one in order.files if one.profile is not None} if looks else None
    script, outcome = lint.read_and_judged(source, settings, project=project, profiles=profiles)
    found = listed(desk, order, settings, source, outcome.findings)
    seen = _Seen(source)
    seen.script(script)
    return Reading(
        tuple(noted(one, source) for one in found),
        tuple(seen.layers),
        tuple(seen.models),
        tuple(seen.data),
        frozenset(problem.cell or 0 for problem in script.syntax_problems),
        script.siblings,
        asks=looks and looking.asks(script, order),
    )


def _is_worth(text: Text) -> bool:
    """Whether a text may hold a recurrent model, as a run asks before it reads."""
    if not (files.relevant(text.data) or files.trains_imported(text.path, text.data)):
        return False
    if not text.path.lower().endswith(files.DOCUMENTS):
        return True
    from lstm_lint.source import documents

    return documents.is_notebook(text.path, text.data)


def listed(
    desk: Desk, order: Order, settings: Settings, source: Source, findings: Iterable[Finding]
) -> list[Finding]:
    """The findings that a run would list: with this profile, and not in the baseline."""
    listed = [one for one in findings if settings.lists(one)]
    file = desk.configurations(order).run
    path = file.said("baseline") if file is not None and listed else None
    if file is None or path is None:
        return listed
    from lstm_lint.run import baseline

    path = inside(file, "baseline", os.path.relpath(os.path.join(file.folder, path)))
    return baseline.read(path).keep(source.path, listed, source) if os.path.isfile(path) else listed


def spot(source: Source | None, span: Span) -> Spot:
    """Where a stretch of the text stands for the user."""
    if source is None:
        return Spot(span.line, span.column, span.end_line, span.end_column)
    start, end = source.locate(span.line, span.column), source.locate(span.end_line, span.end_column)
    return Spot(start.line, start.column, end.line, end.column, start.cell)


def noted(finding: Finding, source: Source | None) -> Noted:
    rule = rulebook.find(finding.code)
    mend = None
    if finding.fix is not None:
        changes = tuple(Change(spot(source, edit.span), edit.text) for edit in finding.fix.edits)
        mend = Mend(finding.fix.title, finding.fix.applicability == "safe", changes)
    return Noted(
        finding.code,
        finding.name,
        finding.severity.value,
        "; also ".join((finding.message, *finding.notes)),
        spot(source, finding.span),
        rule.url if rule is not None else "",
        rule.tag if rule is not None else "",
        mend,
        tuple(
            Beside(
                one.message,
                Spot(one.line, one.column, one.end_line, one.end_column, one.cell),
                os.path.abspath(one.file) if one.elsewhere is not None else None,
            )
            for one in finding.related
        ),
        finding.name == lint.UNPARSABLE,
    )


class _Seen:
    """The layers, models and trainings of a script that stand in its own file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.layers: list[LayerFact] = []
        self.models: list[ModelFact] = []
        self.data: list[DataFact] = []

    def script(self, script: Script) -> None:
        for model in script.models:
            shapes = {layer.name: tables.shape_text(layer.output_shape) for layer in model.layers}
            numbers = []
            for layer in model.layers:
                if self._is_here(_around(layer)):
                    numbers.append(len(self.layers))
                    gets = tuple(f"{name}: {shapes.get(name, '?')}" for name in layer.inputs)
                    self.layers.append(self._layer(layer, model.name, gets))
            if self._is_here(model.place):
                at = spot(self.source, model.place.span)
                of_file = tables.count(model.parameters), tuple(numbers), model.when
                self.models.append(ModelFact(at, model.name, model.kind, *of_file))
            for fit in model.fits:
                words = _data_words(fit)
                if words and self._is_here(fit.place):
                    self.data.append(DataFact(spot(self.source, fit.place.span), words))

    def _layer(self, layer: Layer, model: str, gets: tuple[str, ...]) -> LayerFact:
        shape = None if layer.output_shape is None else tables.shape_text(layer.output_shape)
        at = spot(self.source, _around(layer).span)
        return LayerFact(at, layer.title, layer.name, model, shape, tables.count(layer.parameters), gets)

    @staticmethod
    def _is_here(place: Place) -> bool:
        return place.sibling is None


def _around(layer: Layer) -> Place:
    """The call that makes a layer, its wrappers included."""
    return layer.wrappers[0].place if layer.wrappers else layer.place


def _data_words(fit: Fit) -> str:
    """`x (?, 72, 4) by MinMaxScaler · y (?, 24) magnitude 120`"""
    found = (f"{name} {words}" for name, series in (("x", fit.x), ("y", fit.y)) if (words := _series(series)))
    return " · ".join(found)


def _series(series: Series | None) -> str:
    if series is None or not (series.shape or series.traced):
        return ""
    scale = series.step("scale")
    if scale is not None:
        how = f"by {scale.what}"
    elif series.magnitude is not None:
        how = f"magnitude {series.magnitude:.4g}"
    else:
        how = "not scaled" if series.certain and series.traced else ""
    return " ".join(part for part in (tables.shape_text(series.shape), how) if part)


# --- change -------------------------------------------------------------------------------------------------------


def fix(desk: Desk, order: Order) -> tuple[Change, ...]:
    """All safe fixes of a text, until none is left."""
    from lstm_lint.edit import fixes

    source, settings, found = _found(desk, order)
    again = partial(_again, order, settings)
    fixed = fixes.fix(source, found, again, wanted=settings.lists)
    return tuple(_changes(source, fixed.source))


def silence(desk: Desk, order: Order) -> tuple[Change, ...]:
    """A comment that silences the findings of a rule at a spot, with a reason if one is given."""
    from lstm_lint.edit import noqa

    code, at, reason = order.about
    source, settings, found = _found(desk, order)
    same = [one for one in found if one.code == code]
    meant = [one for one in same if spot(source, one.span) == at]
    others = {(one.span.line, one.message) for one in same if one not in meant}

    def left(after: Source) -> list[Finding]:
        """Of the rule alone: what it explained is a finding of its own again. A comment moves nothing elsewhere."""
        return [
            one
            for one in _again(order, settings, after)
            if one.code == code and (one.span.line, one.message) not in others
        ]

    silenced = noqa.add(source, meant, left, noqa.checked(str(reason)))
    return tuple(_changes(source, silenced.source))


def _found(desk: Desk, order: Order) -> tuple[Source, Settings, tuple[Finding, ...]]:
    settings = desk.settings(order)
    source = examine.settled(from_bytes(order.text.data, order.text.path))
    return source, settings, _again(order, settings, source)


def _again(order: Order, settings: Settings, source: Source) -> tuple[Finding, ...]:
    project = Project(order.text.path, dict(order.text.unsaved))
    return lint.outcome(examine.settled(source), settings, project=project).findings


def _changes(before: Source, after: Source) -> Iterator[Change]:
    """What differs, as changes of whole lines, from the end to the start."""
    from difflib import SequenceMatcher

    pairs: list[tuple[int | None, list[str], list[str]]] = []
    if before.is_notebook:
        for old, new in zip(before.cells, after.cells):
            texts = [
                [source.line_text(line) for line in range(cell.first_line, cell.last_line + 1)]
                for source, cell in ((before, old), (after, new))
            ]
            pairs.append((old.number, texts[0], texts[1]))
    else:
        pairs.append((None, before.raw.split("\n"), after.raw.split("\n")))
    for cell, old_lines, new_lines in pairs:
        matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
        for tag, first, last, new_first, new_last in reversed(matcher.get_opcodes()):
            if tag != "equal":
                yield _lines_changed(cell, old_lines, first, last, new_lines[new_first:new_last])


def _lines_changed(cell: int | None, old: list[str], first: int, last: int, new: list[str]) -> Change:
    """Lines `first` to `last` (from 0, exclusive) are `new` afterwards."""
    if last < len(old):
        return Change(Spot(first + 1, 1, last + 1, 1, cell), "".join(f"{line}\n" for line in new))
    end = Spot(first + 1, 1, len(old), len(old[-1]) + 1, cell)
    if first < len(old) and (new or first == 0):
        return Change(end, "\n".join(new))
    if new:  # after the last line
        at = len(old), len(old[-1]) + 1
        return Change(Spot(*at, *at, cell), "".join(f"\n{line}" for line in new))
    return Change(Spot(first, len(old[first - 1]) + 1, len(old), len(old[-1]) + 1, cell), "")


def turn_off(desk: Desk, order: Order) -> tuple[str, str, str]:
    """The settings without a rule: the path of the file, what it holds now and would hold. Raises ConfigError."""
    from lstm_lint.settings import ignoring

    (code,) = order.about
    file = desk.configurations(order).at(os.path.dirname(order.text.path))
    path = file.path if file is not None else os.path.join(order.text.root, OWN_FILE)
    before = file.text if file is not None else ""
    return os.path.abspath(path), before, ignoring.without(path, before, str(code))


# --- say ----------------------------------------------------------------------------------------------------------


def rule(desk: Desk, order: Order) -> str:
    """The page of a rule as Markdown, with the link to it; nothing where there is no such rule."""
    from lstm_lint.output.rule import page

    (word,) = order.about
    desk.settings(order)
    found = rulebook.find(str(word))
    return f"{page(found).strip()}\n\n[{found.code} {found.name}]({found.url})\n" if found is not None else ""


def table(desk: Desk, order: Order) -> str:
    """The table of the models in a text."""
    source = examine.settled(from_bytes(order.text.data, order.text.path))
    project = Project(order.text.path, dict(order.text.unsaved))
    script = lint.script_of(source, desk.settings(order), project=project)
    return "".join(tables.render_text(script, source))


TASKS: dict[str, Callable[[Desk, Order], Any]] = {
    "read": read,
    "look": looking.look,
    "fix": fix,
    "silence": silence,
    "turn_off": turn_off,
    "rule": rule,
    "table": table,
}
