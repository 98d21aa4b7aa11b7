"""Datasets whose elements are single samples, or batches of batches, where a model reads batches of samples."""

from __future__ import annotations

from lstm_lint.script import Layer, Model, Place, Selected, Series, Shape

# What leaves the elements of a dataset as they are.
_LEAVES_ELEMENTS = frozenset({"shuffle", "prefetch", "cache", "repeat", "take", "skip", "with_options"})


def is_never_batched(data: Series | None) -> bool:
    """Whether its elements are the rows of an array, or windows of them, and nothing puts several together."""
    if data is None or data.kind != "dataset":
        return False
    # `(w[:-1], w[-1])` parts a window into input and target; `w[None]` would be an axis more.
    names = ["part" if isinstance(step.detail, Selected) else step.what for step in data.steps]
    if "from_tensor_slices" not in names:
        return False
    begin = len(names) - names[::-1].index("from_tensor_slices")
    after = names[begin:]
    while "window" in after:  # `window(21)` and `flat_map(lambda w: w.batch(21))` are one element
        at = after.index("window")
        if after[at + 1 : at + 2] != ["batch"]:
            return False
        del after[at : at + 2]
    return after.count("part") < 2 and _LEAVES_ELEMENTS.issuperset(set(after) - {"part"})


def second_batch(data: Series | None, axes: int) -> Place | None:
    """Where batches are batched again, of samples for a model that reads that many axes with the batch."""
    if data is None or data.kind != "dataset" or not data.shape or len(data.shape) != axes + 1:
        return None
    names = [step.what for step in data.steps]
    begins = [name in _BEGINS for name in names]
    if True not in begins:
        return None
    begin = len(names) - begins[::-1].index(True)
    after = data.steps[begin:]
    batches = [step for step in after if step.what == "batch"]
    others = {step.what for step in after} - {"batch"}
    already = names[begin - 1] != "from_tensor_slices"
    several = len(batches) + already > 1 and bool(batches) and _LEAVES_ELEMENTS.issuperset(others)
    return batches[-1].place if several else None


_BEGINS = ("from_tensor_slices", "timeseries_dataset_from_array")


def refused_sample(model: Model, first: Layer, data: Series | None) -> Shape | None:
    """The shape of an element that a model which declares no input refuses: one sample, for nothing batches them.

    Keras takes the first axis for the batch, so a recurrent layer gets an axis too few.
    """
    if data is None or not data.shape or not is_never_batched(data):
        return None
    sample = data.shape
    if len(sample) == 1 and first.cls == "Embedding" and reads_steps_of(model, first):
        return sample
    return sample if len(sample) < 3 and first.is_recurrent and first.traits.reads == 3 else None


def reads_steps_of(model: Model, embedding: Layer) -> bool:
    """Whether what reads the vectors of an `Embedding` wants their time axis."""
    readers = list(model.after(embedding))
    for _ in range(len(model.layers)):
        if len(readers) != 1 or readers[0].is_recurrent or readers[0].traits.shape != "same":
            break
        readers = list(model.after(readers[0]))
    return bool(readers) and all(one.traits.reads == 3 for one in readers)
