"""Rules of others: installed ones by the entry point group `lstm_lint.rules`, local ones by the setting `rule-paths`.

A plug-in is a folder of rule pages and the checks that they name. An entry point names an importable package, whose
pages lie in its folder `rules`; a local plug-in is a folder with pages, and beside each page the file of its check:
`too_many_units.py` for the rule `too-many-units`. No other Python is run. What is broken in a plug-in is an error:
a gate that silently lost a rule is worse than one that stops.

Pages are data, checks are code. Whose code runs is the caller's to say: the checks of a local plug-in may be left out,
and what a distrusted folder holds is no plug-in at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lstm_lint.ir.records import dataclass
from lstm_lint.rulebook import entry_points, rule_page
from lstm_lint.source import repository

if TYPE_CHECKING:
    from lstm_lint.checks import Check
    from lstm_lint.rulebook.rule_page import Rule

_VERSIONS = r"(([<>]=?|==|!=)\d+(\.\d+)?(,(?!$)|$))+"  # as `KerasTarget.matches` takes them
OWN_PREFIX = "LL"


class PluginError(Exception):
    """A plug-in that does not hold what it promises; the message says which one and what to mend."""


@dataclass(frozen=True)
class Plugin:
    """Where the pages lie and how the checks are imported: by a module, or from files beside the pages."""

    name: str
    folder: Path
    module: str | None = None
    runs: bool = True  # otherwise its pages are read and its checks are not

    def load_checks(self, rules: Sequence[Rule]) -> None:
        """Imports the checks of its rules, which register themselves. Raises PluginError."""
        from importlib import import_module

        try:
            if self.module is not None:
                import_module(self.module)
                return
            for rule in rules:
                file = self.folder / f"{rule.name.replace('-', '_')}.py"
                if file.is_file():
                    _run(file)
        except BaseException as error:
            if not is_theirs(error):
                raise
            raise PluginError(f"plug-in {self.name}: its checks cannot be imported: {said(error)}") from error


_local: tuple[Plugin, ...] = ()
_mixed = False  # whether local plug-ins take part that never met in a file
_installed: tuple[Plugin, ...] | None = None
_points: tuple[entry_points.Point, ...] | None = None
_distrusted: tuple[str, ...] = ()
left_out: list[str] = []  # installed plug-ins that lie in a distrusted folder
_loaded: dict[Plugin, Mapping[str, Check]] = {}  # the checks of local plug-ins; two may use the same names


def use_local(folders: Sequence[str], *, run: bool = True, mixed: bool = False) -> None:
    """From now on these folders take part, and no other ones; `run`: their checks do as well. Raises PluginError.

    `mixed`: they are those of several files, and two of them may use the same code; the first is named for both.
    """
    global _local, _mixed
    _mixed = mixed
    if len(folders) == len(_local) and all(
        (plugin.name, plugin.runs) == (folder, run) for plugin, folder in zip(_local, folders)
    ):
        return
    for folder in folders:
        if not os.path.isdir(folder):
            raise PluginError(f"`rule-paths`: there is no folder {folder}")
        if repository.lies_in(_distrusted, folder):
            hint = "move it out of there, or install its rules as a plug-in"
            raise PluginError(
                f"`rule-paths`: {folder} is part of what is linted, which --isolated does not run; {hint}"
            )
    _local = tuple(Plugin(folder, Path(folder), None, run) for folder in folders)


def distrust(folders: Sequence[str]) -> None:
    """From now on nothing that lies in these folders is a plug-in, but for what is installed in this Python's own."""
    global _distrusted, _installed, _points
    if tuple(folders) != _distrusted:
        _distrusted, _installed, _points = tuple(folders), None, None
        left_out.clear()


def all_of_them() -> tuple[Plugin, ...]:
    """The installed plug-ins and the local ones. Raises PluginError."""
    global _installed
    if _installed is None:
        _installed = tuple(_find())
    return (*_installed, *_local)


def installed() -> tuple[Plugin, ...]:
    """The installed plug-ins, which take part in every file of a run. Raises PluginError."""
    return tuple(plugin for plugin in all_of_them() if plugin.module is not None)


def are_mixed() -> bool:
    """Whether local plug-ins take part that never met in a file."""
    return _mixed


def are_silent(rule: Rule) -> bool:
    """Whether the checks of the plug-in that a rule comes from are left out."""
    return any(rule.page.parent == plugin.folder for plugin in _local if not plugin.runs)


def check_of(rule: Rule) -> Check:
    """The check of a rule, our own or that of a plug-in."""
    from lstm_lint import checks

    return _of_local(rule) or checks.load(rule.name)


def outline_of(rule: Rule) -> Check:
    """The same; one of our own may be imported no earlier than it is called."""
    from lstm_lint import checks

    return _of_local(rule) or checks.outline(rule.name)


