"""The table of layers: every layer of the newest Keras is in it, and what it says is what the installed Keras does."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lstm_lint.keras_api import layers, signatures
from lstm_lint.keras_api.layers import JUDGED_LATER, LAYERS, Traits, traits
from lstm_lint.keras_api.shapes import covered, input_ndim, output_shape

PACKAGE = Path(layers.__file__).parent.parent
NEWEST = json.loads((Path(signatures.__file__).parent / "data" / "keras-3.15.json").read_text("utf-8"))[
    "layers"
]
# Rows whose mask is not said, and why.
NO_MASK = {
    "Input": "nothing comes before it", "RandomHeight": "not in Keras 3", "RandomWidth": "not in Keras 3",
}  # fmt: skip


def test_every_layer_of_the_newest_keras_has_a_row_or_a_reason() -> None:
    public = {name for name, entry in NEWEST.items() if "alias" not in entry}
    assert public <= LAYERS.keys() | JUDGED_LATER.keys()
    assert not LAYERS.keys() & JUDGED_LATER.keys()
    assert all(JUDGED_LATER.values())


def test_every_row_is_a_layer_of_some_keras() -> None:
    assert set(LAYERS) - {"Input"} <= signatures.names("layers")


def test_every_mask_is_judged_or_in_the_list() -> None:
    assert {name for name, row in LAYERS.items() if not row.mask} == set(NO_MASK)


def test_a_layer_that_lacks_in_older_versions_of_keras_3_says_since_when() -> None:
    assert traits("RMSNormalization").since == "3.9"
    assert traits("ReversibleEmbedding").since == "3.15"
    assert traits("LSTM").since == ""


def test_a_class_without_a_row_is_unknown() -> None:
    assert traits("MyLayer") == Traits()


def test_masks_that_the_data_files_know_are_not_judged_by_hand() -> None:
    """A row says `mask` only where Keras decides in code: else the generated fact would be hidden by it."""
    known = {*signatures.groups("masking")["passes"], *signatures.groups("masking")["drops"]}
    judged = {name for name, row in layers._ROWS.items() if row.mask and name in known}
    # Softmax says that it passes a mask, and raises; the others look at more masks than the first.
    assert judged == {"Softmax", "TimeDistributed", "MultiHeadAttention", "GroupQueryAttention"}


# --- no other table ---------------------------------------------------------------------------------------

# Who may list layers: formulas for each of them, and names that one version of Keras changed into others.
TABLES = ("argument_roles.py", "layers.py", "shapes.py", "parameters.py", "refusals.py", "successors.py")

ELSEWHERE = {
    "smoke/engine": "computes each layer by itself",
    "smoke/budget.py": "what a step of each costs",
    "source/recurrent.py": "words that names of layers have in them",
    "checks/backward_reads_target.py": "convolutions that look along time",
    "watch/": "what is measured in each kind of cell",
    "checks/applied_before_fit.py": "the argument that fills each one without `adapt`",
    "checks/scaled_to_a_constant.py": "what becomes of one value by each of them",
    "checks/single_timestep_sequence.py": "the argument that says how many steps each makes",
    "reader/libraries/keras/names.py": "what `keras` itself holds beside its modules",
    "reader/libraries/keras/spelled.py": "how Keras 1 was given the kernel of each",
    "reader/libraries/keras/unset.py": "those whose attributes are written down there",
    "checks/unknown_argument.py": "wrappers, of which each argument is that of the layer inside",
    "reader/libraries/keras/layer_objects.py": "how many arrays the weights of each are",
}


def listed(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Every display - set, tuple, list, dict - that holds the names of two layers or more."""
    names = signatures.names("layers")
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        items: list[ast.expr | None] = []
        if isinstance(node, (ast.Set, ast.Tuple, ast.List)):
            items = [*node.elts]
        elif isinstance(node, ast.Dict):
            items = [*node.keys, *node.values]
        found = {item.value for item in items if isinstance(item, ast.Constant) and item.value in names}
        if len(found) > 1:
            yield node.lineno, sorted(map(str, found))


