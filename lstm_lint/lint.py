"""From a source to its findings: read it once, run the checks of the rules that are on, weigh what they say.

A pure function, the heart; command line, hooks and editors all call it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from lstm_lint.findings import Finding, NotRead, See, Severity, Span
from lstm_lint.ir.nests import Nest
from lstm_lint.ir.profile import Profile
from lstm_lint.ir.records import dataclass, field, replace
from lstm_lint.keras_api.detect import LAST_COMMIT, dated, detect_target
from lstm_lint.keras_api.versions import (
    KERAS_3,
    LAST_KERAS_2,
    NEWEST,
    OLDEST,
    KerasTarget,
    parse_target,
)
from lstm_lint.notions.wording import LONGEST
from lstm_lint.reader import read
from lstm_lint.rulebook import plugins, rulebook
from lstm_lint.rulebook.running import (
    Running,
    about_any_version,
    about_versions,
    asked,
    codes,
    in_order,
    running,
)
from lstm_lint.script import Script, Unread
from lstm_lint.settings.settings import Settings
from lstm_lint.source import recurrent, suppress
from lstm_lint.source.project import Project
from lstm_lint.source.source import Source, SourceError
from lstm_lint.source.traces import traces

UNPARSABLE = "unparsable-source"
_NAMES = ("LL0", "LL90", "LL91", "LL92")  # what does not parse; what Keras does not have any more


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of one file: what is reported, what its comments silence, and what of it could not be read."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...] = ()
    unread: tuple[NotRead, ...] = ()
    of_history: bool = False  # whether it hangs on the last commit, and so on more than files


def lint(
    source: Source, settings: Settings, *, target: KerasTarget | None = None, project: Project | None = None
) -> tuple[Finding, ...]:
    """Every finding of one file that no suppression silences, advice included, by line, column and code.

    Each place is one; `findings.folded` makes one of all that have the same cause.
    """
    return outcome(source, settings, target=target, project=project).findings


def outcome(
    source: Source,
    settings: Settings,
    *,
    target: KerasTarget | None = None,
    project: Project | None = None,
    profiles: Mapping[str, Profile] | None = None,
) -> Outcome:
    """The findings of one file, and what is not among them. `profiles`: of the files that it reads, as `script_of`."""
    return read_and_judged(source, settings, target=target, project=project, profiles=profiles)[1]


def read_and_judged(
    source: Source,
    settings: Settings,
    *,
    target: KerasTarget | None = None,
    project: Project | None = None,
    profiles: Mapping[str, Profile] | None = None,
) -> tuple[Script, Outcome]:
    """What is read of one file, for the Keras that it is linted for, and what comes of that."""
    settings = settings.for_path(source.path)
    settings.take_effect()
    script = script_of(source, settings, target=target, project=project, profiles=profiles)
    reading = _Reading(source, settings, project, script)
    script, found, outdated = _by_version(reading)
    if source.is_notebook:
        from lstm_lint.source.ran import contradicted  # what scripts do not need

        found = contradicted(found, source, rulebook.about_versions())
    _, sums, late = running(settings, script.target.low, script.target.high)
    suppressions = suppress.Suppressions(source) if settings.ignore_suppressions else suppress.read(source)
    findings = suppressions.silence(found)
    findings += _summed_up(sums, script, suppressions.silence(outdated), reading, suppressions)
    unused = suppressions.unused(frozenset(reading.ran).union(one.rule.code for one in sums))
    after = replace(
        script,
        unused_suppressions=unused,
        unexplained_suppressions=suppressions.unexplained(),
        unknown_selectors=suppressions.unknown(),
    )
    findings += suppressions.silence(asked(late, after, source), by_name_only=True)
    return script, Outcome(
        _ordered(findings),
        _ordered(suppressions.silenced),
        tuple(_not_read(item, source) for item in recurrent.unread(source, script)),
        of_history=script.target.reason.startswith(LAST_COMMIT),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A source with what was read of it, and how it is read again. `ran`: the codes of the rules that were asked."""

    source: Source
    settings: Settings
    project: Project | None
    script: Script
    ran: set[str] = field(default_factory=set)
    certain: dict[int, Script] = field(default_factory=dict)
    of_versions: dict[int, list[Finding]] = field(default_factory=dict)

    def under(self, target: KerasTarget) -> Script:
        """What is read of it for a Keras: signatures and what functions do differ."""
        profiles = self.script.profiles
        return script_of(self.source, self.settings, target=target, project=self.project, profiles=profiles)

    def findings(self, script: Script, *, outdated_beside: list[Finding] | None = None) -> list[Finding]:
        """What the rules say of it as it is read for a Keras, without what only guesses of parameters show.

        `outdated_beside`: only of what changed between versions, and is not among these findings of another one.
        """
        of = self.settings, script.target.low, script.target.high
        rules = running(*of)[0]
        self.ran.update(codes(*of))
        found = self._about_versions(script)
        if outdated_beside is not None:  # before what is left of them takes another reading
            found = _outdated(found, outdated_beside)
        else:
            found = in_order([*found, *asked(about_any_version(*of), script, self.source)], *of)
        if any(map(_looks_at_no_layer, found)) and not recurrent.is_named(self.source, script):
            found = [one for one in found if not _looks_at_no_layer(one)]
        in_question = {one.code for one in found if _hangs_on_values(one)} if script.assumed else ()
        if in_question:
            certain = self.without_guesses(script)
            again = (one for one in rules if one.rule.code in in_question)
            found = list(_that_stay(found, asked(again, certain, self.source)))
        return found

    def _about_versions(self, script: Script) -> list[Finding]:
        """What the rules about what changed between versions say of it."""
        found = self.of_versions.get(id(script))
        if found is None:
            rules = about_versions(self.settings, script.target.low, script.target.high)
            found = self.of_versions[id(script)] = asked(rules, script, self.source)
        return found

    def without_guesses(self, script: Script) -> Script:
        """What is read of it where nothing is assumed of parameters: once, where only the Keras of a script differs."""
        known = self.certain.get(id(script.models))
        if known is not None:
            return replace(known, target=script.target)
        self.certain[id(script.models)] = certain = script_of(
            self.source, self.settings, target=script.target, project=self.project, assume=False,
            profiles=self.script.profiles,
        )  # fmt: skip
        return certain


