"""The options of `check`, each stated once: the quick reading of a command line and the typer command both go by it.

The quick reading imports nothing that Python has not loaded: most runs are hooks that find nothing to read, and typer
alone costs five times that.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Literal, NoReturn

    Kind = Literal["flag", "value", "list", "optional"]

PROJECT_RULES = "LSTM_LINT_PROJECT_RULES"  # the environment variable that says `off`
COMMANDS = ("check", "rule", "model", "data", "smoke", "config", "init", "clean", "server", "scan")
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "html")


class Option:
    """One option. A `list` may be repeated and comma separated; a `flag` takes no value, an `optional` only by `=`.

    `variable`: the environment variable that says the same where the option is not given.
    """

    __slots__ = ("choices", "flags", "help", "kind", "metavar", "name", "variable")

    def __init__(
        self,
        flags: str,
        kind: Kind,
        help: str,
        metavar: str = "",
        choices: tuple[str, ...] = (),
        variable: str = "",
    ) -> None:
        self.flags = tuple(flags.split())
        self.kind = kind
        self.help = f"{help} [{variable}]" if variable else help
        self.variable = variable
        self.metavar = "|".join(choices) or metavar
        self.choices = choices
        self.name = self.flags[-1].lstrip("-").replace("-", "_")


CONFIG = Option("--config", "value", "Take the settings from this file.", "FILE", variable="LSTM_LINT_CONFIG")
SELECTION = (
    Option(
        "--select",
        "list",
        "Only these rules: codes, prefixes of codes such as LL2, names or groups.",
        "RULES",
    ),
    Option("--extend-select", "list", "These rules as well.", "RULES"),
    Option("--ignore", "list", "Not these rules.", "RULES"),
    Option(
        "--profile",
        "value",
        "strict lists advice as well, pedantic also what is rarely worth a change.",
        choices=("default", "strict", "pedantic"),
        variable="LSTM_LINT_PROFILE",
    ),
    Option(
        "--fail-on",
        "value",
        "The lowest severity that makes the exit code 1 (default: warning).",
        choices=("error", "warning", "advice", "never"),
        variable="LSTM_LINT_FAIL_ON",
    ),
    Option("--fail-on-unread", "flag", "Exit code 1 also where a recurrent layer could not be read."),
    Option(
        "--keras",
        "value",
        "The Keras version that the files are for (default: auto).",
        "auto|2|3|X.Y",
        variable="LSTM_LINT_KERAS",
    ),
    CONFIG,
)
TRUST = (
    Option(
        "--isolated",
        "flag",
        "Take nothing from the linted tree but its code: no configuration, rules, plug-ins, suppressions, .gitignore.",
    ),
    Option(
        "--no-project-rules",
        "flag",
        f"Do not run the checks that `rule-paths` names; {PROJECT_RULES}=off does the same.",
    ),
)
SUPPRESSIONS = Option("--ignore-suppressions", "flag", "Report what comments in the files silence as well.")
CACHE_DIR = Option(
    "--cache-dir",
    "value",
    "Where the cache is (default: the user's folder for caches); LSTM_LINT_CACHE_DIR does the same.",
    "DIR",
)
OUTPUT_FORMAT = Option(
    "--output-format",
    "value",
    "How findings are printed (default: text).",
    choices=FORMATS,
    variable="LSTM_LINT_OUTPUT_FORMAT",
)
DATA = Option(
    "--data",
    "optional",
    "Look at the files that the script reads, of another folder with --data=DIR; no value of a row is shown.",
    "DIR",
)
EVIDENCE = (
    Option(
        "--smoke-budget",
        "value",
        "With smoke training: processor seconds for each file, as estimated (default: 120).",
        "SECONDS",
    ),
    Option(
        "--engine",
        "value",
        "What smoke training trains with (default: NumPy where it can, else TensorFlow).",
        choices=("numpy", "tensorflow", "both"),
    ),
    Option("--smoke-gate", "flag", "With smoke training: a finding that it refutes does not fail the run."),
    Option("--device", "value", "Where smoke training runs (default: cpu).", choices=("cpu", "gpu")),
)
CHECK = (
    *SELECTION,
    *TRUST,
    SUPPRESSIONS,
    Option("--fix", "flag", "Write safe fixes into the files and report what is left."),
    Option("--interactive", "flag", "Show each fix and ask whether to write it."),
    Option(
        "--unsafe-fixes",
        "flag",
        "With --fix, --interactive or --diff: unsafe fixes as well, which may change results; read the diff.",
    ),
    Option("--diff", "flag", "Show what --fix would change, and change nothing."),
    Option("--exit-non-zero-on-fix", "flag", "Exit code 1 also where everything found was fixed."),
    Option(
        "--add-noqa",
        "optional",
        "Write comments that silence the findings, with this reason if one is given.",
        "REASON",
    ),
    Option("--since", "value", "Only what is on lines that changed since the merge base with it.", "REV"),
    Option("--baseline", "value", "Leave out the findings that this file knows.", "FILE"),
    Option(
        "--write-baseline", "flag", "Write what is found into the baseline: only new findings count then."
    ),
    Option("--prune-baseline", "flag", "Remove from the baseline what is gone."),
    OUTPUT_FORMAT,
    Option("--output-file", "value", "Print findings into this file.", "FILE"),
    Option("--statistics", "flag", "Count the findings of each rule."),
    Option("--exclude", "list", "Leave out these files and folders, instead of the built-in list.", "GLOBS"),
    Option("--extend-exclude", "list", "Leave out these files and folders as well.", "GLOBS"),
    Option("--force-exclude", "flag", "Leave excluded files out even where the command line names them."),
    Option("--stdin-filename", "value", "The name of what `-` reads from standard input.", "FILE"),
    DATA,
    Option("--smoke", "flag", "Train rebuilt models for seconds, and say which findings are real."),
    *EVIDENCE,
    Option("--watch", "flag", "Lint again whenever a file or its configuration changes, until Ctrl-C."),
    Option("--show-files", "flag", "Print the files that would be linted, and lint none."),
    Option(
        "--jobs",
        "value",
        "Processes that read files (default: as many as cores).",
        "N",
        variable="LSTM_LINT_JOBS",
    ),
    Option("--no-cache", "flag", "Neither use nor write the cache."),
    CACHE_DIR,
    Option(
        "--unfinished",
        "value",
        "What becomes of a file that takes too long or too much memory (default: error).",
        choices=("error", "finding"),
    ),
    Option("-q --quiet", "flag", "Print findings only."),
    Option("-v --verbose", "flag", "Say more: the config in use, skipped files, details of internal errors."),
)
DATA_OF = (
    DATA,
    Option("--no-cache", "flag", "Neither use nor write the cache."),
    CACHE_DIR,
    *TRUST,
    CONFIG,
)
SMOKE = (
    *SELECTION,
    *TRUST,
    SUPPRESSIONS,
    DATA,
    *EVIDENCE,
    Option("--plan-only", "flag", "Say what would be trained for which finding, and train nothing."),
    Option(
        "--keras-check",
        "flag",
        "Build what was read with Keras, and show both summaries: exit code 0 equal, 1 different, 2 not buildable.",
    ),
    Option("--plot", "value", "Draw loss and gradient norm of both arms into this folder.", "DIR"),
    OUTPUT_FORMAT,
    Option("--output-file", "value", "Print findings into this file.", "FILE"),
    Option("-q --quiet", "flag", "Print findings only, and no progress."),
    Option("-v --verbose", "flag", "Say more: what was put in place of what is not known."),
)

SCAN = (
    *SELECTION,
    *TRUST,
    SUPPRESSIONS,
    Option(
        "--output-file",
        "value",
        "Write the rows into this file, .jsonl or .parquet (default: JSON lines on standard output).",
        "FILE",
    ),
    Option("--page", "value", "Write a summary page into this file (lstm-lint[report]).", "FILE.html"),
    Option("--against", "value", "Compare with the rows of an earlier scan on the page.", "FILE"),
    Option(
        "--store",
        "value",
        "Keep results here: a second scan reads only what changed, and goes on where the first ended.",
        "DIR",
    ),
    Option(
        "--engine",
        "value",
        "What works through the files (default: processes of this machine).",
        choices=("local", "dask"),
    ),
    Option("--workers", "value", "Processes of this machine (default: as many as cores).", "N"),
    Option("--scheduler", "value", "The address of a Dask cluster, such as tcp://host:8786.", "ADDRESS"),
    Option("--batch", "value", "Files that a process reads at a time (default: 200; with --smoke 10).", "N"),
    Option("--smoke", "flag", "Train rebuilt models for seconds, and say which findings are real."),
    *(one for one in EVIDENCE if one.name in ("smoke_budget", "device")),
    Option("-q --quiet", "flag", "No progress."),
)

SERVER = (
    *TRUST,
    Option("--stdio", "flag", "Speak on standard input and output, as it does anyway: editors say so."),
)


def read_server(arguments: Sequence[str]) -> dict[str, Any] | None:
    """The options of a plain `server`, or None where this is something else: typer takes a fifth of its start."""
    flags = {flag: option.name for option in SERVER for flag in option.flags}
    if arguments[:1] != ["server"] or not set(arguments[1:]) <= set(flags):
        return None
    return {flags[flag]: True for flag in arguments[1:]}


def read_quickly(arguments: Sequence[str]) -> tuple[list[str], dict[str, Any]] | None:
    """Paths and given options of a `check`, or None where anything is not plain: then typer reads it, and explains."""
    if arguments and arguments[0] in COMMANDS:
        if arguments[0] != "check":
            return None
        arguments = arguments[1:]
    by_flag = {flag: option for option in CHECK for flag in option.flags}
    paths: list[str] = []
    given: dict[str, Any] = {}
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            paths += rest
        elif argument == "-" or not argument.startswith("-"):
            paths.append(argument)
        else:
            flag, separator, value = argument.partition("=")
            option = by_flag.get(flag)
            if option is None or not _take(given, option, value if separator else None, rest):
                return None
    return paths, given


def trusting(given: dict[str, Any], paths: Iterable[str], table: Iterable[Option] = CHECK) -> dict[str, Any]:
    """The options with what the environment adds, and under `--isolated` with the folders that bring no plug-in along.

    `table`: the options that the command has. Raises ConfigError.
    """
    given = {**given, **_from_environment(one for one in table if one.name not in given)}
    if _project_rules_are_off():
        given["no_project_rules"] = True
    if given.get("isolated"):
        from lstm_lint.source import repository

        given["distrusted"] = repository.trees(paths)
    return given


def _from_environment(table: Iterable[Option]) -> dict[str, Any]:
    """The options that environment variables give."""
    said = {one: os.environ[one.variable] for one in table if os.environ.get(one.variable)}
    for option, value in said.items():
        if option.choices and value not in option.choices:
            _refuse(f"{option.variable}: write one of {', '.join(option.choices)}, not {value!r}")
    return {option.name: value for option, value in said.items()}


def _project_rules_are_off() -> bool:
    said = os.environ.get(PROJECT_RULES, "").strip().lower()
    if said not in ("", "on", "off"):
        _refuse(f"{PROJECT_RULES}: write on or off, not {said!r}")
    return said == "off"


def _refuse(why: str) -> NoReturn:
    from lstm_lint.settings.config import ConfigError

    raise ConfigError(why)


# Options that do nothing unless one of the others is given, and what they are good for.
_NEEDED = {
    "unsafe_fixes": ("fix", "interactive", "diff"),
    "exit_non_zero_on_fix": ("fix", "interactive", "add_noqa"),
    "smoke_budget": ("smoke",),
    "smoke_gate": ("smoke",),
    "device": ("smoke",),
    "engine": ("smoke",),
}
# Options that others leave nothing to do.
_UNDONE = {
    "diff": ("output_format", "output_file", "statistics", "smoke", "fail_on_unread", "exit_non_zero_on_fix"),
    "write_baseline": ("output_format", "output_file", "statistics", "smoke", "fail_on_unread"),
    "interactive": ("fix", "jobs"),
    "no_cache": ("cache_dir",),
}
_UNDONE_BY_STDIN = ("jobs", "cache_dir")


def without_effect(given: dict[str, Any], *, stdin: bool, document: str | None) -> Iterator[str]:
    """A line for each option that was given for nothing; `document` is an output format that no line may follow."""
    for name, others in _NEEDED.items():
        if given.get(name) and not any(given.get(other) is not None for other in others):
            *most, last = [_flag(other) for other in others]
            needs = f"{', '.join(most)} or {last}" if most else last
            yield f"{_flag(name)} has no effect without {needs}"
    for other, names in _UNDONE.items():
        if given.get(other):
            yield from (
                f"{_flag(name)} has no effect beside {_flag(other)}" for name in names if given.get(name)
            )
    if stdin:
        yield from (f"{_flag(name)} has no effect with -" for name in _UNDONE_BY_STDIN if given.get(name))
    elif given.get("stdin_filename"):
        yield "--stdin-filename has no effect without -"
    ends = given.get("diff") or given.get("write_baseline")
    if given.get("statistics") and document and not ends:
        yield f"--statistics has no effect with --output-format {document}"


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def split(values: Sequence[str]) -> tuple[str, ...]:
    """The items of a repeated, comma separated option."""
    return tuple(item.strip() for value in values for item in value.split(",") if item.strip())


def _take(given: dict[str, Any], option: Option, value: str | None, rest: Any) -> bool:
    if option.kind == "flag":
        given[option.name] = True
        return value is None
    if option.kind == "optional":
        value = value or ""
    value = next(rest, None) if value is None else value
    if value is None or (option.choices and value not in option.choices):
        return False
    given[option.name] = (*given.get(option.name, ()), *split([value])) if option.kind == "list" else value
    return True
