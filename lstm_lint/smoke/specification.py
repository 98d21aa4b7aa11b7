"""The plain specification of a rebuilt model: what crosses into the child process, as JSON and nothing else.

Arguments hold numbers, texts, booleans, None, lists of these, and `{"class": ..., "arguments": {...}}` for an object of
Keras. Names of classes come from `allowed`, both where this is written and where it is read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """An object of Keras: a cell, a wrapper, a loss, an optimizer."""

    cls: str
    arguments: Arguments = field(default_factory=dict)


@dataclass(frozen=True)
class Node:
    """A layer and the nodes that it reads. `states` names the recurrent node whose states it starts from."""

    id: str
    cls: str
    arguments: Arguments
    inputs: tuple[str, ...]
    wrappers: tuple[Part, ...] = ()
    cell: Part | None = None
    states: str | None = None
    training: bool = False  # called with training=True
    shares: str | None = None  # the node whose layer is called once more here


@dataclass(frozen=True)
class Input:
    """An input of the model. `shape` is that of one sample; `tokens` counts the ids of a vocabulary, 0 for numbers."""

    id: str
    shape: tuple[int | None, ...]
    tokens: int = 0
    batch: int | None = None  # a fixed batch size, for stateful layers
    free: bool = False  # its length is not fixed by the script


@dataclass(frozen=True)
class Data:
    """How the synthetic data looks where the finding is about the data; the defaults are well-formed data."""

    low: float | None = None  # range that the targets are known to reach
    high: float | None = None
    scale: float = 1.0  # inputs are multiplied by it
    target_scale: float = 1.0
    padded: str = ""  # "post" or "pre": a tenth to a fifth of each sequence is real, the rest is zero
    ordered: bool = False  # sorted by class, and trained in that order
    stream: str = ""  # "ordered" or "shuffled": pieces of long sequences, for stateful layers
    labels: str = ""  # "one-hot" or "class-ids", where the script was read to have these
    scattered: bool = False  # which token ids tell what, no size of theirs says
    memory: float = 0.0  # what has to be predicted shows at the first step only; how loud those after it are
    target: tuple[int, ...] | None = None  # shape of one target, where it was read
    given: tuple[int, ...] | None = None  # shape of one sample of x, where it was read
    last: int | None = None  # rows of a last batch that is not full
    weights: str = ""  # how `class_weight` is wrong: "balanced" or "array"
    split: float | None = None  # the share that `fit` is to hold back from a dataset
    # What the files of the script say, and which these are: `drawn`.
    source: str = ""
    follows: float = 0.0  # the correlation of each step with the next one
    shares: tuple[float, ...] = ()  # of the classes
    filled: float | None = None  # the share of the steps that is no padding
    arrays: tuple[str, str] | None = None  # the files with x and y, in the place of all of this: `given`
    scaled: str = ""  # "x", "y" or both of these are standardized


@dataclass(frozen=True)
class Defect:
    """What a finding blames: by which rule, a node or the model as a whole, one argument and its value as written."""

    code: str
    node: str | None = None
    argument: str | None = None
    value: Any = None


# What the output of a model passes last under these losses.
_HEAD_OF = {"BinaryCrossentropy": "sigmoid", "CategoricalCrossentropy": "softmax",
            "SparseCategoricalCrossentropy": "softmax"}  # fmt: skip


@dataclass(frozen=True)
class Specification:
    """One arm: a model, how it is compiled, and what it is trained on. Methods return another one, changed."""

    nodes: tuple[Node, ...]
    inputs: tuple[Input, ...]
    outputs: tuple[str, ...]
    losses: tuple[Part, ...]
    optimizer: Part = Part("Adam", {"learning_rate": 0.001})
    data: Data = Data()
    planned: int | None = None  # weight updates that the script plans
    stand_ins: tuple[str, ...] = ()  # what was put in place of what is not known, or too large for seconds

    def node(self, identifier: str) -> Node:
        """The node of that id. Raises KeyError."""
        for node in self.nodes:
            if node.id == identifier:
                return node
        raise KeyError(identifier)

    def find(self, identifier: str | None) -> Node | None:
        """The node of that id, if there is one."""
        return next((node for node in self.nodes if node.id == identifier), None)

    @property
    def activation_of_loss(self) -> str:
        """The activation that the (first) loss asks of the output."""
        return _HEAD_OF.get(self.losses[0].cls, "linear")

    # Edits. None where the node is not there.

    def replaced(self, changed: Node) -> Specification:
        """With another node of the same id."""
        nodes = tuple(changed if node.id == changed.id else node for node in self.nodes)
        return replace(self, nodes=nodes)

    def changed(self, identifier: str | None, **arguments: Any) -> Specification | None:
        """With arguments of a node, or of its cell where it has one."""
        node = self.find(identifier)
        if node is None:
            return None
        if node.cell is not None:
            cell = Part(node.cell.cls, {**node.cell.arguments, **arguments})
            return self.replaced(replace(node, cell=cell))
        return self.replaced(replace(node, arguments={**node.arguments, **arguments}))

    def dropped(self, identifier: str | None, *names: str) -> Specification | None:
        """Without these arguments of a node and of its cell."""
        node = self.find(identifier)
        if node is None:
            return None
        kept = {name: value for name, value in node.arguments.items() if name not in names}
        cell = node.cell
        if cell is not None:
            cell = Part(cell.cls, {k: v for k, v in cell.arguments.items() if k not in names})
        return self.replaced(replace(node, arguments=kept, cell=cell))

    def without(self, *identifiers: str | None) -> Specification | None:
        """Without these nodes: what read one of them reads what it read. None where none of them is there."""
        asked = frozenset(identifiers)
        read = {node.id: node.inputs[0] for node in self.nodes if node.id in asked}
        if not read:
            return None
        for gone in read:
            while read[gone] in read:
                read[gone] = read[read[gone]]
        kept = replace(self, nodes=tuple(node for node in self.nodes if node.id not in read))
        return kept.rewired(read)

    def rewired(self, read: Mapping[str, str]) -> Specification:
        """With other nodes in the place of those that are read."""
        nodes = tuple(
            replace(node, inputs=tuple(read.get(one, one) for one in node.inputs)) for node in self.nodes
        )
        return replace(self, nodes=nodes, outputs=tuple(read.get(one, one) for one in self.outputs))

    def inserted(self, after: str, identifier: str, cls: str, **arguments: Any) -> Specification:
        """With a new node behind a node or an input: all that read that read the new one."""
        at = next((number for number, node in enumerate(self.nodes, 1) if node.id == after), 0)
        nodes = list(self.rewired({after: identifier}).nodes)
        nodes.insert(at, Node(identifier, cls, arguments, (after,)))
        outputs = tuple(identifier if one == after else one for one in self.outputs)
        return replace(self, nodes=tuple(nodes), outputs=outputs)

    def unwrapped(self, identifier: str, cls: str) -> Specification:
        """Without the wrappers of a class around a node. Raises KeyError."""
        node = self.node(identifier)
        return self.replaced(replace(node, wrappers=tuple(one for one in node.wrappers if one.cls != cls)))

    def with_inputs(self, **changes: Any) -> Specification:
        """With other fields of every input."""
        return replace(self, inputs=tuple(replace(one, **changes) for one in self.inputs))

    def with_steps(self, steps: int | None) -> Specification:
        """With sequences of that length in every input."""
        return replace(self, inputs=tuple(replace(one, shape=(steps, *one.shape[1:])) for one in self.inputs))

    def with_loss(self, cls: str | None = None, **arguments: Any) -> Specification:
        """With one loss, of that class or of the class that it has, and with its other arguments."""
        first = self.losses[0]
        return replace(self, losses=(Part(cls or first.cls, {**first.arguments, **arguments}),))

    def with_default_loss(self, cls: str) -> Specification:
        """With one loss as it is by default."""
        return replace(self, losses=(Part(cls),))

    def optimized_by(self, cls: str, **arguments: Any) -> Specification:
        """With another optimizer."""
        return replace(self, optimizer=Part(cls, arguments))

    def with_optimizer(self, **arguments: Any) -> Specification:
        """With arguments of the optimizer; one that is None is left out."""
        before = self.optimizer
        after = {k: v for k, v in {**before.arguments, **arguments}.items() if v is not None}
        return replace(self, optimizer=Part(before.cls, after))

    def with_data(self, **changes: Any) -> Specification:
        """With other data."""
        return replace(self, data=replace(self.data, **changes))


def to_json(specification: Specification) -> dict[str, Any]:
    """The specification as plain dicts and lists."""
    return asdict(specification)


def from_json(data: Mapping[str, Any]) -> Specification:
    """The specification that `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    return Specification(
        nodes=tuple(_node(node) for node in data["nodes"]),
        inputs=tuple(Input(**{**item, "shape": tuple(item["shape"])}) for item in data["inputs"]),
        outputs=tuple(data["outputs"]),
        losses=tuple(_part(part) for part in data["losses"]),
        optimizer=_part(data["optimizer"]),
        data=_data(data["data"]),
        planned=data["planned"],
        stand_ins=tuple(data["stand_ins"]),
    )


def train_alike(one: Specification, other: Specification) -> bool:
    """Whether two arms have the same layers, losses, optimizer and data."""
    if one is other:
        return True
    # What is equal is looked at once more: Keras takes a rate of 1.0, and not of 1.
    return one == replace(other, stand_ins=one.stand_ins, planned=one.planned) and key(one) == key(other)


def key(specification: Specification) -> str:
    """Equal for arms that train alike."""
    data = to_json(specification)
    del data["stand_ins"], data["planned"]
    return json.dumps(data, sort_keys=True)


def _node(data: Mapping[str, Any]) -> Node:
    cell = data["cell"]
    return Node(
        id=data["id"],
        cls=data["cls"],
        arguments=dict(data["arguments"]),
        inputs=tuple(data["inputs"]),
        wrappers=tuple(_part(part) for part in data["wrappers"]),
        cell=_part(cell) if cell is not None else None,
        states=data["states"],
        training=data["training"],
        shares=data["shares"],
    )


def _data(data: Mapping[str, Any]) -> Data:
    fields: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in data.items()
    }
    return Data(**fields)


def _part(data: Mapping[str, Any]) -> Part:
    return Part(data["cls"], dict(data["arguments"]))
