"""Sizes cut down so that a training takes seconds. Every cut is stated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lstm_lint.keras_api.layers import traits
from lstm_lint.smoke.specification import Input, Node, Part, Specification

TIMESTEPS = 32  # enough where the length is not in question; a step of training costs as much as it is long
UNITS = 64
VOCABULARY = 2000
OUTPUTS = 4  # more classes or targets are not learned in 150 steps
FEATURES = 32
FILTERS = 32

_CAPS = {"units": UNITS, "filters": FILTERS, "output_dim": UNITS, "key_dim": UNITS}


def shrink(
    specification: Specification,
    units: int = UNITS,
    timesteps: int = TIMESTEPS,
    features: int | None = FEATURES,
) -> Specification:
    """The specification at most 32 steps long, 64 units wide, with 32 features, 2000 words and 4 outputs."""
    if any(traits(node.cls).smoke == "rigid" for node in specification.nodes):
        return _vocabulary(specification, VOCABULARY)
    notes = list(specification.stand_ins)
    inputs = tuple(_input(one, timesteps, features, notes) for one in specification.inputs)
    heads = _heads(specification)
    nodes = tuple(_node(node, node.id in heads, units, timesteps, notes) for node in specification.nodes)
    if specification.data.target is not None:
        target = tuple(min(dim, OUTPUTS) for dim in specification.data.target)
        specification = replace(specification, data=replace(specification.data, target=target))
    return _vocabulary(
        replace(specification, inputs=inputs, nodes=nodes, stand_ins=tuple(dict.fromkeys(notes))), VOCABULARY
    )


def widened(written: Specification, fixed: Specification) -> tuple[Specification, Specification] | None:
    """Both arms with 16 units in each recurrent layer of fewer than 8, for where a sound one of 3 learns no task.

    What has to be remembered takes 32: of fewer an LSTM has not learned it after 400 updates.

    None where there is none, where layers are added up, whose widths have to agree, and where the arms differ in units.
    """
    if any(_is_rigid(node) for node in written.nodes):
        return None
    heads = _heads(written) | _heads(fixed)
    theirs = {node.id: _units(node) for node in fixed.nodes}
    if any(theirs.get(node.id, _units(node)) != _units(node) for node in written.nodes):
        return None
    least, wide = (_REMEMBERS, _REMEMBERS) if written.data.memory else (_TINY, _WIDE)
    made = _wider(written, heads, least, wide), _wider(fixed, heads, least, wide)
    return None if made[0] == written else made


_TINY, _WIDE, _REMEMBERS = 8, 16, 32


def _wider(specification: Specification, heads: set[str], least: int, wide: int) -> Specification:
    nodes, notes = [], list(specification.stand_ins)
    for node in specification.nodes:
        units = _units(node)
        recurrent = traits(node.cls).family == "recurrent" and node.id not in heads
        if recurrent and type(units) is int and units < least:
            notes.append(f"{wide} units for {units} in {(node.cell or node).cls}")
            node = _with_units(node, wide)
        nodes.append(node)
    return replace(specification, nodes=tuple(nodes), stand_ins=tuple(dict.fromkeys(notes)))


def _with_units(node: Node, units: int) -> Node:
    if node.cell is not None:
        return replace(node, cell=Part(node.cell.cls, {**node.cell.arguments, "units": units}))
    return replace(node, arguments={**node.arguments, "units": units})


def _units(node: Node) -> Any:
    return (node.cell or node).arguments.get("units")


def _is_rigid(node: Node) -> bool:
    """Whether its size follows from that of others."""
    row = traits(node.cls)
    summed = row.family == "merge" and node.cls != "Concatenate"
    return summed or node.cls == "Operation" or row.smoke == "rigid"


def lighten(specification: Specification) -> Specification:
    """The specification with the sizes cut that only cost memory: a probe of shapes needs all others."""
    return _vocabulary(specification, VOCABULARY)


def _vocabulary(specification: Specification, limit: int) -> Specification:
    nodes = tuple(
        replace(node, arguments={**node.arguments, "input_dim": min(_number(node, "input_dim"), limit)})
        if node.cls == "Embedding" and _number(node, "input_dim") > limit
        else node
        for node in specification.nodes
    )
    inputs = tuple(replace(one, tokens=min(one.tokens, limit)) for one in specification.inputs)
    return replace(specification, nodes=nodes, inputs=inputs)


def _input(one: Input, timesteps: int, most: int | None, notes: list[str]) -> Input:
    shape = list(one.shape)
    steps = shape[0] if one.tokens or len(shape) > 1 else None
    if steps is not None and steps > timesteps:
        notes.append(f"{timesteps} of {steps} time steps")
        shape[0] = timesteps
    features = shape[-1] if not one.tokens and shape else None
    if features is not None and most is not None and features > most and len(shape) <= 2:
        notes.append(f"{most} of {features} features")
        shape[-1] = most
    return replace(one, shape=tuple(shape))


def _heads(specification: Specification) -> set[str]:
    """The layers that set the size of the outputs: back from each output through layers that keep it."""
    found: set[str] = set()
    for identifier in specification.outputs:
        node = specification.node(identifier)
        while "units" not in node.arguments and len(node.inputs) == 1:
            source = next((n for n in specification.nodes if n.id == node.inputs[0]), None)
            if source is None:
                break
            node = source
        found.add(node.id)
    return found


def _node(node: Node, head: bool, units: int, timesteps: int, notes: list[str]) -> Node:
    cell = node.cell
    if cell is not None:
        cell = Part(cell.cls, _capped(cell.cls, cell.arguments, units, timesteps, notes))
    limit = OUTPUTS if head and node.cls == "Dense" else units
    return replace(node, arguments=_capped(node.cls, node.arguments, limit, timesteps, notes), cell=cell)


def _capped(cls: str, arguments: Any, units: int, timesteps: int, notes: list[str]) -> dict[str, Any]:
    result = dict(arguments)
    for name, cap in _CAPS.items():
        limit = units if cap == UNITS else cap
        value = result.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value > limit:
            notes.append(f"{limit} of {value} {name} in {cls}")
            result[name] = limit
    steps = result.get("n")
    if cls == "RepeatVector" and isinstance(steps, int) and steps > timesteps:
        result["n"] = timesteps
    return result


def _number(node: Node, name: str) -> int:
    value = node.arguments.get(name)
    return value if isinstance(value, int) else 0


_REGULARIZING = ("dropout", "noise", "penalty")
_PENALTIES = ("dropout", "recurrent_dropout", "kernel_regularizer", "recurrent_regularizer", "bias_regularizer",
              "activity_regularizer", "embeddings_regularizer")  # fmt: skip


def without_regularization(specification: Specification, spare: frozenset[str]) -> Specification:
    """No dropout, noise or penalty but in the nodes to spare: on fresh data they only slow a short training.

    BatchNormalization gets momentum 0.8: with 0.99 its averages need 500 updates, and predictions are wrong before.
    """
    nodes = []
    for node in specification.nodes:
        arguments = dict(node.arguments)
        if node.id not in spare:
            for name in _PENALTIES:
                arguments.pop(name, None)
        if node.cls == "BatchNormalization" and node.id not in spare:
            arguments["momentum"] = 0.8
        cls = "Identity" if traits(node.cls).family in _REGULARIZING and node.id not in spare else node.cls
        nodes.append(replace(node, cls=cls, arguments={} if cls == "Identity" else arguments))
    return replace(specification, nodes=tuple(nodes))
