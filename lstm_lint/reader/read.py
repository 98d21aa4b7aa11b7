"""Reading one source: parse, walk every path, put the models together."""

from __future__ import annotations

import os
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from lstm_lint import nodes as cst
from lstm_lint.ir.details import Reading
from lstm_lint.ir.profile import Profile
from lstm_lint.ir.records import dataclass, replace
from lstm_lint.keras_api.project_pins import called_scaled_in
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.reader.abstract.control import Again
from lstm_lint.reader.abstract.record import Record
from lstm_lint.reader.abstract.registry import Registry
from lstm_lint.reader.abstract.values import Built, Transformer
from lstm_lint.reader.assembly.assemble import Assembler
from lstm_lint.reader.assembly.spelled_as_before import spelled_as_before
from lstm_lint.reader.assembly.unplaced import unplaced
from lstm_lint.reader.assembly.written import Written
from lstm_lint.reader.interpreter.machine import MAX_PATHS, Choices, Draw, Machine
from lstm_lint.reader.interpreter.python import PYTHON
from lstm_lint.reader.libraries.keras.closures import hidden
from lstm_lint.reader.libraries.registry import REGISTRY, with_plugins
from lstm_lint.reader.tree.modules import Finder, Siblings
from lstm_lint.reader.tree.parse import parse
from lstm_lint.reader.tree.places import Places
from lstm_lint.reader.tree.syntax import Facts
from lstm_lint.script import Configured, Known, Model, OneOf, Place, Script, Unfitted, Unread
from lstm_lint.source.shown import shown_columns
from lstm_lint.source.source import Source

if TYPE_CHECKING:
    from lstm_lint.reader.libraries.plugged import Plugin

_WRITES = re.compile(r"\bdumps?\(|\bsave(?:z|txt)\b|\b(?:np|numpy)\.save|\.to_(?:csv|json|pickle)\b|\.write")
# What it finds begins with one of these: looking for them takes a fiftieth of the time.
_MAY_WRITE = (
    ".write",
    "dump",
    "savez",
    "savetxt",
    "np.save",
    "numpy.save",
    ".to_csv",
    ".to_json",
    ".to_pickle",
)
_MENDS = (
    "isna", "isnull", "is_nan", "notna", "notnull", "isfinite", "masked_invalid", "fillna", "fill_n", "fill_missing",
    "fill_gap", "dropna", "drop_n", "interpol", "ffill", "bfill", "backfill", "nan_to_num", "mpute", "nanme",
)  # fmt: skip
_REGISTERS = ("get_custom_objects", "custom_object_scope", "CustomObjectScope", "register_keras_serializable")
_MAY_ADAPT = ("adapt", "set_weights", "set_vocabulary", "load_vocabulary")
_ADAPTS = re.compile(r"\b(?:adapt|set_weights|set_vocabulary|load_vocabulary)\b")
_ADDS_LOSS = ("add_loss", "egulariz", "train_step", "compute_loss", "self.losses")
# Where something is fitted, and what: `scaler.fit(`.
_FITS = re.compile(
    r"([\w\])]{1,80})\s{0,9}\.\s{0,9}(?:partial_)?fit(?:_transform|_on_texts|_on_sequences)?\s*\("
)