def _looks_at_no_layer(finding: Finding) -> bool:
    """Whether it is about names and calls of Keras alone: it could be said of code without recurrence."""
    rule = rulebook.find(finding.code)
    if rule is None:
        return False
    of_names = rule.group == "keras-api" or (rule.outdated and rule.group == "optimizer")
    return of_names or (rule.group in _OF_MODELS and finding.model is None and finding.layer is None)


_OF_MODELS = ("loss", "optimizer")  # groups whose rules name the model that they speak of


_KERAS_2 = KerasTarget(OLDEST, LAST_KERAS_2)
_ANY_KERAS_3 = KerasTarget(KERAS_3, NEWEST)


def _by_version(reading: _Reading) -> tuple[Script, list[Finding], list[Finding]]:
    """The script with the Keras that it is for, what is wrong with it there, and what only fails in Keras 3."""
    script, target = reading.script, reading.script.target
    if target.at_least(3) and target.certainty != "pinned":
        return _unless_for_keras_2(reading)
    found = reading.findings(script)
    is_open = not (target.at_least(3) or target.below(3))
    if is_open and target.certainty == "pinned" and target.low < LAST_KERAS_2:  # `keras>=2.2` lets Keras 3 in
        lacking = _only_of_keras_3(reading, found)
        narrowed = replace(target, high=LAST_KERAS_2) if lacking else target
        return replace(script, target=narrowed), found, lacking
    if target.certainty == "pinned" or is_open:
        return script, _with_reason(found, target), []
    return script, found, _only_of_keras_3(reading, found)


def _unless_for_keras_2(reading: _Reading) -> tuple[Script, list[Finding], list[Finding]]:
    """The same where nobody pins a Keras: what Keras 3 took away says for which one a script was written.

    A slip in a script that shows signs of Keras 3 is a warning.
    """
    script, target = reading.script, reading.script.target
    suspects = _outdated(reading.findings(script, outdated_beside=[]), [])
    gone: list[Finding] = []
    if suspects:
        older = replace(
            _KERAS_2, standalone=target.standalone, certainty="inferred", numpy=target.numpy, pandas=target.pandas
        )  # fmt: skip
        old = reading.under(older)
        there = reading.findings(old)
        gone = _outdated(suspects, there)
        if gone and target.certainty == "unknown":
            return replace(old, target=_by_last_commit(older, reading)), there, gone
    found = reading.findings(script)
    if gone:
        slips = {(one.code, one.span) for one in gone}
        found = [replace(f, severity=Severity.WARNING) if (f.code, f.span) in slips else f for f in found]
        found = _with_reason(found, target)
    return script, found, []


