"""Rules of others: installed ones by the entry point group `lstm_lint.rules`, local ones by the setting `rule-paths`.

A plug-in is a folder of rule pages and the checks that they name. An entry point names an importable package, whose
pages lie in its folder `rules`; a local plug-in is a folder with pages, and beside each page the file of its check:
`too_many_units.py` for the rule `too-many-units`. No other Python is run. What is broken in a plug-in is an error:
a gate that silently lost a rule is worse than one that stops.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lstm_lint.ir.records import dataclass
from lstm_lint.rulebook import rule_page

if TYPE_CHECKING:
    from lstm_lint.rulebook.rule_page import Rule

GROUP = "lstm_lint.rules"
OWN_PREFIX = "LL"


class PluginError(Exception):
    """A plug-in that does not hold what it promises; the message says which one and what to mend."""


@dataclass(frozen=True)
class Plugin:
    """Where the pages lie and how the checks are imported: by a module, or from files beside the pages."""

    name: str
    folder: Path
    module: str | None = None

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
        except Exception as error:
            what = f"{type(error).__name__}: {error}".replace("\n", " ")
            raise PluginError(f"plug-in {self.name}: its checks cannot be imported: {what}") from error


_local: tuple[Plugin, ...] = ()
_installed: tuple[Plugin, ...] | None = None


def use_local(folders: Sequence[Path]) -> None:
    """From now on these folders take part, and no other ones. Raises PluginError."""
    global _local
    for folder in folders:
        if not folder.is_dir():
            raise PluginError(f"`rule-paths`: there is no folder {folder}")
    wanted = tuple(Plugin(str(folder), folder) for folder in folders)
    _local = wanted


def all_of_them() -> tuple[Plugin, ...]:
    """The installed plug-ins and the local ones. Raises PluginError."""
    global _installed
    if _installed is None:
        _installed = tuple(_find())
    return (*_installed, *_local)


def rules(own: Sequence[Rule]) -> Iterator[Rule]:
    """The rules of all plug-ins. Raises PluginError where one has none or takes a code or name that is in use."""
    import re

    taken = {word for rule in own for word in (rule.code, rule.name)}
    for plugin in all_of_them():
        pages = sorted(file for file in plugin.folder.glob("*.md") if re.match(r"[A-Z]{2,10}\d", file.name))
        if not pages:
            raise PluginError(
                f"plug-in {plugin.name}: no rule page such as AB101-some-pattern.md in {plugin.folder}"
            )
        for file in pages:
            try:
                rule = rule_page.read_rule(file)
            except rule_page.RulebookError as error:
                raise PluginError(f"plug-in {plugin.name}: {error}") from error
            if not re.fullmatch(r"[A-Z]{2,10}\d{3}", rule.code) or rule.code.startswith(OWN_PREFIX):
                hint = f"write two or more letters that do not begin with {OWN_PREFIX}, and three digits"
                raise PluginError(f"plug-in {plugin.name}: {rule.code} is no code for a plug-in; {hint}")
            for word in (rule.code, rule.name):
                if word in taken:
                    raise PluginError(f"plug-in {plugin.name}: `{word}` is in use already; choose another")
                taken.add(word)
            yield rule


def load(plugin: Plugin, rules: Sequence[Rule]) -> None:
    """Imports the checks of a plug-in and sees that each of its rules has its own. Raises PluginError."""
    from lstm_lint import checks

    plugin.load_checks(rules)
    for rule in rules:
        if not checks.is_registered(rule.name):
            where = "" if plugin.module else f" in {rule.name.replace('-', '_')}.py beside it"
            hint = f'define a function under @check("{rule.name}"){where}'
            raise PluginError(f"plug-in {plugin.name}: {rule.code} has a page and no check; {hint}")


def _is_anything_installed() -> bool:
    """Whether an installed distribution names our group; importlib.metadata would cost ten times as much to ask."""
    for folder in sys.path:
        try:
            with os.scandir(folder or os.curdir) as entries:
                names = [entry.path for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))]
        except OSError:  # not a folder: a zip file, or nothing
            continue
        for name in names:
            with contextlib.suppress(OSError), open(os.path.join(name, "entry_points.txt"), "rb") as file:
                if GROUP.encode() in file.read():
                    return True
    return False


def _find() -> Iterator[Plugin]:
    if not _is_anything_installed():
        return
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        module = point.value.partition(":")[0]
        try:
            found = find_spec(module)
        except (ImportError, ValueError):
            found = None
        folders = list(found.submodule_search_locations or ()) if found else []
        folder = Path(folders[0]) / "rules" if folders else None
        if folder is None or not folder.is_dir():
            where = f"{module} is no installed package" if folder is None else f"there is no folder {folder}"
            raise PluginError(f"plug-in {point.name}: {where}; mend it or uninstall it")
        yield Plugin(point.name, folder, module)


def _run(file: Path) -> None:
    """Runs a file once as a module of its own."""
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"lstm_lint_local_{file.parent.name}_{file.stem}_{abs(hash(str(file.resolve())))}"
    if name in sys.modules:
        return
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
