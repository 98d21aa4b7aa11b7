"""Layers that other packages than Keras have, as a table of a plug-in describes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lstm_lint.ir.records import dataclass, replace
from lstm_lint.keras_api.dims import Arguments, NotDeterminable
from lstm_lint.keras_api.layers import Traits
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Built
from lstm_lint.reader.libraries.keras.objects import enter
from lstm_lint.reader.libraries.keras.shapes import specification
from lstm_lint.script import Shape

Rule = Callable[[Arguments, Sequence[Shape | None]], Any]
_KEEP_MASK: Mapping[str, bool] = {"keeps": True, "query": True, "drops": False, "ends": False}


@dataclass(frozen=True, eq=False)
class DescribedLayer:
    """A class of layers: what a call of it makes."""

    params: tuple[str, ...]
    traits: Traits
    shape: Rule | None = None

    is_source = True  # of no array: there is nothing to call with random ones

    def __call__(self, it: Interpreter, call: Call) -> Built:
        given = dict(zip(self.params, call.args.positional))
        beyond = enumerate(call.args.positional[len(self.params) :], len(self.params))
        given |= {str(at): one for at, one in beyond} | call.args.keywords
        layer = Built("layers", call.name, call.node, given, call.args.complete, custom=True)
        layer.traits = self.traits
        layer.keeps_mask = _KEEP_MASK.get(self.traits.mask)
        record = it.record
        layer.formula = lambda inputs: self.output_shape(specification(record, layer).arguments, *inputs)
        enter(it, layer)
        return layer

    def watched(self, watch: Callable[[Rule], Rule]) -> DescribedLayer:
        """The same, whose rule is watched."""
        return self if self.shape is None else replace(self, shape=watch(self.shape))

    def output_shape(self, arguments: Mapping[str, object], *inputs: Shape | None) -> Shape | None:
        """The shape of what comes out for these plain arguments and shapes of inputs; None where it is not known."""
        first = inputs[0] if inputs else None
        if self.shape is None or first is None:
            return first if self.traits.shape == "same" else None
        try:
            found: Shape | None = self.shape(Arguments(arguments), inputs)
        except NotDeterminable:
            return None
        return found


def layer(params: str, traits: Traits, shape: Rule | None = None) -> DescribedLayer:
    """A class of layers of another package, by the names of the parameters that its constructor takes in order.

    `traits` says what holds for each of its layers; what it leaves out is not known, and no rule speaks of that.
    `shape`: a function of the arguments and of the shapes of the inputs, batch first, that gives the shape of the
    output. `arguments.dim("units")` is a size. Where it cannot say it calls `give_up(why)`; it is not asked where the
    first input is not known. Without it, the shape is that of the input where the traits say `shape="same"`.
    """
    return DescribedLayer(tuple(params.split()), traits, shape)