def _only_of_keras_3(reading: _Reading, found: list[Finding]) -> list[Finding]:
    """What Keras 3 fails on beside what is found. What is named and given need not be read anew for it."""
    newer = replace(_ANY_KERAS_3, standalone=reading.script.target.standalone)
    there = reading.findings(replace(reading.script, target=newer), outdated_beside=found)
    return _outdated(there, found)


def _outdated(found: Iterable[Finding], there: Iterable[Finding]) -> list[Finding]:
    """Errors that an older Keras does not have, of rules about what changed between versions."""
    codes = rulebook.about_versions()
    same = {(one.code, one.span) for one in there}
    # An argument that no version takes is LL901 in one and LL908 in the other.
    wrong = {one.span for one in there if one.code in codes and one.severity is Severity.ERROR}
    return [
        one
        for one in found
        if one.code in codes
        and one.severity is Severity.ERROR
        and (one.code, one.span) not in same
        and one.span not in wrong
    ]


def _with_reason(findings: Iterable[Finding], target: KerasTarget) -> list[Finding]:
    """What is wrong with a version alone says where that is from, where a file around the script names it."""
    codes = rulebook.about_versions()
    known = target.certainty != "unknown" and target.reason and not target.reason.startswith("--")
    return [
        replace(one, message=f"{one.message} ({target.reason})")
        if known and one.code in codes and len(one.message) + len(target.reason) + 3 <= LONGEST
        else one
        for one in findings
    ]


def _by_last_commit(target: KerasTarget, reading: _Reading) -> KerasTarget:
    if reading.settings.isolated:
        return target
    from lstm_lint.run import history  # 20 ms: it starts git

    day = history.last_commit(os.path.dirname(os.path.realpath(reading.source.path)))
    return dated(target, day) if day is not None else target


def _summed_up(
    sums: Sequence[Running], script: Script, outdated: list[Finding], reading: _Reading,
    suppressions: suppress.Suppressions,
) -> list[Finding]:  # fmt: skip
    """One finding for all that fails in Keras 3; where its rule is off, each by itself, as a warning."""
    if not sums:
        return [replace(one, severity=Severity.WARNING) for one in outdated]
    rule = sums[0].rule
    named = [replace(one, code=rule.code, name=rule.name) for one in outdated]
    left = {(one.span, one.message) for one in suppressions.silence(named)}
    places = [one for one in outdated if (one.span, one.message) in left]
    said = tuple(See(one.span, f"{one.code}: {one.message}", same=True) for one in _ordered(places))
    if not said:
        return []
    return suppressions.silence(asked(sums, replace(script, outdated=said), reading.source))


def _hangs_on_values(finding: Finding) -> bool:
    """Whether the values of parameters may decide it; a name that is gone is gone in any case."""
    return not finding.code.startswith(_NAMES)


def _that_stay(found: list[Finding], certain: list[Finding]) -> Iterator[Finding]:
    """Without what comes from the default of a parameter: of a function that nothing here calls, and that is called
    with other values elsewhere, or of a class that others derive from. What is no more than a warning where that
    default is not known is a warning."""
    known = {(one.code, one.span): one for one in sorted(certain, key=_rank)}
    for one in found:
        there = known.get((one.code, one.span))
        if not _hangs_on_values(one):
            yield one
        elif there is not None:
            yield replace(one, severity=min(one, there, key=_rank).severity)


def _rank(finding: Finding) -> int:
    return finding.severity.rank


def _ordered(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(_folded(findings), key=lambda finding: finding.order))


def _not_read(item: Unread, source: Source) -> NotRead:
    span = item.place.span
    at = source.locate(span.line, span.column)
    return NotRead(source.path, item.what, item.why, span, at.cell, at.line, at.file_line)