def test_layers_are_listed_in_the_table_alone() -> None:
    allowed = tuple(str(PACKAGE / path) for path in (*ELSEWHERE, *(f"keras_api/{name}" for name in TABLES)))
    files = (file for file in PACKAGE.rglob("*.py") if not str(file).startswith(allowed))
    found = [f"{file.name}:{line}: {', '.join(names)}" for file in files for line, names in listed(file)]
    assert not found


# --- against the installed Keras --------------------------------------------------------------------------

keras: Any = pytest.importorskip("keras", exc_type=ImportError)
import numpy as np  # noqa: E402

pytestmark = [
    pytest.mark.keras,
    pytest.mark.filterwarnings("ignore:Layer .* was passed an input with a mask"),
]
VERSION = tuple(int(part) for part in keras.__version__.split(".")[:2])
same_version = pytest.mark.skipif(VERSION != (3, 15), reason="the facts are those of Keras 3.15")

STEPS, FEATURES = 6, 4
SETTINGS: dict[str, Any] = {
    "activation": "linear", "axes": 2, "cropping": 1, "dims": (2, 1), "equation": "abc,cd->abd", "factor": 0.1,
    "filters": 3, "function": lambda x: 2 * x, "groups": 2, "head_dim": 2, "height": 2, "height_factor": 0.1,
    "input_dim": 9, "key_dim": 2, "kernel_size": 1, "layer": None, "max_number": 2, "n": 3, "num_heads": 1,
    "num_key_value_heads": 1, "num_query_heads": 2, "output_dim": 3, "output_shape": (None, 3), "output_size": 2,
    "pool_size": 2, "rate": 0.5, "scale": 3.0, "stddev": 0.5, "target_shape": (-1, 2), "units": 3, "width": 2,
    "width_factor": 0.1,
}  # fmt: skip


def make(name: str, **more: Any) -> Any:
    """The layer with the defaults of its arguments, and a setting for each that has none."""
    if name == "RNN":
        return keras.layers.RNN(keras.layers.LSTMCell(3), **more)
    if name == "Bidirectional":
        return keras.layers.Bidirectional(keras.layers.LSTM(3, **more))
    if name == "TimeDistributed":
        return keras.layers.TimeDistributed(keras.layers.Dense(3))
    needed = [
        parameter
        for parameter, default, _ in NEWEST[name]["parameters"]
        if isinstance(default, dict) and default.get("required")
    ]
    if name == "GroupNormalization":
        needed.append("groups")  # the 32 of its default are more than there are features here
    return getattr(keras.layers, name)(**{**{one: SETTINGS[one] for one in needed}, **more})


def tensor(rank: int) -> Any:
    shape = (2, STEPS, FEATURES, 4, 4, 4)[:rank]
    return np.random.default_rng(0).standard_normal(shape).astype("float32")


def numpy(value: Any) -> Any:
    return np.asarray(keras.ops.convert_to_numpy(value))


def rank_for(row: Traits) -> int:
    return row.reads if isinstance(row.reads, int) else 3


def inputs_for(name: str, rank: int) -> Any:
    """What the layer reads: ids for an embedding, else numbers."""
    if traits(name).family == "embedding":
        return (abs(tensor(rank)[..., 0]) * 3).astype("int32") + 1
    return tensor(rank)


def call(name: str, layer: Any, x: Any, **more: Any) -> Any:
    row = traits(name)
    if row.inputs:
        return layer(x, x, **more)
    if row.family in ("merge", "attention"):
        return layer([x, x], **more)
    return layer(x, **more)


def masked(x: Any, hidden: float = 7.0) -> Any:
    """The sequence with its last two steps masked."""
    x = np.array(x)
    x[:, -2:] = 0.0
    made = keras.layers.Masking()(x)
    mask = made._keras_mask
    values = np.array(x)
    values[:, -2:] = hidden  # whatever stands in masked steps
    made = keras.ops.convert_to_tensor(values)
    made._keras_mask = mask
    return made