def read(
    source: Source,
    target: KerasTarget,
    find: Finder | None = None,
    plugins: Sequence[Plugin] = (),
    *,
    assume: bool = True,
    profiles: Mapping[str, Profile] | None = None,
) -> Script:
    """What the source says of its models. Never raises on what a user can write; what does not parse is a problem.

    `find` gives the source of a module of the same project, for what is imported from there. `plugins` describe more
    libraries; what is wrong with one is raised as its own error says. `assume`: functions that nothing calls are read
    with the defaults of their parameters, else these are not known. `profiles`: of the files that it reads, by the key
    of the reading.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of invalid escapes in strings, which newer Pythons print
        registry = with_plugins(plugins) if plugins else REGISTRY
        return _read(source, target, find, registry, assume, profiles or {})


def _read(
    source: Source,
    target: KerasTarget,
    find: Finder | None,
    registry: Registry,
    assume: bool,
    profiles: Mapping[str, Profile],
) -> Script:
    tree, problems, text = parse(source)
    if tree is None:
        return Script(source.path, target, syntax_problems=tuple(problems))
    module = tree.module
    places = Places(tree, source.path)
    siblings = Siblings(find, places)
    paths = list(_paths(module, text, places, target, siblings, registry, assume, profiles))
    models = _distinct(paths)
    machine, assembler = paths[0][0], paths[0][1]
    record = machine.record
    together = "\n".join([text, *siblings.texts.values()])
    script = Script(
        path=source.path,
        target=target,
        models=tuple(models),
        loose=assembler.loose(),
        never_read=assembler.never_read(text),
        unread=(*record.unread, *_unplaced(paths, models)),
        syntax_problems=tuple(problems),
        uses_gpu=record.environment.uses_gpu,
        transformations=tuple(record.transformations),
        applications=tuple(found for found in record.applications.values() if found is not None),
        restored=tuple(one for path in paths for one in path[0].record.restored),
        inversions=tuple(one for path in paths for one in path[0].record.inversions),
        portions=tuple(record.portions),
        class_weights=tuple(record.class_weights),
        uninitialized=tuple((places.of(node), name) for node, name in record.initializers.items() if name),
        set_early=tuple((places.of(node), name) for node, name in record.set_early.items()),
        spelled=tuple((places.of(call), places.of(text)) for call, text in record.spelled.items()),
        adapts=_is_written(_ADAPTS, _MAY_ADAPT, together),
        unfitted=_unfitted(paths, together),
        numbered=tuple(record.numbered),
        refused_draws=tuple(record.refused_draws.values()),
        redrawn=tuple(record.redrawn),
        keeps_files=_is_written(_WRITES, _MAY_WRITE, together),
        loads=tuple(map(assembler.freeze.call, record.loads)),
        conversions=tuple(one for one in record.conversions if one.place.node not in record.converted),
        comparisons=tuple(one for path in paths for one in path[0].record.comparisons),
        largest=tuple(one for path in paths for one in path[0].record.largest),
        aims=tuple(record.aims.values()),
        repeated=tuple(one for path in paths for one in path[0].record.repeated.values()),
        fed_back=tuple(one for path in paths for one in path[0].record.fed_back.values()),
        restarted=tuple(assembler.freeze.configured(one) for one in dict.fromkeys(_restarted(record))),
        in_graphs=tuple(assembler.freeze.configured(one) for one, _, graph in record.steps if graph),
        subscripted=tuple((places.of(node), size) for node, size in record.subscripted.items()),
        cuts=tuple(record.cuts),
        misfits=tuple(record.misfits.values()),
        hidden=tuple(hidden(record)),
        misplaced=tuple(record.misplaced.values()),
        outside=tuple(record.outside.values()),
        unpacked=tuple(record.unpacked.values()),
        runs_eagerly=any(name in together for name in ("run_functions_eagerly", "run_eagerly")),
        refused=tuple(record.refused.values()),
        transcript=any(path[0].record.transcript for path in paths),
        slips=(
            *(
                one
                for path in paths
                for one in path[0].record.slips.values()
                if one.kind != "thrown-away"
                or not (assembler.written.is_tried(one.place.node) or source.displays(one.place.span))
            ),
            *assembler.prepared_in_vain(),
            *assembler.asked_untrained(),
        ),
        backend=record.environment.backend,
        shown=partial(shown_columns, source),
        called_scaled=partial(called_scaled_in, os.path.dirname(source.path)),
        spelled_as_before=spelled_as_before(text),
        is_written_once=partial(_is_written_once, text),
        paddings=assembler.freeze.paddings(),
        holds_out_in_vain=assembler.written.holds_out_in_vain,
        bodies_around=assembler.written.bodies_around,
        mends_gaps=partial(_mends_gaps, together),
        resets_states="reset_state" in together,
        adds_loss=any(name in together for name in _ADDS_LOSS),
        names=tuple(record.names.values()),
        registers_objects=any(name in together for name in _REGISTERS),
        assumed=any(machine.record.assumed for machine, _, _ in paths),
        siblings=tuple(siblings.texts),
        calls=tuple(map(assembler.freeze.called, record.calls.values())),
        sources=tuple(_sources(paths)),
        profiles=profiles,
    )
    for path in paths:
        path[0].forget()
    return script


Path = tuple[Machine, Assembler, list[Model]]


def _is_written_once(text: str, word: str) -> bool:
    found = re.findall(rf"\b{re.escape(word)}\b(\s+as\b)?", text)
    return found == [""]


def _mends_gaps(text: str) -> bool:
    return any(name in text for name in _MENDS)


def _is_written(expression: re.Pattern[str], words: Sequence[str], text: str) -> bool:
    """Whether a text has what the expression finds, which begins with one of these words."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            if expression.match(text, at):
                return True
            at = text.find(word, at + 1)
    return False


