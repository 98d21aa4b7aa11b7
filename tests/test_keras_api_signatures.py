"""The data files and the look-ups in them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lstm_lint.keras_api import signatures
from lstm_lint.keras_api.signatures import (
    KINDS,
    REQUIRED,
    accepts,
    canonical,
    exists,
    identifiers,
    names,
    possible_defaults,
    signature,
)
from lstm_lint.keras_api.versions import KerasTarget, parse_target

DATA = Path(signatures.__file__).parent / "data"
FILES = sorted(DATA.glob("*keras-*.json"))
STANDALONE_22 = KerasTarget((2, 2), (2, 2), standalone=True)
STANDALONE_23 = KerasTarget((2, 3), (2, 3), standalone=True)
TF_23 = KerasTarget((2, 3), (2, 3), standalone=False)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_data_files_are_small_sorted_and_complete(path: Path) -> None:
    text = path.read_text("utf-8")
    data = json.loads(text)
    assert len(text) < 150_000
    assert list(data) == sorted(data)
    assert data["version"].startswith(path.stem.rpartition("-")[2])
    for kind in KINDS:
        assert list(data[kind]) == sorted(data[kind])
        assert data[kind] or (
            kind in ("schedules", "losses", "metrics") and path.stem in ("keras-2.2", "keras-2.3")
        )
        for name, entry in data[kind].items():
            if "alias" in entry:
                assert entry["alias"] in data[kind], name
                continue
            assert len({p[0] for p in entry["parameters"]}) == len(entry["parameters"])
            assert not {p[0] for p in entry["parameters"]} & set(entry.get("extra", ()))
            assert all(p[2] in "pk" for p in entry["parameters"])
    for name in ("LSTM", "GRU", "SimpleRNN", "ConvLSTM2D", "Bidirectional", "TimeDistributed", "Dense"):
        assert name in data["layers"]


def test_the_index_holds_the_names_of_all_files() -> None:
    for kind in KINDS:
        assert names(kind) == {name for path in FILES for name in json.loads(path.read_bytes())[kind]}


@pytest.mark.parametrize(
    ("target", "cls", "parameter", "default"),
    [
        (STANDALONE_22, "LSTM", "recurrent_activation", "hard_sigmoid"),
        (STANDALONE_23, "LSTM", "recurrent_activation", "sigmoid"),
        (parse_target("2.15"), "LSTM", "recurrent_activation", "sigmoid"),
        (parse_target("3"), "LSTM", "recurrent_activation", "sigmoid"),
        (STANDALONE_23, "GRU", "reset_after", False),
        (TF_23, "GRU", "reset_after", True),
        (parse_target("3.9"), "GRU", "reset_after", True),
        (parse_target("3"), "LSTM", "units", REQUIRED),
        (parse_target("3"), "LSTM", "use_cudnn", "auto"),
        (parse_target("3"), "Conv2D", "strides", (1, 1)),
    ],
)
def test_layer_defaults_by_version(target: KerasTarget, cls: str, parameter: str, default: object) -> None:
    found = signature("layers", cls, target)
    assert found is not None
    assert found.default(parameter) == default


@pytest.mark.parametrize(
    ("target", "default"),
    [(STANDALONE_23, 1.0), (TF_23, 0.001), (parse_target("2.15"), 0.001), (parse_target("3"), 0.001)],
)
def test_adadelta_learning_rate_by_version(target: KerasTarget, default: float) -> None:
    found = signature("optimizers", "Adadelta", target)
    assert found is not None
    assert found.default("learning_rate") == default


def test_a_range_gives_every_possible_default() -> None:
    assert set(possible_defaults("optimizers", "Adadelta", "learning_rate", parse_target("2"))) == {
        0.001,
        1.0,
    }
    assert possible_defaults("optimizers", "Adadelta", "learning_rate", parse_target("3")) == (0.001,)


@pytest.mark.parametrize(
    ("kind", "name", "keyword", "target", "accepted"),
    [
        ("layers", "LSTM", "batch_input_shape", "2.15", True),
        ("layers", "LSTM", "batch_input_shape", "3", False),
        ("layers", "LSTM", "input_shape", "3", True),
        ("layers", "LSTM", "implementation", "3", True),
        ("layers", "LSTM", "time_major", "2.15", True),
        ("layers", "LSTM", "time_major", "3", False),
        ("layers", "LSTM", "cell", "2.15", False),
        ("layers", "LSTM", "inner_activation", "2.2", True),
        ("layers", "LSTM", "input_length", "2.3", True),
        ("layers", "LSTM", "use_cudnn", "3.0", False),
        ("layers", "LSTM", "use_cudnn", "3.4", True),
        ("layers", "Embedding", "input_length", "3", True),
        ("layers", "Conv1D", "rank", "3", False),
        ("optimizers", "Adam", "lr", "2.10", True),
        ("optimizers", "Adam", "lr", "3", False),
        ("optimizers", "Adam", "decay", "2.10", True),
        ("optimizers", "Adam", "decay", "2.15", False),
        ("optimizers", "Adam", "decay", "2", True),
        ("optimizers", "legacy.Adam", "decay", "2.15", True),
        ("methods", "Model.fit", "nb_epoch", "3", False),
        ("methods", "Model.compile", "sample_weight_mode", "2.15", True),
        ("functions", "pad_sequences", "maxlen", "3", True),
    ],
)
def test_keywords_by_version(kind: str, name: str, keyword: str, target: str, accepted: bool) -> None:
    assert accepts(kind, name, keyword, parse_target(target)) is accepted


def test_a_name_without_data_has_no_answer() -> None:
    assert accepts("layers", "Transformer", "units", parse_target("3")) is None
    assert signature("layers", "Transformer", parse_target("3")) is None


@pytest.mark.parametrize(
    ("kind", "name", "target", "there"),
    [
        ("layers", "CuDNNLSTM", "3", False),
        ("layers", "CuDNNLSTM", "2.3", True),
        ("layers", "MultiHeadAttention", "3", True),
        ("optimizers", "legacy.Adam", "2.15", True),
        ("optimizers", "legacy.Adam", "3", False),
        ("methods", "Model.fit_generator", "2.15", True),
        ("methods", "Model.fit_generator", "3", False),
        ("methods", "Model.reset_states", "3", False),
        ("functions", "timeseries_dataset_from_array", "3", True),
        ("activations", "tanh", "3", True),
        ("ops", "norm", "3", True),
        ("modules", "keras.utils.np_utils", "2.3", True),
        ("modules", "keras.utils.np_utils", "3", False),
        ("modules", "keras.preprocessing.text.Tokenizer", "3", False),
        ("modules", "tf.keras.preprocessing.text.Tokenizer", "3", True),
        ("modules", "tf.keras.layers.LSTM", "3", True),
    ],
)
def test_names_by_version(kind: str, name: str, target: str, there: bool) -> None:
    assert exists(kind, name, parse_target(target)) is there


def test_arguments_of_a_removed_layer_can_still_be_bound() -> None:
    found = signature("layers", "CuDNNLSTM", parse_target("3"))
    assert found is not None
    assert found.positional()[0] == "units"
    assert not found.accepts("recurrent_dropout")


@pytest.mark.parametrize(
    ("kind", "alias", "name"),
    [
        ("layers", "MaxPool1D", "MaxPooling1D"),
        ("layers", "GlobalAvgPool1D", "GlobalAveragePooling1D"),
        ("initializers", "glorot_uniform", "GlorotUniform"),
        ("layers", "LSTM", "LSTM"),
    ],
)
def test_aliases_have_one_documented_name(kind: str, alias: str, name: str) -> None:
    assert canonical(kind, alias) == name


def test_identifiers_are_the_strings_that_keras_takes() -> None:
    assert {"mse", "binary_crossentropy"} <= identifiers("losses", parse_target("3"))
    assert "accuracy" not in identifiers("losses", parse_target("3"))
    assert {"adam", "rmsprop"} <= identifiers("optimizers", parse_target("3"))
    assert {"tanh", "sigmoid", "hard_sigmoid"} <= identifiers("activations", parse_target("2"))


def test_default_of_an_unknown_parameter_is_an_error() -> None:
    found = signature("layers", "LSTM", parse_target("3"))
    assert found is not None
    assert found.default("name") is None
    with pytest.raises(KeyError):
        found.default("neurons")


def test_one_look_up_loads_one_data_file() -> None:
    code = (
        "from lstm_lint.keras_api import signatures as s\n"
        "from lstm_lint.keras_api.versions import parse_target\n"
        "s.signature('layers', 'LSTM', parse_target('3')); print(s._load.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
