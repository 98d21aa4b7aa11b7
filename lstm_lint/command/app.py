"""The commands as typer serves them: help, completion, words on wrong usage, and all but a plain `check`."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Annotated, Any

import typer

from lstm_lint import __version__
from lstm_lint.command import options, streams
from lstm_lint.command.check import check
from lstm_lint.command.exit import FOUND, WRONG, say
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.settings.config import ConfigError, ConfigFile, discover, read
from lstm_lint.settings.settings import Settings

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATHS]...", help='Files and folders (default: "."); - is standard input.'),
]


# Options that other linters have, and what they are called here.
_ELSEWHERE = {
    "--exit-zero": "--fail-on never",
    "--format": "--output-format",
    "--no-config": "--isolated",
    "--config-file": "--config",
    "--stdin": "-",
    "--show-settings": "lstm-lint config",
    "--list-rules": "lstm-lint rule --all",
}


def run(arguments: Sequence[str]) -> int:
    """Serves a command line and returns the exit code; one without a command is a `check`."""
    given = list(arguments)
    if given and given[0] not in (
        *options.COMMANDS,
        "--help",
        "-h",
        "--install-completion",
        "--show-completion",
    ):
        given = ["check", *given]
    optional = {flag for option in options.CHECK if option.kind == "optional" for flag in option.flags}
    given = [
        f"{word}=" if word in optional else word for word in given
    ]  # typer has no option with a value to leave out
    command = typer.main.get_command(_app())
    try:
        with streams.Guard():
            outcome = command.main(given or ["check"], prog_name="lstm-lint", standalone_mode=False)
    except SystemExit as stop:
        if "_LSTM_LINT_COMPLETE" not in os.environ and not any("-completion" in word for word in given[:1]):
            raise
        outcome = stop.code
    except Exception as error:
        if type(error).__name__ == "Abort":
            raise KeyboardInterrupt from None
        if not hasattr(error, "format_message"):
            raise
        say(f"error: {_one_line(error)}")
        return WRONG
    return int(outcome or 0)


def _one_line(error: Any) -> str:
    """What typer's own error says, in one line, with where to look."""
    said = " ".join(str(error.format_message()).split()).rstrip(".")
    if hasattr(error, "option_name") and error.option_name in _ELSEWHERE:
        said = f"there is no option `{error.option_name}`; write `{_ELSEWHERE[error.option_name]}`"
    elif hasattr(error, "possibilities") and hasattr(error, "option_name"):
        near = get_close_matches(error.option_name, error.possibilities or (), n=1, cutoff=0.0)
        said = f"there is no option `{error.option_name}`" + (f"; did you mean `{near[0]}`?" if near else "")
    path = getattr(getattr(error, "ctx", None), "command_path", "lstm-lint")
    return f"{said[:1].lower()}{said[1:]}; `{path} --help` lists the options"


def _app() -> typer.Typer:
    app = typer.Typer(
        name="lstm-lint",
        help="Reads Keras scripts and notebooks without running them and names what will keep a recurrent network from"
        " training. Without a command it is `check`.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=False,
    )
    app.callback()(_version)
    app.command("check")(_from_table(_check, options.CHECK))
    app.command("rule")(_from_table(_rule, (*options.TRUST, options.CONFIG)))
    app.command("model")(_from_table(_model, (*options.TRUST, options.CONFIG)))
    app.command("data")(_from_table(_data, options.DATA_OF))
    app.command("smoke")(_from_table(_smoke, options.SMOKE))
    app.command("scan")(_from_table(_scan, options.SCAN))
    app.command("config")(_from_table(_config, (*options.SELECTION, *options.TRUST)))
    app.command("init")(_init)
    app.command("clean")(_from_table(_clean, (options.CACHE_DIR,)))
    app.command("server")(_from_table(_server, options.SERVER))
    return app


def _version(
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Print the version.", is_eager=True)
    ] = False,
) -> None:
    if version:
        streams.write([f"lstm-lint {__version__}\n"])
        raise typer.Exit()


def _check(paths: Paths = None, **given: Any) -> int:
    """Lint files: the exit code is 0 without findings, 1 with findings, 2 where something went wrong."""
    return check(paths or [], _given(given, options.CHECK), say)