def _sources(paths: list[Path]) -> Iterator[tuple[Place, Reading]]:
    """The calls that read files, of all paths, each once for each way in which it reads."""
    found = {key: (path[0].record, one) for path in paths for key, one in path[0].record.readings.items()}
    for (node, _), (record, reading) in found.items():
        yield record.place(node), reading


def _restarted(record: Record) -> Iterator[Built]:
    """The optimizers that make one step each, of a model that is older than they are."""
    for optimizer, loops, _ in record.steps:
        trained = (network for network in record.networks if network.teaches)
        if 0 < optimizer.loops == loops and any(network.loops < loops for network in trained):
            yield optimizer


def _unfitted(paths: list[Path], text: str) -> tuple[Unfitted, ...]:
    """What no path fits, and no line of the program under the same name: `fit` of what is not known may be its."""
    records = [path[0].record for path in paths]
    used = [(node, tool, method) for record in records for node, (tool, method) in record.unfitted.items()]
    if not used:
        return ()
    fitted = {tool.node for record in records for tool in record.transformers if tool.settled}
    places = records[0].place
    found: dict[cst.CSTNode, Unfitted] = {}
    written_fits = Counter(_FITS.findall(text))
    others = Counter(_named(node, places) for node in {n for record in records for n in record.fitted})
    named = written_fits - others  # those of which it is not known what they fit
    for node, tool, method in used:
        layer = not isinstance(tool, Transformer)
        name = _named(node, places)
        unsure = name in named or not name.isidentifier()
        if not layer and (tool.node in fitted or unsure):
            continue
        found.setdefault(node, Unfitted(tool.cls, method, places(node), frozenset(tool.given), layer))
    return tuple(found.values())


def _named(node: cst.CSTNode, places: Callable[[cst.CSTNode], Place]) -> str:
    """The last name before the method: `scaler` of `self.scaler.transform(x)`."""
    function = node.func if isinstance(node, cst.Call) else None
    written = places(function.value).text if isinstance(function, cst.Attribute) else ""
    return re.split(r"[.\s]", written)[-1] if written else ""


def _unplaced(paths: list[Path], models: list[Model]) -> Iterator[Unread]:
    machine = paths[0][0]
    records = [path[0].record for path in paths]
    return unplaced(records, models, machine.module, machine.source, machine.of_main)


