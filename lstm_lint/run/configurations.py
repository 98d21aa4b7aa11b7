"""The configuration of a run and of each of its files: the nearest one holds, whatever the order of the paths.

What is about the whole run comes from the configuration that the caller names, else from that of the current folder.
Every configuration is checked as soon as it is found. Nothing heavy is imported before there is a file to read.
"""

from __future__ import annotations

import os

from lstm_lint.run import files
from lstm_lint.settings.config import ConfigError, ConfigFile, Nearest, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any

    from lstm_lint.findings import Finding
    from lstm_lint.settings.settings import Settings

_SELECTING = ("select", "extend_select", "ignore")


class Configurations:
    """Those of one run; `given` are the options of the command line, `say` gets lines for stderr."""

    def __init__(self, given: Mapping[str, Any], say: Callable[[str], None]) -> None:
        """Raises ConfigError, as every method does."""
        self.given = given
        self._say = say
        self._nearest = Nearest()
        self._only = bool(given.get("config") or given.get("isolated"))  # no other is looked for
        self._met: dict[int, ConfigFile] = {}
        self._settings: dict[int, Settings] = {}
        self._of_folders: dict[str, Settings] = {}  # the same, by what is asked: for each file and finding
        self._excluded: dict[int, files.Excluded] = {}
        self._unknown: list[
            tuple[str, str, str]
        ] = []  # option, selector, and why no configuration knows it yet
        self._heard: set[str] = set()  # files whose keys about a run have their say, or are said to have none
        self.run: ConfigFile | None = None
        if given.get("config"):
            self.run = read(given["config"], given.get("distrusted", ()))
        elif not self._only:
            self.run = self._nearest.at(os.path.abspath(os.curdir))
        if given.get("verbose"):
            say(f"settings from {self.run.path}" if self.run else "no config file: the defaults hold")
        if self.run is not None:
            self._heard.update(os.path.realpath(file.path) for file in self.run.chain)
        self._check_given()
        if self.run is not None:
            self._meet(self.run)

    def said(self, name: str, default: Any = None) -> Any:
        """What holds for the whole run: an option of that name, or else what its configuration says."""
        if self.given.get(name) is not None:
            return self.given[name]
        said = self.run.said(name.replace("_", "-")) if self.run is not None else None
        return default if said is None else said

    @property
    def met(self) -> list[str]:
        """The paths of the configurations that hold for a file or folder asked for so far, with what they extend."""
        return sorted({file.path for one in self._met.values() for file in one.chain})

    def at(self, folder: str, names: Collection[str] | None = None) -> ConfigFile | None:
        """The configuration for the files of a folder; `names` are those of all that lies in it, if they are known."""
        if self._only:
            return self.run
        found = self._nearest.at(os.path.abspath(folder), names)
        if found is not None and id(found) not in self._met:
            self._meet(found)
        return found

    def of(self, path: str) -> Settings:
        """The settings of a file. Its plug-ins are imported: also raises PluginError."""
        folder = os.path.dirname(path)
        settings = self._of_folders.get(folder)
        if settings is not None:
            return settings
        found = self.at(folder)
        settings = self._settings.get(id(found))
        if settings is None:
            from lstm_lint.settings.load import load

            settings = self._settings[id(found)] = load(found, self._given_for(found), run=self.run)
            settings.take_effect()
        self._of_folders[folder] = settings
        return settings

    def lists(self, finding: Finding) -> bool:
        """Whether a finding is listed; advice is only counted, unless the settings of its file ask for it."""
        return self.of(finding.path).lists(finding)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the run fail."""
        return self.of(finding.path).fails(finding)

    def rules_of(self, path: str) -> frozenset[str]:
        """The codes of the rules that are on in a file."""
        return frozenset(rule.code for rule in self.of(path).for_path(path).rules)

    def excluded(self, folder: str, names: Collection[str] | None = None) -> files.Excluded:
        """What is left out in a folder."""
        found = self.at(folder, names)
        if id(found) not in self._excluded:
            self._excluded[id(found)] = files.Excluded(*self._patterns(found))
        return self._excluded[id(found)]

    def finding(self) -> dict[str, Any]:
        """What `files.find` is told."""
        isolated = bool(self.given.get("isolated"))
        return {
            "excluded": self.excluded,
            "force_exclude": self.said("force_exclude", False),
            "respect_gitignore": not isolated and self.said("respect_gitignore", True),
            "skip_environments": not isolated,
        }

    def all_found(self) -> None:
        """Every file is found: a selector of the command line that no configuration knows is an error now."""
        for option, _, why in self._unknown:
            raise ConfigError(f"--{option.replace('_', '-')}: {why}")

    def settle(self) -> None:
        """Every file is read: from now on the rules of all of them are known, for what is said of their findings."""
        if self._settings:
            from lstm_lint.rulebook import plugins

            folders = dict.fromkeys(path for one in self._settings.values() for path in one.rule_paths)
            plugins.use_local(tuple(folders), run=not self.given.get("no_project_rules"), mixed=True)
            for name in plugins.left_out if not self.given.get("quiet") else ():
                self._say(f"plug-in {name} is part of what is linted: --isolated leaves it out")

    def _patterns(self, found: ConfigFile | None) -> list[tuple[tuple[str, ...], str]]:
        """Lists of patterns, each with the folder that they count from."""
        here = os.path.abspath(os.curdir)
        root = found.folder if found is not None else here
        given = (*(self.given.get("exclude") or ()), *(self.given.get("extend_exclude") or ()))
        chain = found.chain if found is not None else ()
        more = [pattern for file in chain for pattern in file.section.get("extend-exclude", ())]
        if self.given.get("exclude"):
            own = more
        else:
            exclude = found.said("exclude") if found is not None else None
            own = [*(files.DEFAULT_EXCLUDE if exclude is None else exclude), *more]
        return [((*own, *given), root)] if root == here else [(tuple(own), root), (given, here)]

    def _meet(self, found: ConfigFile) -> None:
        from lstm_lint.settings import keys, valid

        self._met[id(found)] = found
        distrusted = self.given.get("distrusted", ())
        valid.check(found, distrusted)
        if found is self.run:
            return
        if self.given.get("verbose"):
            self._say(f"settings from {found.path} for the files below it")
        if self._unknown:
            names = valid.Names(valid.rule_paths(found), distrusted)
            self._unknown = [one for one in self._unknown if names.unknown(one[1]) is not None]
        if not self.given.get("quiet"):
            self._say_what_has_no_effect(found, [key.name for key in keys.KEYS if key.of_run])

    def _say_what_has_no_effect(self, found: ConfigFile, of_run: list[str]) -> None:
        for file in found.chain:
            vain = [f"`{key}`" for key in of_run if key in file.section]
            path = os.path.realpath(file.path)
            if vain and path not in self._heard:
                self._heard.add(path)
                has, them = ("has", "it is") if len(vain) == 1 else ("have", "they are")
                where = "set in the current folder, or in the file that --config names"
                self._say(
                    f"{file.path}: {', '.join(vain)} {has} no effect here: {them} about a whole run, {where}"
                )

    def _check_given(self) -> None:
        """A selector that the configuration of the run does not know may be a rule of another."""
        if not any(self.given.get(option) for option in (*_SELECTING, "keras")):
            return
        from lstm_lint.settings import valid

        names = valid.Names(valid.rule_paths(self.run) if self.run else (), self.given.get("distrusted", ()))
        valid.check_given({"keras": self.given.get("keras")}, names)
        for option in _SELECTING:
            for selector in dict.fromkeys(self.given.get(option) or ()):
                if (why := names.unknown(selector)) is not None:
                    self._unknown.append((option, selector, why))

    def _given_for(self, found: ConfigFile | None) -> dict[str, Any]:
        """The options, without selectors of rules that only other files have."""
        given = dict(self.given)
        if any(given.get(option) for option in _SELECTING):
            from lstm_lint.settings import valid

            names = valid.Names(valid.rule_paths(found) if found else (), given.get("distrusted", ()))
            for option in _SELECTING:
                if given.get(option) is not None:
                    given[option] = tuple(one for one in given[option] if names.unknown(one) is None)
        return given