def _rule(
    code: Annotated[str, typer.Argument(metavar="CODE|NAME", help="The rule, such as LL203.")] = "",
    all: Annotated[bool, typer.Option("--all", help="Every rule.")] = False,
    search: Annotated[
        str, typer.Option("--search", metavar="WORDS", help="The rules whose page has all these words.")
    ] = "",
    output_format: Annotated[str, typer.Option(metavar="text|json|markdown")] = "text",
    **given: Any,
) -> int:
    """Say what a rule means; the rules of the project in the current folder are known."""
    from lstm_lint.output import terminal_width, wants_color
    from lstm_lint.output.rule import FORMATS, render_list, render_rule, render_terminal
    from lstm_lint.rulebook import rulebook
    from lstm_lint.settings.load import load

    _choice("--output-format", output_format, FORMATS)
    table = (*options.TRUST, options.CONFIG)
    chosen = options.trusting(_given(given, table), ["."], table)
    load(_config_file(chosen, "."), chosen)
    if [all, bool(code), bool(search)].count(True) != 1:
        raise ConfigError(
            "name one rule, such as `lstm-lint rule LL203`, or write `lstm-lint rule --all` or `--search WORDS`"
        )
    if all:
        streams.write(render_list(rulebook.rules(), output_format))
        return 0
    if search:
        found = rulebook.search(search)
        if not found:
            raise ConfigError(f"no rule page has {search!r}; `lstm-lint rule --all` lists them")
        streams.write(render_list(found, output_format))
        return 0
    from lstm_lint.watch import pages  # of what a training alone shows

    rule = rulebook.find(code) or pages.find(code)
    if rule is None:
        near = rulebook.did_you_mean(code, (word for r in rulebook.rules() for word in (r.code, r.name)))
        raise ConfigError(f"there is no rule {code!r}{near}; `lstm-lint rule --all` lists them")
    if output_format == "text" and (width := terminal_width(sys.stdout)) is not None:
        streams.page(render_terminal(rule, width=width, color=wants_color(sys.stdout)))
    else:
        streams.write(render_rule(rule, output_format))
    return 0


def _model(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A script or notebook.")],
    keras: Annotated[
        str | None,
        typer.Option(metavar="auto|2|3|X.Y", help="The Keras version it is for (default: as set, or auto)."),
    ] = None,
    output_format: Annotated[str, typer.Option(metavar="text|json|mermaid")] = "text",
    **given: Any,
) -> int:
    """Show what was read of the models in a file: layers, shapes, parameters, compile, fit."""
    from lstm_lint.command.model import model
    from lstm_lint.settings.load import load

    _choice("--output-format", output_format, ("text", "json", "mermaid"))
    table = (*options.TRUST, options.CONFIG)
    chosen = options.trusting(_given(given, table), [file, "."], table)
    settings = load(_config_file(chosen, file), {**chosen, "keras": keras}).for_path(file)
    lines, whole = model(file, settings, output_format, sys.stdout, say)
    streams.write(lines)
    return 0 if whole else FOUND


def _data(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A script or notebook.")],
    output_format: Annotated[str, typer.Option(metavar="text|json")] = "text",
    values: Annotated[bool, typer.Option("--values", help="Show the names of classes.")] = False,
    **given: Any,
) -> int:
    """Show what the files hold that a script reads: no value of a row but the smallest and largest of each column."""
    from lstm_lint.command.data import data
    from lstm_lint.output.data import FORMATS

    _choice("--output-format", output_format, FORMATS)
    return data(file, output_format, values, _given(given, options.DATA_OF), say)


def _smoke(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A script or notebook.")],
    arrays: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--arrays",
            metavar="X.npy Y.npy",
            help="The arrays that `fit` receives: train on these, and compare them.",
        ),
    ] = None,
    **given: Any,
) -> int:
    """Rebuild the models of a file, train them for seconds as written and as fixed, and confirm or refute findings."""
    from lstm_lint.command.smoke import smoke

    return smoke(file, arrays, _given(given, options.SMOKE), say)


def _scan(
    folders: Annotated[list[str], typer.Argument(metavar="FOLDERS...", help="Folders with repositories.")],
    **given: Any,
) -> int:
    """Lint every repository below the folders: a row for each finding, a summary page, on a cluster if you have one."""
    from lstm_lint.command.scan import scan

    return scan(folders, _given(given, options.SCAN), say)


