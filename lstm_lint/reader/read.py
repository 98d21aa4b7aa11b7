"""Reading one source: parse, walk every path, put the models together."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from lstm_lint.findings import Span
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.reader.assemble import Assembler
from lstm_lint.reader.places import Places
from lstm_lint.reader.siblings import Finder, Siblings
from lstm_lint.reader.statements import MAX_FORKS
from lstm_lint.reader.unplaced import unplaced
from lstm_lint.reader.walk import Walk
from lstm_lint.script import Configured, Known, Model, OneOf, Script, SyntaxProblem
from lstm_lint.source.source import Source, blank_cell

_PYTHON_2 = re.compile(
    r"^[ \t]*(?:print[ \t]+[\w\"'(%]|exec[ \t]+[\"'\w]|except[ \t]+[\w.()]+[ \t]*,[ \t]*\w+[ \t]*:"
    r"|raise[ \t]+\w+[ \t]*,)"
    r"|<>|\bur\"",
    re.MULTILINE,
)

_REGISTERS = re.compile(r"custom_object|register_keras_serializable")


def read(source: Source, target: KerasTarget, find: Finder | None = None) -> Script:
    """What the source says of its models. Never raises on what a user can write; what does not parse is a problem.

    `find` gives the source of a module of the same project, for what is imported from there.
    """
    module, problems, text = _parse(source)
    if module is None:
        return Script(source.path, target, syntax_problems=tuple(problems))
    places = Places(module, text, source.path)
    siblings = Siblings(find, places)
    paths = list(_paths(module, text, places, target, siblings))
    models = _distinct(paths)
    walk, assembler = paths[0][0], paths[0][1]
    together = "\n".join([text, *siblings.texts.values()])
    return Script(
        path=source.path,
        target=target,
        models=tuple(models),
        loose=assembler.loose(),
        never_read=assembler.never_read(),
        unread=(*walk.unread, *unplaced([path[0] for path in paths], models)),
        syntax_problems=tuple(problems),
        uses_gpu=walk.uses_gpu,
        transformations=tuple(walk.transformations),
        portions=tuple(walk.portions),
        class_weights=tuple(walk.class_weights),
        backend=walk.backend,
        paddings=assembler.freeze.paddings(),
        resets_states="reset_state" in together,
        names=tuple(walk.names.values()),
        registers_objects=_REGISTERS.search(together) is not None,
        siblings=tuple(siblings.texts),
    )


def _parse(source: Source) -> tuple[cst.Module | None, list[SyntaxProblem], str]:
    """The module; in a notebook without the cells that do not parse."""
    found, problem = _try_parse(source.text)
    if found is not None:
        return found, [], source.text
    assert problem is not None
    if not source.cells:
        return None, [problem], source.text
    problems: list[SyntaxProblem] = []
    lines = source.text.split("\n")
    for cell in source.cells:
        text = "\n".join(lines[cell.first_line - 1 : cell.first_line - 1 + cell.lines]) + "\n"
        if lines[cell.first_line - 2 : cell.first_line - 1] and lines[cell.first_line - 2].strip():
            text = lines[cell.first_line - 2] + "\n" + text  # an indented cell stands under `if True:`
        parsed, wrong = _try_parse(text)
        if parsed is None and wrong is not None:
            span = Span(cell.first_line, 1, cell.first_line, 1)
            line = cell.first_line + min(max(wrong.span.line - 1, 0), max(cell.lines - 1, 0))
            problems.append(replace(wrong, span=replace(span, line=line, end_line=line), cell=cell.number))
            source = blank_cell(source, cell.number)
    found, problem = _try_parse(source.text)
    if found is None and problem is not None:
        problems.append(problem)
    return found, problems, source.text


def _try_parse(text: str) -> tuple[cst.Module | None, SyntaxProblem | None]:
    try:
        return cst.parse_module(text), None
    except (cst.ParserSyntaxError, RecursionError, ValueError, cst.CSTValidationError, UnicodeError) as error:
        objection = _objection(text)
        line, column, message = objection or _mixed_indentation(text) or _place(error)
    last = text.count("\n") + 1
    line = min(max(line, 1), last)
    span = Span(line, max(column, 1), line, max(column, 1))
    return None, SyntaxProblem(span, message, python2=bool(_PYTHON_2.search(text)), runs=objection is None)


def _objection(text: str) -> tuple[int, int, str] | None:
    """Line, column and words of Python's own parser, which are better than libcst's; None where it does not object."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return error.lineno or 1, error.offset or 1, error.msg or "invalid syntax"
        except (RecursionError, ValueError, MemoryError) as error:
            return 1, 1, str(error).partition("\n")[0] or "too deeply nested"
    return None