def mask_of(value: Any) -> Any:
    found = getattr(value, "_keras_mask", None)
    return None if found is None else numpy(found)


def observed(name: str) -> str:
    """What becomes of a mask, in the words of the table."""
    row = traits(name)
    rank = rank_for(row)
    if rank < 3:
        return "drops" if not make(name).supports_masking else "keeps"  # no sequence can come in
    sequences = {"return_sequences": True} if row.family == "recurrent" else {}
    layer = make(name, **sequences)
    x = inputs_for(name, rank)
    given = masked(x)
    incoming = mask_of(given)  # a call may take it away
    try:
        out = call(name, layer, given)
    except Exception:
        unmasked = make(name, **sequences)
        call(name, unmasked, x)  # which it takes without a mask
        return "raises"
    outgoing = mask_of(out)
    reads_hidden = not np.allclose(
        _real(out), _real(call(name, layer, masked(x, hidden=-3.0))), atol=1e-4
    )  # the real steps change with what stands in masked ones
    if outgoing is None:
        return "drops" if reads_hidden or numpy(out).ndim > 2 else "ends"
    assert outgoing.shape == incoming.shape and (outgoing == incoming).all()
    if row.family in ("merge", "attention"):
        return _of_two(name)
    return "uses" if row.family == "recurrent" and not reads_hidden else "keeps"


def _real(out: Any) -> Any:
    values = numpy(out)
    return values[:, : STEPS - 2] if values.ndim > 2 and values.shape[1] == STEPS else values


def _of_two(name: str) -> str:
    """Of two inputs with one mask, on the first or on the second."""
    x = tensor(3)

    def out(first: Any, second: Any) -> Any:
        layer = make(name)
        return layer(first, second) if traits(name).inputs else layer([first, second])

    first, second = mask_of(out(masked(x), x)), mask_of(out(x, masked(x)))
    if first is None and second is None:
        return "merges"
    if first is not None and second is None:
        return "query"
    return "joins"


NOT_TRIED = {  # and why: what Keras gives no tensor to
    **dict.fromkeys(("Input", "InputLayer"), "nothing comes before it"),
    **{name: "reads text" for name, row in LAYERS.items() if row.family == "text"},
    "Bidirectional": "inner: tried with the recurrent layers",
    "Lambda": "argument: tried below",
    "Masking": "makes: tried below", "Embedding": "makes: tried below", "ReversibleEmbedding": "makes: tried below",
    **{name: "an image comes in" for name, row in LAYERS.items() if row.family in ("augmentation", "image")},
}  # fmt: skip
TRIED = sorted(
    name for name in LAYERS if name not in NOT_TRIED and hasattr(keras.layers, name) and name in NEWEST
)


@same_version
@pytest.mark.parametrize("name", TRIED)
def test_a_mask_fares_as_the_table_says(name: str) -> None:
    if traits(name).family == "cell":
        pytest.skip("a cell is tried in its RNN")
    assert observed(name) == traits(name).mask


@same_version
def test_a_recurrent_layer_that_returns_its_last_step_hands_no_mask_on() -> None:
    for name, row in LAYERS.items():
        if row.mask == "uses":
            assert mask_of(make(name)(masked(tensor(rank_for(row))))) is None, name


@same_version
def test_masks_are_made_whatever_comes_in() -> None:
    made = {name for name, row in LAYERS.items() if row.mask == "makes"}
    assert made == {"Masking", "Embedding", "ReversibleEmbedding"}
    assert mask_of(keras.layers.Masking()(np.zeros((1, 3, 2)))).tolist() == [[False] * 3]
    for name in made - {"Masking"}:
        ids = np.array([[1, 0]])
        assert mask_of(make(name, mask_zero=True)(ids)).tolist() == [[True, False]]
        assert mask_of(make(name)(ids)) is None


