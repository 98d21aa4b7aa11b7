"""The process that lints one batch of a scan: one line of JSON in, one line of JSON out.

It has the limits of `check` for each file. It runs where the repository lies, and imports nothing from there.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from lstm_lint import __version__, lint
from lstm_lint.findings import Finding
from lstm_lint.output.places import placed
from lstm_lint.rulebook.plugins import PluginError
from lstm_lint.run.cache import Cache
from lstm_lint.run.cache_folder import Unusable
from lstm_lint.run.configurations import Configurations
from lstm_lint.run.files import FilesError
from lstm_lint.run.limits import Unfinished
from lstm_lint.run.report import Report
from lstm_lint.run.run import Run
from lstm_lint.run.workers import guarded
from lstm_lint.scan.rows import FINDING, failure, row
from lstm_lint.settings.config import ConfigError
from lstm_lint.settings.settings import Settings
from lstm_lint.source import repository
from lstm_lint.source.source import SourceError

Facts = Mapping[str, tuple[int, str, int | None]]  # of models by name: layers, recurrent classes, parameters


def main() -> int:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a plug-in prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent ends its children
    request = json.loads(sys.stdin.readline())
    out.write(json.dumps(answer(request)) + "\n")
    out.flush()
    return 0


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of a batch, and how many files were read and skipped."""
    name, given = request["repository"], dict(request["given"])
    if request["version"] != __version__:
        why = f"the worker has lstm-lint {__version__}, the scan is by {request['version']}: install the same"
        return {"rows": [failure(name, ".", why)], "files": 0, "read": 0, "skipped": 0, "mismatch": why}
    try:
        os.chdir(request["root"])
        if given.get("isolated"):
            given["distrusted"] = repository.trees(["."])
        report, configurations = _linted(request["paths"], given, request["store"])
        listed = [finding for finding in report.findings if configurations.lists(finding)]
        rows = _rows(name, report, listed, _facts(listed, configurations))
    except OSError as error:
        return _none(name, f"cannot be read: {error.strerror or error}")
    except (ConfigError, FilesError, PluginError) as error:
        return _none(name, str(error))
    rows += [failure(name, path, why) for path, why in report.failures]
    return {"rows": rows, "files": report.files, "read": report.read, "skipped": report.skipped}


def _none(name: str, why: str) -> dict[str, Any]:
    return {"rows": [failure(name, ".", why)], "files": 0, "read": 0, "skipped": 0}


def _linted(paths: Sequence[str], given: dict[str, Any], store: str | None) -> tuple[Report, Configurations]:
    said: list[str] = []
    configurations = Configurations({**given, "quiet": True}, said.append)

    def opened() -> Cache | None:
        with suppress(Unusable):
            return Cache.open(store, ["."], keeps_all=True)
        return None

    run = Run(configurations, said.append, jobs=1, cache=opened if store is not None else None, found=True)
    report = run.over(paths)
    configurations.settle()
    if given.get("smoke"):
        from lstm_lint.command.evidence import add_evidence

        add_evidence(report, configurations, given, said.append)
    return report, configurations


def _rows(
    name: str, report: Report, listed: Sequence[Finding], facts: Mapping[str, Facts]
) -> list[dict[str, Any]]:
    found = []
    for one in placed(report, listed):
        finding = one.finding
        layers, recurrent, parameters = facts.get(finding.path, {}).get(
            finding.model or "", (None, None, None)
        )
        seen = finding.smoke.document() if finding.smoke is not None else {}
        found.append(
            row(
                kind=FINDING,
                repository=name,
                path=finding.path.replace(os.sep, "/"),
                cell=finding.cell,
                line=finding.line,
                column=finding.column,
                file_line=finding.file_line,
                severity=finding.severity.value,
                rule=finding.code,
                name=finding.name,
                message=finding.told,
                fingerprint=one.fingerprint,
                model=finding.model,
                layer=finding.layer,
                model_layers=layers,
                model_recurrent=recurrent,
                model_parameters=parameters,
                smoke=seen.get("verdict"),
                share_as_written=seen.get("share_as_written"),
                share_as_fixed=seen.get("share_as_fixed"),
            )
        )
    return found


def _facts(listed: Sequence[Finding], configurations: Configurations) -> dict[str, Facts]:
    """What was read of the models that findings name; such a file is read once more."""
    found: dict[str, Facts] = {}
    for path in dict.fromkeys(finding.path for finding in listed if finding.model):
        with suppress(OSError, SourceError, Unfinished):
            found[path] = guarded(_models, path, configurations.of(path).for_path(path))
    return found


def _models(path: str, settings: Settings) -> Facts:
    from lstm_lint.run.examine import source_of

    models = lint.script_of(source_of(path, None), settings).models
    return {
        one.name: (len(one.layers), ", ".join(layer.cls for layer in one.recurrent), one.parameters)
        for one in reversed(models)
    }


if __name__ == "__main__":
    sys.exit(main())
