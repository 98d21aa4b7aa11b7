"""The rules that are on, and what they say of one script."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

from lstm_lint.findings import Finding, Fix, Problem, Related, See, Severity, Span
from lstm_lint.ir.facts import once
from lstm_lint.ir.nests import Nest
from lstm_lint.ir.records import dataclass, replace
from lstm_lint.keras_api.versions import KerasTarget, Version
from lstm_lint.notions.held import Needs, held, parsed
from lstm_lint.notions.linked import linked
from lstm_lint.notions.trials import is_demonstration
from lstm_lint.rulebook import plugins
from lstm_lint.rulebook.rule_page import Rule
from lstm_lint.script import Configured, Layer, Script
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source

_ALSO_IN_DEMONSTRATIONS = frozenset(
    {"structure", "keras-api"}
)  # groups whose advice is about more than learning


@dataclass(frozen=True, slots=True)
class Running:
    """A rule that is on, with all that the settings say of it. `check`: with the options that they give.

    `of_files`: it has nothing to say where no file was looked at. `needs`: what a script must hold.
    """

    rule: Rule
    check: Callable[[Script], Iterable[Problem]]
    severity: Severity | None
    of_files: bool = False
    needs: Needs = ()


@once
def running(settings: Settings, low: Version, high: Version) -> tuple[tuple[Running, ...], ...]:
    """The rules that are on for these versions of Keras: those that need no others, that sum them up, and the rest."""
    target = KerasTarget(low, high)
    groups: tuple[list[Running], list[Running], list[Running]] = [], [], []
    for rule in settings.rules:
        if target.matches(rule.keras):
            check = plugins.outline_of(rule)
            options = settings.options(rule)
            function = partial(check.function, **options) if options else check.function
            one = Running(rule, function, settings.severity(rule), check.of_files, parsed(check.needs))
            groups[2 if check.last else int(check.sums)].append(one)
    return tuple(map(tuple, groups))


@once
def codes(settings: Settings, low: Version, high: Version) -> frozenset[str]:
    """The codes of the rules that need no others."""
    return frozenset(one.rule.code for one in running(settings, low, high)[0])


@once
def about_versions(settings: Settings, low: Version, high: Version) -> tuple[Running, ...]:
    """Those of them that are about what changed between versions of Keras."""
    return tuple(one for one in running(settings, low, high)[0] if one.rule.outdated)


@once
def about_any_version(settings: Settings, low: Version, high: Version) -> tuple[Running, ...]:
    """The others."""
    return tuple(one for one in running(settings, low, high)[0] if not one.rule.outdated)


def in_order(found: list[Finding], settings: Settings, low: Version, high: Version) -> list[Finding]:
    """Findings as the rules come one after the other."""
    at = _numbers(settings, low, high)
    return sorted(found, key=lambda one: at[one.code])


@once
def _numbers(settings: Settings, low: Version, high: Version) -> dict[str, int]:
    return {one.rule.code: number for number, one in enumerate(running(settings, low, high)[0])}


def asked(rules: Iterable[Running], script: Script, source: Source) -> list[Finding]:
    """What rules say of a script: one finding a rule and place, the gravest."""
    found: dict[tuple[str, Span], Finding] = {}
    looked = bool(script.profiles)
    is_lacking = held(script).isdisjoint
    for rule in rules:
        if (rule.of_files and not looked) or any(map(is_lacking, rule.needs)):
            continue
        for finding in _of_rule(rule, script, source):
            before = found.get((finding.code, finding.span))
            if before is None or _weight(finding) > _weight(before):
                found[finding.code, finding.span] = finding
    return list(found.values())


def _weight(finding: Finding) -> tuple[int, bool]:
    return finding.severity.rank, not finding.is_pedantic


def _of_rule(running: Running, script: Script, source: Source) -> list[Finding]:
    """What one rule says. Raises PluginError where the check of a plug-in fails, whatever it raises."""
    try:
        problems = list(running.check(script))
        if not problems:
            return []
        rule = running.rule
        certain = _with_certain_fixes(list(_at_home(problems, source)), script)
        if rule.see:
            words = rule.see.split()
            certain = [replace(one, related=(*one.related, *linked(script, one, words))) for one in certain]
        pedantic = rule.pedantic or (rule.group not in _ALSO_IN_DEMONSTRATIONS and is_demonstration(script))
        return [_finding(problem, rule, source, running.severity, pedantic) for problem in certain]
    except BaseException as error:
        rule = running.rule
        if rule.code.startswith(plugins.OWN_PREFIX) or not plugins.is_theirs(error):
            raise
        what = plugins.said(error)
        raise plugins.PluginError(
            f"{rule.code} of a plug-in failed: {what}; its author can mend it"
        ) from error


def _at_home(problems: Iterable[Problem], source: Source) -> Iterator[Problem]:
    """The problems that stand in this file, not in a module it imports: that one is told of them when it is linted.

    The lines of such modules come after the last one of the file. A fix may change this file only, and no code in a
    string.
    """
    last = source.text.count("\n") + 1
    for problem in problems:
        if problem.span.line <= last:
            fix = problem.fix
            barred = fix is not None and any(
                edit.span.end_line > last or source.is_cell_as_text(edit.span.line) for edit in fix.edits
            )
            yield replace(problem, fix=None) if barred else problem


def _finding(
    problem: Problem, rule: Rule, source: Source, chosen: Severity | None, pedantic: bool
) -> Finding:
    severity: Severity = chosen or problem.severity or rule.severity
    fix = problem.fix
    if fix is not None and rule.effect:
        fix = replace(fix, title=f"{fix.title}: {rule.effect}")
    where, about = _where(problem.span, source), (problem.model, problem.layer, fix)
    return Finding(
        source.path, rule.code, rule.name, severity, problem.message, problem.span, *where, *about,
        cause=problem.cause, related=tuple(_related(see, source) for see in problem.related), tally=problem.tally,
        pedantic=problem.pedantic or pedantic,
    )  # fmt: skip


def _where(span: Span, source: Source) -> tuple[int | None, int, int, int, int, int]:
    """Cell, line, column, the end of both, and the line in the file, as findings hold them."""
    start = source.locate(span.line, span.column)
    end = source.locate(span.end_line, span.end_column)
    return start.cell, start.line, start.column, end.line, end.column, start.file_line


def _related(see: See, source: Source) -> Related:
    span = see.span
    if see.elsewhere is None:
        return Related(source.path, see.message, span, *_where(span, source), see.same)
    path, line = see.elsewhere
    end_line = line + span.end_line - span.line
    place = (None, line, span.column, end_line, span.end_column, line)
    here = os.path.relpath(path, os.path.dirname(source.path) or os.curdir).replace(os.sep, "/")
    return Related(source.path, see.message, span, *place, see.same, None, here)


def _with_certain_fixes(problems: list[Problem], script: Script) -> list[Problem]:
    """Takes away each fix of a call that was read several times (loop passes, call sites) and is wrong in only some.

    The edit would change all of them, also the readings in which nothing is wrong.
    """
    if not any(problem.fix for problem in problems):
        return problems
    repeated = _repeated(script)
    wrong = Counter(problem.fix for problem in problems if problem.fix)
    return [
        replace(problem, fix=None)
        if problem.fix and wrong[problem.fix] < _readings(problem.fix, repeated)
        else problem
        for problem in problems
    ]


@once
def _repeated(script: Script) -> Nest[int]:
    """How often the calls were read that were read several times."""
    return Nest((item.place.span, item.readings) for item in _configured(script) if item.readings > 1)


def _readings(fix: Fix, repeated: Nest[int]) -> int:
    """How often the calls that it edits were read."""
    return max((count for edit in fix.edits for count in repeated.around(edit.span)), default=1)


def _configured(script: Script) -> Iterator[Configured]:
    """Every Keras object of a script, those inside others included."""
    models = script.models
    layers = [layer for layer, _ in script.layers()]
    trainings = chain.from_iterable((*model.compiles, *model.fits, *model.predictions) for model in models)
    yield from layers
    yield from (wrapper for layer in layers for wrapper in layer.wrappers)
    yield from (layer.cell for layer in layers if layer.cell is not None)
    yield from trainings
    yield from (c.optimizer for model in models for c in model.compiles if c.optimizer is not None)
    yield from (callback for model in models for fit in model.fits for callback in fit.callbacks or ())
    yield from (item for item in script.loose if not isinstance(item, Layer))