@same_version
def test_a_lambda_hands_on_what_its_argument_says() -> None:
    given = masked(tensor(3))
    assert mask_of(make("Lambda", mask=lambda inputs, mask: mask)(given)) is not None
    assert mask_of(make("Lambda")(given)) is None


@same_version
def test_wrappers_treat_a_mask_as_the_table_says() -> None:
    given = masked(tensor(3))
    inner = keras.layers.Bidirectional(keras.layers.LSTM(3, return_sequences=True))
    assert mask_of(inner(given)) is not None
    assert mask_of(keras.layers.Bidirectional(keras.layers.LSTM(3))(given)) is None


# --- shapes, steps, numbers -------------------------------------------------------------------------------

PLAIN = [
    name
    for name in TRIED
    if traits(name).family not in ("cell", "merge", "attention", "recurrent", "wrapper")
]


def ranks_tried(row: Traits) -> Iterator[int]:
    yield from range(2, 6) if not isinstance(row.reads, int) else [row.reads]


@same_version
@pytest.mark.parametrize("name", [name for name in PLAIN if traits(name).shape])
def test_the_output_has_the_axes_that_the_table_says(name: str) -> None:
    row = traits(name)
    for rank in ranks_tried(row):
        if name in ("EinsumDense", "Permute") and rank != 3:
            continue  # their setting spells the axes out
        x = inputs_for(name, rank)
        shape, before = numpy(call(name, make(name), x)).shape, x.shape
        match row.shape:
            case "same":
                assert shape == before
            case "rank":
                assert len(shape) == len(before)
            case "more":
                assert len(shape) == len(before) + 1
            case "flat":
                assert len(shape) == 2


@same_version
@pytest.mark.parametrize("name", [name for name in PLAIN if isinstance(traits(name).reads, int)])
def test_no_other_rank_is_taken(name: str) -> None:
    reads = input_ndim(name)
    for rank in set(range(2, 6)) - {reads}:
        with pytest.raises(Exception):  # noqa: B017 - by layer a ValueError, IndexError or NotImplementedError
            call(name, make(name), tensor(rank))


@same_version
@pytest.mark.parametrize("name", [name for name in TRIED if traits(name).family == "attention"])
def test_attention_to_vectors_raises_or_mixes_the_samples_of_a_batch(name: str) -> None:
    layer, x = make(name), tensor(2)
    try:
        first = numpy(call(name, layer, x))[0]
    except Exception:
        return
    x[1] += 1.0
    assert not np.allclose(numpy(call(name, layer, x))[0], first)


@same_version
@pytest.mark.parametrize("name", [name for name in PLAIN if traits(name).time])
def test_time_steps_stay_what_the_table_says(name: str) -> None:
    row = traits(name)
    rank = rank_for(row)
    layer, order = make(name), np.random.default_rng(3).permutation(STEPS)
    x = inputs_for(name, rank)
    out = numpy(call(name, layer, x))
    if row.time == "gone":
        assert out.ndim == 2
        return
    assert out.ndim == max(x.ndim, 3 if row.family == "embedding" else 0)
    other = numpy(call(name, layer, x[:, order]))
    same = out.shape[1] == STEPS and np.allclose(out[:, order], other, atol=1e-5)
    if row.time == "steps":
        assert same
    else:
        assert not same or row.family == "convolution"  # with a kernel of 1 step it happens to be so


@same_version
@pytest.mark.parametrize("name", [name for name in PLAIN if traits(name).scale])
def test_numbers_keep_the_scale_that_the_table_says(name: str) -> None:
    row = traits(name)
    rank = rank_for(row)
    layer, x = make(name), tensor(rank)
    training = {"training": True} if name == "BatchNormalization" else {}
    out, larger = (numpy(call(name, layer, factor * x, **training)) for factor in (1.0, 1000.0))
    match row.scale:
        case "keeps" | "activation":
            assert np.allclose(larger, 1000.0 * out, rtol=1e-3, atol=1e-2)
        case "normalizes":
            assert np.allclose(larger, out, atol=0.02)
        case "bounds":
            assert abs(larger).max() <= 1.0
        case "rescales":
            assert not np.allclose(larger, out)