def script_of(
    source: Source,
    settings: Settings,
    *,
    target: KerasTarget | None = None,
    project: Project | None = None,
    assume: bool = True,
    profiles: Mapping[str, Profile] | None = None,
) -> Script:
    """What a source says of its models: the reading that findings, `model` and smoke training all go by.

    The settings are those of its path. `assume`: the parameters of functions that nothing calls have their defaults.
    `profiles`: of the files that it reads, by the key of the reading.
    Raises PluginError where a plug-in for a library that it imports is broken.
    """
    plugins.distrust(settings.distrusted)
    target = target or target_of(source, settings)
    find = project or Project(source.path)
    return read(source, target, find, rulebook.libraries(), assume=assume, profiles=profiles)


def lint_unreadable(path: str, error: SourceError, settings: Settings) -> tuple[Finding, ...]:
    """The finding for a file that holds no Python text at all, such as one in a wrong encoding."""
    return unreadable(path, error, settings).findings


def unreadable(path: str, error: SourceError, settings: Settings) -> Outcome:
    """What comes of a file that holds no Python text at all."""
    settings = settings.for_path(path)
    settings.take_effect()
    rule = rulebook.find(UNPARSABLE)
    line = error.line or 1
    span = Span(line, 1, line, 1)
    unread = (NotRead(path, "this file", str(error), span, None, line, line),)
    if rule is None or rule not in settings.rules:
        return Outcome((), (), unread)
    severity = settings.severity(rule) or rule.severity
    place = (span, None, line, 1, line, 1, line)
    found = Finding(path, rule.code, rule.name, severity, f"this file is not read: {error}", *place)
    return Outcome((found,), (), unread)


def version_of(source: Source, settings: Settings) -> KerasTarget:
    """The Keras versions that a script is linted for, when its rules were asked what only an older Keras takes."""
    settings = settings.for_path(source.path)
    settings.take_effect()
    reading = _Reading(source, settings, None, script_of(source, settings))
    script, _, outdated = _by_version(reading)
    if outdated and not script.target.reason:
        used = "Keras 3 fails on what it uses; no version pinned"
        return replace(script.target, reason=used)
    return script.target


def target_of(source: Source, settings: Settings) -> KerasTarget:
    """The Keras versions that the script is written for: as set, else from the pins and imports around it."""
    if settings.keras != "auto":
        return parse_target(settings.keras)
    names = list(imports(source.text))
    return detect_target(Path(source.path).absolute().parent, names, traces(source))


_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<module>[\w.]+)[ \t]+import[ \t]*(?:\((?P<block>[^)]*)\)|(?P<names>[^\n]*))"
    r"|import[ \t]+(?P<modules>[^\n]*))",
    re.MULTILINE,
)
_COMMENT = re.compile(r"#[^\n]*")


def imports(text: str) -> Iterator[str]:
    """Dotted names that the import lines of a text show: `keras.layers` and `keras.layers.LSTM`."""
    at = text.find("import")  # a quarter of the price of looking for the expression at every line
    while at >= 0:
        found = _IMPORT.match(text, text.rfind("\n", 0, at) + 1)
        end = found.end() if found is not None else text.find("\n", at)
        at = text.find("import", max(at + 1, end)) if end >= 0 else -1
        if found is None:
            continue
        listed = _COMMENT.sub("", found["block"] or found["names"] or found["modules"] or "").strip(
            " \t\\();"
        )
        names = [name.split()[0] for name in listed.split(",") if name.split()]
        if found["module"]:
            yield found["module"]
        yield from (f"{found['module']}.{name}" if found["module"] else name for name in names)


def _folded(findings: list[Finding]) -> Iterator[Finding]:
    """One finding for each mistake: what a rule explains becomes a note of its finding about the same argument.

    A silenced finding explains nothing, nor does one of a rule that is off.
    """
    explained = rulebook.explained()
    if not any(finding.code in explained for finding in findings):
        yield from findings
        return
    nest = Nest((finding.span, at) for at, finding in enumerate(findings))
    notes: dict[int, set[int]] = {}  # what each finding explains
    for at, finding in enumerate(findings):
        for around in nest.around(finding.span):
            for first, second in ((at, around), (around, at)):
                if findings[second].code in explained.get(findings[first].code, ()):
                    notes.setdefault(first, set()).add(second)
    gone = set(chain.from_iterable(notes.values()))
    for at, finding in enumerate(findings):
        if at not in gone:
            same = [findings[other] for other in sorted(notes.get(at, ()))]
            said = tuple(f"{other.code}: {other.message}" for other in same)
            yield replace(finding, notes=said) if said else finding