def _of_local(rule: Rule) -> Check | None:
    for plugin in _local:
        if plugin.folder == rule.page.parent:
            return _loaded[plugin][rule.name]
    return None


def rules(own: Sequence[Rule], plugins: Sequence[Plugin], mixed: bool) -> Iterator[Rule]:
    """The rules of the plug-ins. Raises PluginError where one has none or takes a code or name that is in use."""
    import re

    taken = {word for rule in own for word in (rule.code, rule.name)}
    for plugin in plugins:
        files = sorted(file for file in plugin.folder.glob("*.md") if re.match(r"[A-Z]{2,10}\d", file.name))
        if not files:
            raise PluginError(
                f"plug-in {plugin.name}: no rule page such as AB101-some-pattern.md in {plugin.folder}"
            )
        for file in files:
            try:
                rule = rule_page.read_rule(file)
            except rule_page.RulebookError as error:
                raise PluginError(f"plug-in {plugin.name}: {error}") from error
            if not re.fullmatch(r"[A-Z]{2,10}\d{3}", rule.code) or rule.code.startswith(OWN_PREFIX):
                hint = f"write two or more letters that do not begin with {OWN_PREFIX}, and three digits"
                raise PluginError(f"plug-in {plugin.name}: {rule.code} is no code for a plug-in; {hint}")
            if not re.fullmatch(_VERSIONS, rule.keras):
                raise PluginError(
                    f"plug-in {plugin.name}: `keras` of {rule.code}: write such as >=2 or >=3.4,<3.9"
                )
            used = [word for word in (rule.code, rule.name) if word in taken]
            if used and not mixed:
                raise PluginError(f"plug-in {plugin.name}: `{used[0]}` is in use already; choose another")
            taken.update((rule.code, rule.name))
            if not used:
                yield rule


def is_loaded(plugin: Plugin) -> bool:
    """Whether its checks are imported, or not to be."""
    return plugin in _loaded or not plugin.runs


def load(plugin: Plugin, rules: Sequence[Rule]) -> None:
    """Imports the checks of a plug-in and sees that each of its rules has its own. Raises PluginError."""
    from lstm_lint import checks

    with checks.apart(plugin.module is None) as registered:
        plugin.load_checks(rules)
    for rule in rules:
        if rule.name not in registered:
            where = "" if plugin.module else f" in {rule.name.replace('-', '_')}.py beside it"
            hint = f'define a function under @check("{rule.name}"){where}'
            raise PluginError(f"plug-in {plugin.name}: {rule.code} has a page and no check; {hint}")
    _loaded[plugin] = registered


def is_theirs(error: BaseException) -> bool:
    """Whether the code of a plug-in is at fault: what the user or our own limits raise is no doing of it.

    `sys.exit` is: a run that ends with the exit code of a rule would be a gate that is open.
    """
    ours = type(error).__module__.partition(".")[0] == __name__.partition(".")[0]
    return not isinstance(error, KeyboardInterrupt) and (isinstance(error, Exception) or not ours)


def said(error: BaseException) -> str:
    """What went wrong in a plug-in, in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def points() -> tuple[entry_points.Point, ...]:
    """The entry points of installed packages in all our groups; the same object as long as they are the same."""
    global _points
    if _points is None:
        _points = tuple(entry_points.found(is_distrusted))
        left_out.extend(one.name for one in _points if not one.counts)
    return _points


def _find() -> Iterator[Plugin]:
    named = {(one.name, one.value) for one in points() if one.group == entry_points.RULES and one.counts}
    for name, value in sorted(named):
        module = value.partition(":")[0].strip()
        spec = entry_points.located(module)
        folder = next(iter(spec.submodule_search_locations or ()), None) if spec is not None else None
        if folder is not None and is_distrusted(folder):
            left_out.append(name)
            continue
        pages = Path(folder, "rules") if folder is not None else None
        if pages is None or not pages.is_dir():
            where = f"{module} is no installed package" if pages is None else f"there is no folder {pages}"
            raise PluginError(f"plug-in {name}: {where}; mend it or uninstall it")
        yield Plugin(name, pages, module)


def is_distrusted(path: str) -> bool:
    """Whether a path lies in a distrusted folder, and not in an environment of this Python that lies there too."""
    if not repository.lies_in(_distrusted, path):
        return False
    import site

    own = [*site.getsitepackages(), site.getusersitepackages()]
    return not repository.lies_in([os.path.realpath(folder) for folder in own], path)


def _run(file: Path) -> None:
    """Runs a file as a module of its own."""
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"lstm_lint_local_{file.parent.name}_{file.stem}_{abs(hash(str(file.resolve())))}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no module")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
