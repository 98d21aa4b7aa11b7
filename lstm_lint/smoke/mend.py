"""What the fix of each rule changes in a specification: the other arm of a comparison.

It changes the arguments that the fix of the finding names, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lstm_lint.keras_api.layers import traits
from lstm_lint.smoke.compiling import ADAM
from lstm_lint.smoke.specification import Node, Part, Specification


@dataclass(frozen=True)
class Defect:
    """What a finding blames: a rule, a node or the model as a whole, one argument, and the text its fix writes."""

    code: str
    node: str | None = None
    argument: str | None = None
    value: Any = None  # of that argument, as written


IDS_AS_NUMBERS, AS_ONE_FEATURE = "ids_as_numbers", "as_one_feature"  # layers that LL709 is shown with

Mending = Callable[[Specification, Defect], Specification | None]


def mend(specification: Specification, defect: Defect) -> Specification | None:
    """The specification as fixed; None where the rule has no fix that a rebuilt model can show."""
    mending = _MENDINGS.get(defect.code)
    return mending(specification, defect) if mending is not None else None


def mend_all(specification: Specification, defects: list[Defect]) -> Specification:
    """The specification with every defect mended that can be."""
    for defect in defects:
        specification = mend(specification, defect) or specification
    return specification


def change(specification: Specification, identifier: str | None, **arguments: Any) -> Specification | None:
    """Arguments of a node, or of its cell where that has them. None where the node is not there."""
    if identifier is None or all(node.id != identifier for node in specification.nodes):
        return None
    return _replaced(specification, _with(specification.node(identifier), arguments))


def _with(node: Node, arguments: dict[str, Any]) -> Node:
    if node.cell is not None:
        return replace(node, cell=Part(node.cell.cls, {**node.cell.arguments, **arguments}))
    return replace(node, arguments={**node.arguments, **arguments})


def _without(node: Node, *names: str) -> Node:
    kept = {name: value for name, value in node.arguments.items() if name not in names}
    cell = node.cell
    if cell is not None:
        cell = Part(cell.cls, {k: v for k, v in cell.arguments.items() if k not in names})
    return replace(node, arguments=kept, cell=cell)


def _replaced(specification: Specification, changed: Node) -> Specification:
    nodes = tuple(changed if node.id == changed.id else node for node in specification.nodes)
    return replace(specification, nodes=nodes)


def _drop(*names: str) -> Mending:
    def mending(specification: Specification, defect: Defect) -> Specification | None:
        if defect.node is None or all(node.id != defect.node for node in specification.nodes):
            return None
        wanted = names or ((defect.argument,) if defect.argument else ())
        return _replaced(specification, _without(specification.node(defect.node), *wanted))

    return mending


def _set(**arguments: Any) -> Mending:
    return lambda specification, defect: change(specification, defect.node, **arguments)


def _return_one(specification: Specification, defect: Defect) -> Specification | None:
    """LL103: the last value only; wrappers that apply a layer to each step go as well."""
    changed = change(specification, defect.node, return_sequences=False)
    if changed is None or defect.node is None:
        return None
    below = {defect.node}
    nodes = []
    for node in changed.nodes:
        if below & set(node.inputs):
            below.add(node.id)
            node = replace(node, wrappers=tuple(w for w in node.wrappers if w.cls != "TimeDistributed"))
        nodes.append(node)
    return replace(changed, nodes=tuple(nodes))


def _bypass(specification: Specification, defect: Defect) -> Specification | None:
    """LL412: without the layer."""
    if defect.node is None or all(node.id != defect.node for node in specification.nodes):
        return None
    gone = specification.node(defect.node)
    nodes = tuple(
        replace(node, inputs=tuple(gone.inputs[0] if one == gone.id else one for one in node.inputs))
        for node in specification.nodes
        if node.id != gone.id
    )
    outputs = tuple(gone.inputs[0] if one == gone.id else one for one in specification.outputs)
    return replace(specification, nodes=nodes, outputs=outputs)


def _append_dense(specification: Specification, defect: Defect) -> Specification | None:
    """LL114: a Dense layer of as many units behind the recurrent one, which becomes a hidden layer of 32.

    An Activation layer that follows stays, and takes the place of one in the Dense layer.
    """
    if defect.node is None or all(node.id != defect.node for node in specification.nodes):
        return None
    head = specification.node(defect.node)
    units = head.arguments.get("units", 1)
    activation, loss = None, specification.losses[0].cls
    if head.id in specification.outputs and "Crossentropy" in loss:
        activation = "sigmoid" if loss == "BinaryCrossentropy" else "softmax"
    hidden = specification
    if isinstance(units, int) and units < _HIDDEN:
        hidden = change(specification, head.id, units=_HIDDEN) or specification
    dense = Node("dense_added", "Dense", {"units": units, "activation": activation}, (head.id,))
    read = {head.id: dense.id}
    nodes = [replace(node, inputs=tuple(read.get(one, one) for one in node.inputs)) for node in hidden.nodes]
    nodes.insert([node.id for node in nodes].index(head.id) + 1, dense)
    outputs = tuple(read.get(one, one) for one in hidden.outputs)
    return replace(hidden, nodes=tuple(nodes), outputs=outputs)


_HIDDEN = 32  # one unit that suffices as a head is a bottleneck behind which nothing is learned in seconds


def _flag(specification: Specification, defect: Defect) -> Specification | None:
    """LL115: a flag written as text, a size that is none, a name that Keras does not know."""
    if defect.argument is None:
        return None
    if defect.value in ("True", "False"):
        return change(specification, defect.node, **{defect.argument: defect.value == "True"})
    if defect.argument == "units":
        return change(specification, defect.node, units=32)
    return _drop()(specification, defect)


def _mask(specification: Specification, defect: Defect) -> Specification | None:
    """LL301: every Embedding that reads an input masks zeros; without one, a Masking layer stands in front."""
    sources = {one.id for one in specification.inputs}
    embeddings = [n for n in specification.nodes if n.cls == "Embedding" and set(n.inputs) <= sources]
    for node in embeddings:
        specification = change(specification, node.id, mask_zero=True) or specification
    if embeddings:
        return specification
    masks = tuple(
        Node(f"masking_{one.id}", "Masking", {"mask_value": 0.0}, (one.id,)) for one in specification.inputs
    )
    nodes = tuple(
        replace(node, inputs=tuple(f"masking_{one}" if one in sources else one for one in node.inputs))
        for node in specification.nodes
    )
    return replace(specification, nodes=(*masks, *nodes))


def _larger_vocabulary(specification: Specification, defect: Defect) -> Specification | None:
    rows = specification.node(defect.node).arguments.get("input_dim") if defect.node else None
    return change(specification, defect.node, input_dim=rows + 1) if isinstance(rows, int) else None


_HEAD_OF = {"BinaryCrossentropy": "sigmoid", "CategoricalCrossentropy": "softmax",
            "SparseCategoricalCrossentropy": "softmax"}  # fmt: skip


def _activation_of_loss(specification: Specification, defect: Defect) -> Specification | None:
    wanted = _HEAD_OF.get(specification.losses[0].cls, "linear")
    if defect.code == "LL401" and wanted != "linear":
        wanted = "sigmoid"
    return change(specification, defect.node, activation=wanted)


def _loss(cls: str | None = None, **arguments: Any) -> Mending:
    def mending(specification: Specification, defect: Defect) -> Specification | None:
        first = specification.losses[0]
        return replace(specification, losses=(Part(cls or first.cls, {**first.arguments, **arguments}),))

    return mending


def _other_encoding(specification: Specification, defect: Defect) -> Specification | None:
    other = {"CategoricalCrossentropy": "SparseCategoricalCrossentropy",
             "SparseCategoricalCrossentropy": "CategoricalCrossentropy"}.get(specification.losses[0].cls)  # fmt: skip
    return _loss(other)(specification, defect) if other else None


def _more_outputs(specification: Specification, defect: Defect) -> Specification | None:
    """LL406: one unit becomes sigmoid with the binary loss, several become as many as there are classes."""
    if defect.node is None:
        return None
    if specification.node(defect.node).arguments.get("units") == 1:
        changed = change(specification, defect.node, activation="sigmoid")
        return replace(changed, losses=(Part("BinaryCrossentropy"),)) if changed else None
    return None


def _optimizer(**arguments: Any) -> Mending:
    def mending(specification: Specification, defect: Defect) -> Specification | None:
        before = specification.optimizer
        after = {k: v for k, v in {**before.arguments, **arguments}.items() if v is not None}
        return replace(specification, optimizer=Part(before.cls, after))

    return mending


def _adam(specification: Specification, defect: Defect) -> Specification | None:
    return replace(specification, optimizer=ADAM)


def _one_clipping(specification: Specification, defect: Defect) -> Specification | None:
    return _optimizer(clipnorm=None, clipvalue=None, global_clipnorm=1.0)(specification, defect)


def _usual_clipping(specification: Specification, defect: Defect) -> Specification | None:
    usual = {"clipnorm": 1.0, "global_clipnorm": 1.0, "clipvalue": 0.5}
    if defect.argument not in usual:
        return None
    return _optimizer(**{defect.argument: usual[defect.argument]})(specification, defect)


def _current_name(specification: Specification, defect: Defect) -> Specification | None:
    """LL508: `learning_rate` for `lr`, and no `decay`."""
    arguments = dict(specification.optimizer.arguments)
    if "lr" in arguments:
        arguments["learning_rate"] = float(arguments.pop("lr"))
    arguments.pop("decay", None)
    return replace(specification, optimizer=Part(specification.optimizer.cls, arguments))


def _constant_rate(specification: Specification, defect: Defect) -> Specification | None:
    """LL511: the rate that the schedule starts from, for as long as the training lasts."""
    schedule = specification.optimizer.arguments.get("learning_rate")
    if not isinstance(schedule, dict):
        return None
    first = schedule["arguments"].get("initial_learning_rate")
    return _optimizer(learning_rate=first)(specification, defect) if isinstance(first, float) else None


def _float_rate(specification: Specification, defect: Defect) -> Specification | None:
    try:
        rate = float(specification.optimizer.arguments.get("learning_rate", 0.001))
    except (TypeError, ValueError):
        rate = 0.001
    return _optimizer(learning_rate=rate if rate > 0 else 0.001)(specification, defect)


def _data(**changes: Any) -> Mending:
    return lambda specification, defect: replace(specification, data=replace(specification.data, **changes))


def _less_dropout(specification: Specification, defect: Defect) -> Specification | None:
    """LL602: 0.2, the lower end of what the rule asks for; at 0.8 the loss is 10 times that of 0.2."""
    return change(specification, defect.node, **{defect.argument or "rate": 0.2})


def _fixed_batch(specification: Specification, defect: Defect) -> Specification | None:
    return replace(specification, inputs=tuple(replace(one, batch=32) for one in specification.inputs))


def _whole_batches(specification: Specification, defect: Defect) -> Specification | None:
    return replace(specification, data=replace(specification.data, last=None))


def _has_units(node: Node) -> bool:
    """LSTM, GRU, SimpleRNN: not ConvLSTM, and not RNN, whose cell has them."""
    row = traits(node.cls)
    return row.family == "recurrent" and row.reads == 3 and row.states > 0


def _lstm(specification: Specification, defect: Defect) -> Specification | None:
    """LL206: an LSTM in its place, with its own activations."""
    if defect.node is None or not _has_units(specification.node(defect.node)):
        return None
    return _replaced(
        specification, replace(_without(specification.node(defect.node), "activation"), cls="LSTM")
    )


def _two_layers(specification: Specification, defect: Defect) -> Specification | None:
    """LL604: the first and the last recurrent layer of the stack."""
    stack = [node for node in specification.nodes if _has_units(node)]
    for node in stack[1:-1]:
        specification = _bypass(specification, Defect(defect.code, node.id)) or specification
    return specification if len(stack) > 2 else None


def _mild_penalty(specification: Specification, defect: Defect) -> Specification | None:
    """LL603: no penalty on the layer, or the usual weight decay."""
    if "weight_decay" in specification.optimizer.arguments and defect.argument == "weight_decay":
        return _optimizer(weight_decay=0.004)(specification, defect)
    return _drop("kernel_regularizer", "recurrent_regularizer", "bias_regularizer")(specification, defect)


def _dropout_after(specification: Specification, defect: Defect) -> Specification | None:
    """LL215: the same dropout in a layer after the recurrent one."""
    if defect.node is None or all(node.id != defect.node for node in specification.nodes):
        return None
    before = specification.node(defect.node)
    rate = before.arguments.get("dropout", 0.2)
    added = Node("dropout_added", "Dropout", {"rate": rate}, (before.id,))
    nodes = []
    for node in specification.nodes:
        inputs = tuple(added.id if one == before.id else one for one in node.inputs)
        nodes.append(_without(node, "dropout") if node is before else replace(node, inputs=inputs))
        if node is before:
            nodes.append(added)
    outputs = tuple(added.id if one == before.id else one for one in specification.outputs)
    return replace(specification, nodes=tuple(nodes), outputs=outputs)


def _linear_before(specification: Specification, defect: Defect) -> Specification | None:
    """LL414: without the activation of the layer in front."""
    if defect.node is None or all(node.id != defect.node for node in specification.nodes):
        return None
    source = specification.node(defect.node).inputs[0]
    before = next((node for node in specification.nodes if node.id == source), None)
    if before is None or before.arguments.get("activation") in (None, "linear"):
        return _bypass(specification, Defect(defect.code, before.id)) if before is not None else None
    return change(specification, before.id, activation="linear")


def _embed(specification: Specification, defect: Defect) -> Specification | None:
    """LL709: an Embedding of the ids, in place of the ids as numbers."""
    at = next((node for node in specification.nodes if node.id == IDS_AS_NUMBERS), None)
    if at is None:
        return None
    rows = next(one.tokens for one in specification.inputs if one.id == at.inputs[0])
    table = Node("embedding_added", "Embedding", {"input_dim": rows, "output_dim": 32}, at.inputs)
    nodes = [table if node is at else node for node in specification.nodes if node.id != AS_ONE_FEATURE]
    read = {AS_ONE_FEATURE: table.id}
    nodes = [replace(node, inputs=tuple(read.get(one, one) for one in node.inputs)) for node in nodes]
    return replace(specification, nodes=tuple(nodes))


_MENDINGS: dict[str, Mending] = {
    "LL210": _drop("kernel_initializer", "recurrent_initializer"),
    "LL212": _drop("use_cudnn"),
    "LL215": _dropout_after,
    "LL206": _lstm,
    "LL207": _drop("unit_forget_bias"),
    "LL209": _drop("kernel_initializer", "recurrent_initializer"),
    "LL214": lambda specification, defect: change(
        specification, defect.node, **{defect.argument or "rate": 0.2}
    ),
    "LL603": _mild_penalty,
    "LL604": _two_layers,
    "LL606": _set(units=32),
    "LL101": _set(return_sequences=True),
    "LL103": _return_one,
    "LL110": _fixed_batch,
    "LL111": _data(stream="ordered"),
    "LL112": _whole_batches,
    "LL114": _append_dense,
    "LL115": _flag,
    "LL201": _set(recurrent_activation="sigmoid"),
    "LL202": _set(recurrent_activation="sigmoid"),
    "LL203": _set(activation="tanh"),
    "LL204": _set(activation="tanh"),
    "LL208": _drop("kernel_initializer", "recurrent_initializer"),
    "LL301": _mask,
    "LL305": _larger_vocabulary,
    "LL401": _activation_of_loss,
    "LL403": _set(activation="linear"),
    "LL404": _activation_of_loss,
    "LL405": _loss(from_logits=False),
    "LL406": _more_outputs,
    "LL408": _other_encoding,
    "LL412": _bypass,
    "LL414": _linear_before,
    "LL501": _optimizer(learning_rate=None),
    "LL502": _optimizer(learning_rate=None),
    "LL503": _adam,
    "LL504": _adam,
    "LL505": _optimizer(global_clipnorm=1.0),
    "LL506": _one_clipping,
    "LL507": _usual_clipping,
    "LL508": _current_name,
    "LL511": _constant_rate,
    "LL513": _float_rate,
    "LL602": _less_dropout,
    "LL701": _data(scale=1.0),
    "LL702": _data(target_scale=1.0),
    "LL705": _data(ordered=False),
    "LL707": _data(weights=""),
    "LL709": _embed,
    "LL806": _data(split=None),
    "LL901": _drop(),
}
