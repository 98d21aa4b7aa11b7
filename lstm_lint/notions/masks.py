"""Masks: which layers make them, hand them on, use them or lose them, and what that means for the layers behind.

After keras/src/layers of Keras 3.15: `supports_masking` and `compute_mask` of every layer.
"""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.script import Known, Layer, Model

ATTENTION = frozenset({"Attention", "AdditiveAttention", "MultiHeadAttention", "GroupedQueryAttention"})
MERGING = frozenset({"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"})
POOLED_TIME = frozenset({"Flatten", "GlobalMaxPooling1D", "GlobalMaxPool1D"})  # no time steps after them
STEPWISE = frozenset(  # they work on each time step alone and hand a mask on
    {
        "Dense", "Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "Dropout",
        "SpatialDropout1D", "GaussianDropout", "GaussianNoise", "AlphaDropout", "ActivityRegularization",
        "BatchNormalization", "LayerNormalization", "GroupNormalization", "UnitNormalization", "Rescaling",
        "Normalization", "Identity",
    }
)  # fmt: skip
# They lose the mask, but what they put out is still a sequence in the same order.
LOSING_SEQUENCES = frozenset(
    {
        "Conv1D", "SeparableConv1D", "DepthwiseConv1D", "Conv1DTranspose", "LocallyConnected1D", "MaxPooling1D",
        "AveragePooling1D", "MaxPool1D", "AvgPool1D", "ZeroPadding1D", "Cropping1D", "UpSampling1D",
    }
)  # fmt: skip
LOSING = LOSING_SEQUENCES | POOLED_TIME | {"Reshape", "Permute", "RepeatVector", "EinsumDense"}
_AVERAGED = frozenset({"GlobalAveragePooling1D", "GlobalAvgPool1D"})


def makes_mask(layer: Layer) -> bool | None:
    """Whether a layer puts a mask on its output whatever comes in; None where that is not known."""
    if layer.cls == "Masking":
        return True
    if layer.cls == "Embedding":
        zero = layer["mask_zero"]
        return bool(zero.value) if isinstance(zero, Known) and not layer.is_wrapped else None
    return False


class Masks:
    """Which layers of a model put out a masked sequence: True, False, or None where it is not known."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._out: dict[int, bool | None] = {}

    def out(self, layer: Layer) -> bool | None:
        """Whether the output of the layer carries a mask."""
        if id(layer) not in self._out:
            self._out[id(layer)] = None  # where a shared layer reads its own output
            self._out[id(layer)] = self._transfer(
                layer, [self.out(source) for source in self.model.before(layer)]
            )
        return self._out[id(layer)]

    def into(self, layer: Layer) -> list[bool | None]:
        """Whether each input of the layer carries a mask."""
        return [self.out(source) for source in self.model.before(layer)]

    def source(self, layer: Layer) -> Layer | None:
        """The nearest layer that made the mask which reaches this one."""
        return next((found for found in self.model.upstream(layer) if makes_mask(found)), None)

    def _transfer(self, layer: Layer, masks: list[bool | None]) -> bool | None:
        if layer.cls in ("Masking", "Embedding"):
            return makes_mask(layer)
        if not masks or all(mask is False for mask in masks):
            return False if not layer.custom else None
        if layer.is_recurrent:
            return masks[0] if layer.returns_sequences else layer.returns_sequences
        if layer.cls in MERGING:
            return True if all(masks) else None if None in masks or layer.cls == "Concatenate" else False
        if layer.cls in STEPWISE or layer.wrapped_by("TimeDistributed"):
            return masks[0]
        return False if loses_mask(layer) else None


def loses_mask(layer: Layer) -> bool:
    """Whether a mask of the input certainly does not reach the layers behind; layers that use it up do not lose it."""
    if layer.wrapped_by("TimeDistributed"):
        return False
    if layer.cls == "Lambda":
        return layer["mask"] == Known(None)
    if layer.cls == "Operation":
        return "function" in layer.arguments
    return layer.keeps_mask is False if layer.custom else layer.cls in LOSING


def users(model: Model, layer: Layer) -> Iterator[Layer]:
    """The layers behind that would use a mask of the same time steps: recurrent layers, attention, averages."""
    passed: list[Layer] = []
    queue = list(model.after(layer))
    while queue:
        found = queue.pop(0)
        if found in passed:
            continue
        passed.append(found)
        if found.is_recurrent or found.cls in _AVERAGED or found.cls in ATTENTION:
            if not found.wrapped_by("TimeDistributed") and not found.given("mask"):
                yield found
            if found.returns_sequences and not found.is_wrapped:
                queue.extend(model.after(found))
        elif found.cls in STEPWISE | LOSING_SEQUENCES | MERGING or found.wrapped_by("TimeDistributed"):
            queue.extend(model.after(found))


def scores_steps(model: Model, layer: Layer) -> bool:
    """Whether the time steps of this layer's output reach a head of the model, so that the loss counts each of them."""
    passed: list[Layer] = []
    queue = [layer]
    while queue:
        found = queue.pop(0)
        if found in passed:
            continue
        passed.append(found)
        keeps = found is layer or found.cls in STEPWISE or found.wrapped_by("TimeDistributed")
        keeps = (keeps or found.returns_sequences is True) and (
            found.output_shape is None or len(found.output_shape) == 3
        )
        if keeps and found in model.heads:
            return True
        if keeps:
            queue.extend(model.after(found))
    return False