@same_version
@pytest.mark.parametrize(
    "name", [name for name in PLAIN if traits(name).family in ("dropout", "noise", "penalty", "identity")]
)
def test_nothing_happens_there_when_predicting(name: str) -> None:
    x = tensor(rank_for(traits(name)))
    assert (
        numpy(call(name, make(name), x, **({} if name in NO_TRAINING else {"training": False}))) == x
    ).all()


NO_TRAINING = {"ActivityRegularization", "Identity"}


@same_version
@pytest.mark.parametrize("name", [name for name in TRIED if traits(name).weights is not None])
def test_weights_are_where_the_table_says(name: str) -> None:
    row = traits(name)
    if row.family in ("cell", "embedding"):
        pytest.skip("built by its RNN, or from ids")
    layer = make(name)
    call(name, layer, tensor(rank_for(row)))
    assert bool(layer.count_params()) == bool(row.weights)
    if row.weights == "features" and row.family not in ("merge", "attention"):
        free = keras.Input((STEPS, FEATURES, 4, 4, 4)[: rank_for(row) - 2] + (None,))
        with pytest.raises(Exception):  # noqa: B017 - by layer a ValueError, IndexError or NotImplementedError
            make(name)(free)


@same_version
@pytest.mark.parametrize("name", [name for name in TRIED if traits(name).activation])
def test_an_activation_layer_applies_the_activation_of_its_name(name: str) -> None:
    x, activation = tensor(3), traits(name).activation
    if activation == "prelu":
        assert (numpy(make(name)(x)) == numpy(keras.activations.relu(x))).all()  # as it starts
        return
    slope = {"negative_slope": 0.3} if activation == "leaky_relu" else {}
    expected = getattr(keras.activations, activation)(keras.ops.convert_to_tensor(x), **slope)
    assert np.allclose(numpy(make(name)(x)), numpy(expected), atol=1e-6)


@same_version
@pytest.mark.parametrize("name", [name for name in TRIED if traits(name).states])
def test_states_are_as_many_as_the_table_says(name: str) -> None:
    row = traits(name)
    if row.family == "cell":
        size = make(name).state_size
        assert (len(size) if isinstance(size, (list, tuple)) else 1) == row.states
        return
    assert len(make(name, return_state=True)(tensor(rank_for(row)))) == 1 + row.states


@same_version
def test_gates_are_where_the_table_says() -> None:
    for name, row in LAYERS.items():
        if row.family in ("recurrent", "cell") and name in NEWEST and name != "RNN":
            assert hasattr(make(name), "recurrent_activation") == row.gates, name
            has_kernel = "use_cudnn" in {parameter[0] for parameter in NEWEST[name]["parameters"]}
            assert has_kernel == row.fused, name


@same_version
def test_inputs_are_named_as_in_call() -> None:
    for name, row in LAYERS.items():
        if row.inputs:
            assert tuple(NEWEST[name]["call"][: len(row.inputs)]) == row.inputs
            assert "inputs" not in NEWEST[name]["call"]


@same_version
@pytest.mark.parametrize("name", sorted({name for name in PLAIN if traits(name).shape} & covered()))
def test_formulas_and_table_say_the_same_of_shapes(name: str) -> None:
    row = traits(name)
    before = (None, STEPS, FEATURES, 4, 4, 4)[: rank_for(row)]
    left_out = {"layer", "function"} if name == "GroupNormalization" else {"layer", "function", "groups"}
    arguments = {n: SETTINGS[n] for n in SETTINGS if n not in left_out}
    after = output_shape(name, arguments, [before])
    assert after is not None
    rank = {"same": len(before), "rank": len(before), "more": len(before) + 1, "flat": 2}[row.shape]
    assert len(after) == rank and (row.shape != "same" or after == before)