def _mixed_indentation(text: str) -> tuple[int, int, str] | None:
    """Where tabs and spaces are first mixed: Python takes that as long as it is consistent, libcst does not."""
    mixed = re.search(r"^[ ]*\t+[ ]|^[ ]+\t", text, re.MULTILINE)
    if mixed is None:
        return None
    return text.count("\n", 0, mixed.start()) + 1, 1, "tabs and spaces are mixed in its indentation"


def _place(error: Exception) -> tuple[int, int, str]:
    """Line, column and words of libcst."""
    if not isinstance(error, cst.ParserSyntaxError):
        return 1, 1, str(error).partition("\n")[0] or "it cannot be parsed"
    words = error.message.partition("\n")[0]
    # `raw_line` is one too large for some errors; the message has it right: "error at 2:11: expected ..."
    stated = re.search(r"error at (\d+):(\d+)", words)
    line, column = (int(stated[1]), int(stated[2])) if stated else (error.raw_line, error.raw_column)
    return (
        line,
        column + 1,
        re.sub(r"^(?:\w+ error: )?(?:error at \d+:\d+: )?", "", words) or "invalid syntax",
    )


Path = tuple[Walk, Assembler, list[Model]]


def _paths(
    module: cst.Module, text: str, places: Places, target: KerasTarget, siblings: Siblings
) -> Iterator[Path]:
    """One walk for each way through the undecided conditions that build models.

    A condition that only functions and classes meet which nothing calls is decided in those alone: an alternative
    reads the module and them again, and nothing else.
    """
    waiting: list[tuple[dict[str, bool], frozenset[cst.CSTNode] | None]] = [({}, None)]
    building: dict[cst.CSTNode, bool] = {}
    done = 0
    while waiting and done < 2**MAX_FORKS:
        choices, only = waiting.pop(0)
        fixed = set(choices)
        walk = Walk(module, text, places, target, dict(choices), building, siblings, only)
        walk.run()
        assembler = Assembler(walk)
        yield walk, assembler, assembler.models()
        done += 1
        taken = dict(choices)
        for condition in walk.met:
            if condition not in fixed:
                homes = frozenset(home for home in walk.met_in[condition] if home is not None)
                whole = walk.leaks or None in walk.met_in[condition]
                waiting.append(({**taken, condition: not walk.choices[condition]}, None if whole else homes))
                taken[condition] = walk.choices[condition]


def _distinct(paths: list[Path]) -> list[Model]:
    """The models of all paths, each once; one that not every path has says on which it stands."""
    if len(paths) == 1:
        return paths[0][2]
    found: dict[object, Model] = {}
    seen: dict[object, set[int]] = {}  # the paths that it stands on
    for number, (walk, assembler, models) in enumerate(paths):
        for model in models:
            home = assembler.homes.get(model)
            key = _fingerprint(model)
            on = seen.setdefault(key, {number})
            on.add(number)
            if number == 0:
                on.update(at for at, (other, _, _) in enumerate(paths) if _left_alone(home, other))
            if key not in found:
                found[key] = replace(model, when=_when(walk, home))
    return [
        replace(model, when=None) if len(seen[key]) == len(paths) else model for key, model in found.items()
    ]


def _left_alone(home: cst.CSTNode | None, walk: Walk) -> bool:
    """Whether an alternative did not read again what makes a model, which is there on its path all the same."""
    return home is not None and walk.only is not None and home not in walk.only


def _when(walk: Walk, home: cst.CSTNode | None) -> str:
    met = [condition for condition in walk.met if walk.met_in[condition] & {home, None}] or walk.met
    parts = [condition if walk.choices[condition] else f"not ({condition})" for condition in met]
    return " and ".join(parts)


def _fingerprint(model: Model) -> object:
    layers = tuple(_signature(layer) for layer in model.layers)
    wires = tuple((id(first.place.node), id(second.place.node)) for first, second in model.wires)
    trainings = tuple(_signature(call) for call in (*model.compiles, *model.fits, *model.predictions))
    optimizers = tuple(_signature(call.optimizer) for call in model.compiles if call.optimizer is not None)
    return id(model.place.node), layers, wires, trainings, optimizers


def _signature(item: Configured) -> object:
    values = tuple(
        (name, repr(argument.value.value) if isinstance(argument.value, Known) and not _is_object(argument.value) else
         repr(argument.value.values) if isinstance(argument.value, OneOf) else "?")
        for name, argument in item.arguments.items()
        if argument.given
    )  # fmt: skip
    return id(item.place.node), values


def _is_object(value: Known) -> bool:
    if isinstance(value.value, Configured):
        return True
    return isinstance(value.value, (list, tuple)) and any(
        isinstance(item, Configured) for item in value.value
    )