def _config(
    path: Annotated[
        str, typer.Argument(metavar="[PATH]", help="The file or folder that is to be linted.")
    ] = ".",
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of the config file.")
    ] = False,
    **given: Any,
) -> int:
    """Show the settings in effect, where they are from, and why each rule is on or off."""
    table = (*options.SELECTION, *options.TRUST)
    chosen = options.trusting(_given(given, table), [path, "."], table)
    if schema:
        from lstm_lint.settings.schema import json_schema
        from lstm_lint.source.printable import json_document

        for name in _given(given, [one for one in options.SELECTION if one is not options.CONFIG]):
            say(f"--{name.replace('_', '-')} has no effect with --schema")
        streams.write([json_document(json_schema(_config_file(chosen, path), chosen.get("distrusted", ())))])
        return 0
    from lstm_lint.output.settings import render_settings
    from lstm_lint.settings.load import load

    run = _config_file(chosen, ".")
    settings = load(_config_file(chosen, path), chosen, run=run)
    target = _linted_for(path, settings)
    streams.write(render_settings(settings, path, run.path if run is not None else None, target))
    return 0


def _linted_for(path: str, settings: Settings) -> KerasTarget | None:
    """The Keras versions that a file is linted for; None for a folder, and where that takes what is not read."""
    from lstm_lint.command.version import version
    from lstm_lint.run import files

    if not path.lower().endswith(files.SUFFIXES) or not os.path.isfile(path):
        return None
    return version(path, settings, say)


def _config_file(given: dict[str, Any], path: str) -> ConfigFile | None:
    """The config that the user names, else the one of the tree, unless nothing is to be taken from that."""
    if "config" in given:
        return read(given["config"], given.get("distrusted", ()))
    return None if given.get("isolated") else discover(path)


def _init(
    folder: Annotated[str, typer.Argument(metavar="[FOLDER]", help="Where the project begins.")] = ".",
) -> int:
    """Write a commented lstm-lint.toml that names every setting."""
    from lstm_lint.command.init import init

    say(f"wrote {init(folder)}; everything in it is commented out")
    return 0


def _clean(**given: Any) -> int:
    """Remove the cache: all that lstm-lint wrote into its folder, and nothing else."""
    from lstm_lint.run import cache, cache_folder

    where = cache_folder.location(_given(given, (options.CACHE_DIR,)).get("cache_dir"))
    try:
        gone = where is not None and cache.clean(where)
    except cache_folder.Unusable as error:
        raise ConfigError(f"{where} is no cache of lstm-lint: {error}") from error
    except OSError as error:
        raise ConfigError(f"{where}: cannot be removed: {error.strerror or error}") from error
    say(f"removed the cache in {where}" if gone else f"there is no cache{f' in {where}' if where else ''}")
    return 0


def _server(**given: Any) -> int:
    """Serve an editor: findings, shapes and fixes over the language server protocol (lstm-lint[server])."""
    from lstm_lint.command.server import server

    return server(_given(given, options.SERVER))


def _from_table(function: Callable[..., int], table: Sequence[options.Option]) -> Callable[..., int]:
    """The function with a typer option for each row of the table in place of its `**given`."""

    def command(**values: Any) -> int:
        return function(**values)

    hints = inspect.get_annotations(function, eval_str=True)
    own = [p.replace(annotation=hints[p.name]) for p in inspect.signature(function).parameters.values()]
    own = [p.replace(kind=p.KEYWORD_ONLY) for p in own if p.kind is not p.VAR_KEYWORD]
    rows = [
        inspect.Parameter(
            option.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_annotation(option)
        )
        for option in table
    ]
    signature = inspect.Signature([*own, *rows])
    command.__signature__ = signature  # type: ignore[attr-defined]
    command.__annotations__ = {name: p.annotation for name, p in signature.parameters.items()}
    command.__doc__ = function.__doc__
    return command


def _annotation(option: options.Option) -> Any:
    kind: Any = {"flag": bool | None, "value": str | None, "list": list[str] | None}.get(
        option.kind, str | None
    )
    metavar = option.metavar or None
    return Annotated[kind, typer.Option(*option.flags, help=option.help, show_default=False, metavar=metavar)]


def _given(values: dict[str, Any], table: Sequence[options.Option]) -> dict[str, Any]:
    """The options that were given, as `options.read_quickly` has them."""
    given: dict[str, Any] = {}
    for option in table:
        value = values.get(option.name)
        if value in (None, False, [], ()):
            continue
        if option.choices:
            _choice(option.flags[-1], value, option.choices)
        given[option.name] = options.split(value) if option.kind == "list" else value
    return given


def _choice(flag: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        near = get_close_matches(value, choices, n=1)
        meant = f"; did you mean `{near[0]}`?" if near else ""
        raise ConfigError(f"{flag} {value}: write one of {', '.join(choices)}{meant}")