def _paths(
    module: cst.Module,
    text: str,
    places: Places,
    target: KerasTarget,
    siblings: Siblings,
    registry: Registry,
    assume: bool,
    profiles: Mapping[str, Profile],
) -> Iterator[Path]:
    """One walk for each way through the undecided conditions that build models.

    A condition that only functions and classes meet which nothing calls is decided in those alone: an alternative
    reads the module and them again, and nothing else.
    """
    waiting: list[_Begun] = [_Begun({}, {}, frozenset(), None)]
    facts, written = Facts(text), Written(module)
    done = 0
    while waiting and done < MAX_PATHS:
        begun = waiting.pop(0)
        record = Record(target, places.of, profiles)
        taking = Choices(dict(begun.taken), begun.only, dict(begun.draws), assume=assume)
        machine = Machine(module, text, PYTHON, registry, record, taking, facts, siblings)
        try:
            machine.run()
        except Again as again:
            draws = {**begun.draws, again.draw: Draw(again.name, again.options)}
            waiting.insert(
                0, replace(begun, taken={**begun.taken, again.draw: again.options[0]}, draws=draws)
            )
            continue
        assembler = Assembler(record, module, written)
        yield machine, assembler, assembler.models()
        done += 1
        taken = {condition: taking.taken[condition] for condition in begun.fixed}
        for condition in taking.met:
            if condition not in begun.fixed:
                homes = frozenset(home for home in taking.met_in[condition] if home is not None)
                whole = taking.leaks or None in taking.met_in[condition]
                for other in taking.others(condition):
                    alternative = {**taken, condition: other}
                    draws = {name: draw for name, draw in taking.draws.items() if name in alternative}
                    fixed = frozenset(alternative)
                    waiting.append(_Begun(alternative, draws, fixed, None if whole else homes))
                taken[condition] = taking.taken[condition]


@dataclass(frozen=True, slots=True)
class _Begun:
    """A path that is to be read: what it takes, of which `fixed` is not to be tried otherwise any more."""

    taken: dict[str, object]
    draws: dict[str, Draw]
    fixed: frozenset[str]
    only: frozenset[cst.CSTNode] | None


def _distinct(paths: list[Path]) -> list[Model]:
    """The models of all paths, each once; one that not every path has says on which it stands."""
    if len(paths) == 1 and not paths[0][0].choices.draws:
        return paths[0][2]
    found: dict[object, Model] = {}
    seen: dict[object, set[int]] = {}  # the paths that it stands on
    loops: dict[object, tuple[tuple[str, object], ...]] = {}
    for number, (machine, assembler, models) in enumerate(paths):
        for model in models:
            home = assembler.homes.get(model)
            key = _fingerprint(model)
            on = seen.setdefault(key, {number})
            on.add(number)
            if number == 0:
                on.update(at for at, (other, _, _) in enumerate(paths) if _left_alone(home, other))
            if key not in found:
                drawn = _drawn(machine.choices, home)
                found[key] = replace(
                    model,
                    when=_when(machine.choices, home) or None,
                    trial=(*drawn, *model.trial),
                    one_of_many=_one_of_many(machine.choices, home),
                )
                loops[key] = model.trial
    return [
        replace(model, when=None, trial=loops[key]) if len(seen[key]) == len(paths) else model
        for key, model in found.items()
    ]


def _left_alone(home: cst.CSTNode | None, machine: Machine) -> bool:
    """Whether an alternative did not read again what makes a model, which is there on its path all the same."""
    only = machine.choices.only
    return home is not None and only is not None and home not in only


def _when(choices: Choices, home: cst.CSTNode | None) -> str:
    return " and ".join(_said(choices, condition) for condition in _met(choices, home))


def _met(choices: Choices, home: cst.CSTNode | None) -> list[str]:
    return [condition for condition in choices.met if choices.met_in[condition] & {home, None}] or choices.met


def _said(choices: Choices, condition: str) -> str:
    if condition in choices.draws:
        return f"{choices.draws[condition].name} = {choices.taken[condition]!r}"
    return condition if choices.taken[condition] else f"not ({condition})"


def _one_of_many(choices: Choices, home: cst.CSTNode | None) -> bool:
    """Whether one value of a draw stands for others, which no path has."""
    return any(len(choices.draws[one].options) == 1 for one in _met(choices, home) if one in choices.draws)


def _drawn(choices: Choices, home: cst.CSTNode | None) -> list[tuple[str, object]]:
    """What a search draws for a model that it decides."""
    return [
        (choices.draws[condition].name, choices.taken[condition])
        for condition in _met(choices, home)
        if condition in choices.draws
    ]


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
    return id(item.place.node), item.cls, values


def _is_object(value: Known) -> bool:
    if isinstance(value.value, Configured):
        return True
    held = value.value.values() if isinstance(value.value, dict) else value.value
    return isinstance(held, Iterable) and any(isinstance(item, Configured) for item in held)
