"""The version to pin for an old script: the newest release that has all of its names, methods and arguments."""

from __future__ import annotations

import random
import re
from functools import reduce
from pathlib import Path

import pytest

from lstm_lint.keras_api.lifetimes import Line, line
from lstm_lint.keras_api.tensorflow_names import releases_with, works_on
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

KERAS, TENSORFLOW = line("keras"), line("tensorflow")


def newest(found: int | None, of: Line = KERAS) -> str | None:
    return None if found is None else of.newest(found)


def pinned(text: str, folder: Path) -> str:
    (found,) = (
        one
        for one in lint(from_bytes(text.encode(), str(folder / "a.py")), Settings())
        if one.code == "LL920"
    )
    assert len(found.message) <= 120
    return found.message


@pytest.mark.parametrize(
    ("path", "last"),
    [
        ("keras.layers.recurrent.LSTM", "2.8"),
        ("keras.utils.np_utils", "2.12"),
        ("keras.engine.topology", "2.4"),
        ("keras.layers.normalization", "2.12"),
        ("keras.layers.normalization.BatchNormalization", "2.4"),
        ("keras.backend.image_dim_ordering", "2.2.4"),
        ("keras.layers.MaxoutDense", "2.3"),
        ("keras.layers.Merge", "2.1"),
        ("keras.layers.core.Merge", "1.2"),
        ("keras.models.Graph", "1.0"),
        ("keras.layers.CuDNNLSTM", "2.12"),
        ("keras.layers.LSTM", "2.15"),
        ("keras.layers.embeddings.Embedding", "2.8"),
        ("keras.layers.recurrent_v2.LSTM", "2.8"),
        ("keras.layers.rnn.lstm.LSTM", "2.12"),
        ("keras.layers.convolutional", "2.12"),
        ("keras.callbacks.callbacks.EarlyStopping", "2.3"),
        ("keras.optimizers.adam_v2", "2.11"),
        ("keras.optimizers.adam_v2.Adam", "2.11"),
        ("keras.optimizers.gradient_descent_v2.SGD", "2.11"),
        ("keras.optimizers.rmsprop_v2.RMSprop", "2.11"),
        ("keras.optimizer_v2.adam", "2.8"),
        ("keras.optimizers.legacy.Adam", "2.15"),
        ("keras.layers.cores", None),
        ("keras.layers.regularizers", "2.2.4"),  # `from .core import *`
        ("keras.layers.activations.tanh", "2.2.4"),
        ("keras.applications.VGG16", "2.15"),
        ("keras.applications.music_tagger_crnn.MusicTaggerCRNN", "1.2"),
        ("keras.datasets.imdb", None),
        ("numpy.array", None),
    ],
)
def test_the_last_release_with_a_name(path: str, last: str | None) -> None:
    assert newest(KERAS.with_name(path)) == last


def test_a_module_is_no_function() -> None:
    assert newest(KERAS.with_name("keras.layers.merge")) == "2.8"
    assert newest(KERAS.with_name("keras.layers.merge", called=True)) == "2.1"


def test_tf_keras_has_a_line_of_its_own() -> None:
    assert newest(TENSORFLOW.with_name("tensorflow.keras.layers.CuDNNLSTM"), TENSORFLOW) == "1.15"
    assert newest(TENSORFLOW.with_name("tensorflow.keras.experimental.CosineDecay"), TENSORFLOW) == "2.15"
    assert TENSORFLOW.with_name("tensorflow.keras.layers.recurrent.LSTM") == 0
    assert TENSORFLOW.with_name("tensorflow.keras.layers.Lstm") is None


def test_a_name_may_be_gone_for_a_while() -> None:
    adam = KERAS.with_name("keras.optimizers.Adam") or 0
    there = [release for at, release in enumerate(KERAS.releases) if adam >> at & 1]
    assert {"2.4", "2.9"} <= set(there) and not {"2.6", "2.7", "2.8"} & set(there)


@pytest.mark.parametrize(
    ("call", "argument", "of_keras", "of_tensorflow"),
    [
        ("layers.LSTM", "inner_activation", "2.3", None),
        ("layers.Conv1D", "nb_filter", "2.3", None),
        ("models.Model", "input", "2.3", None),
        ("Model.fit", "nb_epoch", "2.3", "2.1"),
        ("Sequential.fit", "show_accuracy", "1.2", None),
        ("optimizers.Adam", "lr", "2.12", "2.10"),
        ("optimizers.Adam", "decay", "2.12", "2.10"),
        ("layers.LSTM", "units", "2.15", "2.15"),
    ],
)
def test_the_last_release_with_an_argument(
    call: str, argument: str, of_keras: str, of_tensorflow: str | None
) -> None:
    assert newest(KERAS.with_argument(call, argument)) == of_keras
    assert newest(TENSORFLOW.with_argument(call, argument), TENSORFLOW) == of_tensorflow


# Lines of a program by what they need: a name that is imported, or an argument of a call.
IMPORTED = (
    "keras.layers.recurrent.GRU", "keras.layers.core.Dense", "keras.layers.embeddings.Embedding",
    "keras.layers.normalization.BatchNormalization", "keras.layers.wrappers.TimeDistributed",
    "keras.layers.advanced_activations.LeakyReLU", "keras.utils.np_utils.to_categorical",
    "keras.utils.to_categorical", "keras.layers.Merge", "keras.layers.MaxoutDense", "keras.layers.CuDNNLSTM",
    "keras.optimizers.Adam", "keras.preprocessing.sequence.pad_sequences", "keras.preprocessing.text.Tokenizer",
    "keras.engine.topology.Layer", "keras.layers.merge.concatenate", "keras.layers.MultiHeadAttention",
    "keras.utils.vis_utils.plot_model", "keras.backend.image_dim_ordering", "keras.layers.core.Merge",
)  # fmt: skip
GIVEN = {
    ("layers.LSTM", "inner_activation"): 'more.add(layers.LSTM(8, inner_activation="tanh"))',
    ("layers.LSTM", "recurrent_dropout"): "more.add(layers.LSTM(8, recurrent_dropout=0.1))",
    ("layers.Dense", "W_regularizer"): "more.add(layers.Dense(8, W_regularizer=None))",
    ("optimizers.Adam", "lr"): "model.compile(optimizers.Adam(lr=0.01), 'mse')",
    ("optimizers.Adam", "learning_rate"): "model.compile(optimizers.Adam(learning_rate=0.01), 'mse')",
    ("optimizers.SGD", "decay"): "model.compile(optimizers.SGD(decay=0.01), 'mse')",
    ("Sequential.fit", "nb_epoch"): "model.fit(x, y, nb_epoch=2)",
    ("Sequential.fit", "epochs"): "model.fit(x, y, epochs=2)",
}


@pytest.mark.parametrize("seed", range(40))
def test_it_is_for_no_release_after_the_one_that_lost_the_first_name(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    names = chance.sample(IMPORTED, chance.randint(1, 4))
    given = chance.sample(list(GIVEN), chance.randint(0, 2))
    lines = [f"from {name.rpartition('.')[0]} import {name.rpartition('.')[2]}" for name in names]
    text = "\n".join(
        [
            "import numpy as np",
            "from keras import layers, optimizers",
            "from keras.layers.recurrent import LSTM",
            "from keras.models import Sequential",
            *lines,
            "x, y = np.load('x.npy'), np.load('y.npy')",
            "model, more = Sequential(), Sequential()",
            "model.add(LSTM(8, input_shape=(20, 3)))",
            *(GIVEN[one] for one in given),
        ]
    )
    asked = [KERAS.with_name(name) for name in ("keras.layers.recurrent.LSTM", *names)]
    asked += [KERAS.with_argument(call, name) for call, name in given]
    asked += [KERAS.with_name("keras.optimizers.Adam") for call, _ in given if call == "optimizers.Adam"]
    asked += [KERAS.with_name("keras.optimizers.SGD") for call, _ in given if call == "optimizers.SGD"]
    assert None not in asked
    together = reduce(lambda bits, one: bits & (one or 0), asked, KERAS.every)
    message = pinned(text, tmp_path)
    if not together:
        assert "no release has both" in message or "no one release has all" in message
        return
    went_first = min((bits or 0 for bits in asked), key=int.bit_length)
    release = KERAS.newest(went_first)
    words = {"1.2": "Keras 1 or older", "0.3": "Keras 0.3 or older"}.get(
        release or "", f"Keras {release} or older"
    )
    module_alone = message == "`keras.layers.recurrent` was removed in Keras 2.9; import from `keras.layers`"
    assert module_alone or message.startswith(f"written for {words}"), (message, text)


@pytest.mark.parametrize(
    ("imports", "last", "pin"),
    [
        ("tensorflow.keras", "model.predict_classes(x)", "TensorFlow 2.5 or older"),
        ("tensorflow.keras", "model.fit_generator(x)", "Keras 2"),
        ("tensorflow.keras", "model.fit(x, nb_epoch=3)", "TensorFlow 2.1 or older"),
        ("tensorflow.keras", "layers.CuDNNGRU(8)", "TensorFlow 1"),
        ("keras", "model.fit_generator(x)", "Keras 2"),
        ("keras", "model.fit(x, nb_epoch=3)", "Keras 2.3 or older"),
        (
            "keras",
            "model.fit(x, callbacks=[callbacks.ModelCheckpoint('best.h5', save_weights_only=True)])",
            "written for Keras 2: Keras 3 rejects the file name 'best.h5'",
        ),
    ],
)
def test_tf_keras_comes_with_tensorflow(imports: str, last: str, pin: str, tmp_path: Path) -> None:
    message = pinned(
        f"""\
import numpy as np
from {imports} import callbacks, layers, models
x = np.load("x.npy")
model = models.Sequential([layers.LSTM(32, input_shape=(20, 3)), layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
{last}
""",
        tmp_path,
    )
    assert re.search(re.escape(pin) + r"(?![.\d])", message)


@pytest.mark.parametrize(
    ("argument", "instead"),
    [("inner_activation='tanh'", "recurrent_activation"), ("W_regularizer=None", "kernel_regularizer")],
)
def test_tf_keras_never_took_an_argument_of_keras_1(argument: str, instead: str, tmp_path: Path) -> None:
    text = f"""\
from tensorflow.keras import layers, models
model = models.Sequential([layers.LSTM(32, input_shape=(20, 3), {argument}), layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
"""
    found = lint(from_bytes(text.encode(), str(tmp_path / "a.py")), Settings())
    (message,) = (one.message for one in found if one.code in ("LL901", "LL908"))
    assert f"write `{instead}`" in message
    assert not [one for one in found if one.code == "LL920"]


@pytest.mark.parametrize(("used", "count"), [("'adam'", 0), ("Adam(0.01)", 1)])
def test_an_import_of_the_old_optimizers_is_harmless(used: str, count: int, tmp_path: Path) -> None:
    text = f"""\
from keras import layers, models
from keras.optimizers.legacy import Adam
model = models.Sequential([layers.Input((20, 3)), layers.LSTM(32), layers.Dense(1)])
model.compile(loss="mse", optimizer={used})
"""
    found = lint(from_bytes(text.encode(), str(tmp_path / "a.py")), Settings())
    assert len([one for one in found if one.code in ("LL902", "LL920")]) == count


def test_what_exists_in_no_release_is_a_slip_of_its_own(tmp_path: Path) -> None:
    text = """\
from keras.layers.recurrent import LSTM
from keras.models import Sequential
from keras.layers.core import Activator
model = Sequential([LSTM(32, input_shape=(20, 3))])
"""
    assert "Keras 2.8 or older" in pinned(text, tmp_path)


def test_arguments_count_where_the_class_is_not_in_its_public_module(tmp_path: Path) -> None:
    text = """\
from keras.layers import LSTM
from keras.models import Sequential
from keras.optimizer_v2.adam import Adam
from keras.utils.np_utils import to_categorical
model = Sequential([LSTM(32, input_shape=(20, 3))])
model.compile(Adam(learning_rate=0.001), "mse")
"""
    assert "Keras 2.8 or older" in pinned(text, tmp_path)


@pytest.mark.parametrize(
    ("sets", "pin"),
    [("", "Keras 1 or older"), ("self.inner_init = initializations.get('uniform')", "Keras 2.2.4 or older")],
)
def test_recurrent_layers_of_keras_1_had_an_initializer_to_call(sets: str, pin: str, tmp_path: Path) -> None:
    text = f"""\
from keras import backend as K
from keras.layers import LSTM, activations
from keras.layers.recurrent import GRU
class Attention(LSTM):
    def build(self, input_shape):
        super(Attention, self).build(input_shape)
        {sets}
        self.U_a = self.inner_init((32, 32), name="U_a")
"""
    assert pin in f"{pinned(text, tmp_path)} "


# As editors complete the names of Keras 2.6 to 2.12: each lies in the file where it is defined.
PRIVATE = """from keras.layers import LSTM, Dense
from keras.layers.normalization.batch_normalization_v1 import BatchNormalization
from keras.models import Sequential
from keras.optimizers import adam_v2
model = Sequential([LSTM(32, input_shape=(20, 3)), Dense(1)])
model.compile(adam_v2.Adam(lr=0.001), "mse")
"""


@pytest.mark.parametrize(
    ("old", "new", "pin"),
    [
        ("", "", "Keras 2.11 or older"),
        (
            "from keras.optimizers import adam_v2",
            "import keras.optimizers.adam_v2 as adam_v2",
            "Keras 2.11 or older",
        ),
        ("adam_v2", "gradient_descent_v2", "Keras 2.11 or older"),
        ("from keras.optimizers import adam_v2", "from keras.optimizers import Adam", "Keras 2.12 or older"),
        ("normalization.batch_normalization_v1", "no_such_module", "Keras 2.11 or older"),
        (
            'model.compile(adam_v2.Adam(lr=0.001), "mse")',
            "trained = restore('a.h5')\ntrained.predict_classes(x)",
            "no one release has all it uses",
        ),
    ],
)
def test_the_pin_is_low_enough_for_private_modules(old: str, new: str, pin: str, tmp_path: Path) -> None:
    text = PRIVATE.replace(old, new) if old else PRIVATE
    if "import Adam" in new:
        text = text.replace("adam_v2.Adam(lr", "Adam(learning_rate")
    assert re.search(re.escape(pin) + r"(?![.\d])", pinned(text, tmp_path)), pinned(text, tmp_path)


@pytest.mark.parametrize(
    ("more", "pin"),
    [
        ("print(model.predict_classes(x))", "Keras 2.4 or older"),
        ("# print(model.predict_classes(x))", "Keras 2"),
        ("try:\n    model.predict_classes(x)\nexcept AttributeError:\n    model.predict(x)", "Keras 2"),
        ("if hasattr(model, 'predict_classes'):\n    model.predict_classes(x)", "Keras 2"),
        (
            "class Net:\n    def predict_classes(self, x):\n        return x\nNet().predict_classes(x)",
            "Keras 2",
        ),
    ],
)
def test_a_method_that_went_counts_where_the_model_is_not_known(more: str, pin: str, tmp_path: Path) -> None:
    text = f"""\
from elsewhere import restore, x
from keras.layers import LSTM, Dense
from keras.models import Sequential
model = Sequential([LSTM(32, input_shape=(20, 3)), Dense(4, activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.save_weights("weights")
model = restore("model.json")
{more}
"""
    assert re.search(re.escape(pin) + r"(?![.\d])", pinned(text, tmp_path)), pinned(text, tmp_path)


@pytest.mark.parametrize(
    ("module", "said"),
    [
        (
            "keras.callbacks.callbacks",
            "`keras.callbacks.callbacks` was removed in Keras 2.4; import from `keras.callbacks`",
        ),
        ("keras.callbacks", None),
    ],
)
def test_a_module_that_went_is_named_and_not_what_it_held(
    module: str, said: str | None, tmp_path: Path
) -> None:
    text = f"""\
from keras.layers import LSTM
from keras.models import Sequential
from {module} import EarlyStopping, ModelCheckpoint
model = Sequential([LSTM(32, input_shape=(20, 3))])
"""
    if said is not None:
        assert pinned(text, tmp_path) == said
        older = pinned(text.replace("import LSTM", "import LSTM, Merge"), tmp_path)
        assert "`EarlyStopping`" not in older
        older = pinned(text + 'model.compile("adam", "mse")\nmodel.fit_generator(x)\n', tmp_path)
        assert "callbacks.callbacks` was removed later)" in older
    else:
        assert not [
            one
            for one in lint(from_bytes(text.encode(), str(tmp_path / "a.py")), Settings())
            if one.code == "LL920"
        ]


def test_a_name_is_not_said_to_be_gone_where_it_moved(tmp_path: Path) -> None:
    text = """\
from keras.layers import LSTM
from keras.layers.normalization import BatchNormalization
from keras.models import Sequential
model = Sequential([LSTM(32, input_shape=(20, 3)), BatchNormalization()])
model.fit(x, y, nb_epoch=3)
"""
    assert "(`BatchNormalization` was" not in pinned(text, tmp_path)
    assert "layers.Merge` was removed" in pinned(text.replace("import LSTM", "import LSTM, Merge"), tmp_path)


def test_what_tensorflow_2_keeps_for_version_1_is_not_gone(tmp_path: Path) -> None:
    text = """\
import tensorflow as tf
model = tf.keras.Sequential([tf.compat.v1.keras.layers.CuDNNGRU(units=8, return_sequences=True)])
model.add(tf.keras.layers.GRU(8))
model.compile(tf.keras.optimizers.Adam(lr=0.01), "mse")
model.fit_generator(x)
"""
    assert "TensorFlow 1" not in pinned(text, tmp_path)
    assert "Keras 2" in pinned(text.replace("lr=", "learning_rate="), tmp_path)
    assert "TensorFlow 1" in pinned(text.replace("compat.v1.", ""), tmp_path)


def test_an_argument_is_named_whole(tmp_path: Path) -> None:
    text = """\
from keras.layers import LSTM, Merge
from keras.models import Sequential
from keras.optimizers import Adam
model = Sequential([LSTM(32, input_shape=(20, 3))])
model.compile(Adam(learning_rate=0.001), "mse")
"""
    assert "no release has both `Merge` and `learning_rate=0.001`" in pinned(text, tmp_path)


@pytest.mark.parametrize("version", ["2.11", "3"])
@pytest.mark.parametrize(
    ("imports", "gone"),
    [
        ("tensorflow.keras.utils.vis_utils import plot_model", "tf.keras.utils.vis_utils"),
        ("tensorflow.keras.layers.recurrent import GRU", "tf.keras.layers.recurrent"),
        ("tensorflow.keras.utils import plot_model", None),
        ("keras.utils.vis_utils import plot_model", None),
        ("tensorflow.keras.legacy import saving", None),
    ],
)
def test_a_module_that_tf_keras_never_had(version: str, imports: str, gone: str | None) -> None:
    text = f"""\
from tensorflow.keras.layers import LSTM
from tensorflow.keras.models import Sequential
from {imports}
model = Sequential([LSTM(32, input_shape=(20, 3))])
"""
    found = lint(from_bytes(text.encode(), "elsewhere/example.py"), Settings(keras=version))
    never = [one.message for one in found if "is in no TensorFlow" in one.message]
    assert [one.partition("` ")[0] for one in never] == ([f"`{gone}"] if gone else [])


def test_what_tf_keras_never_had_says_nothing_of_a_version(tmp_path: Path) -> None:
    text = """\
from tensorflow.keras.layers import LSTM
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils.vis_utils import plot_model
model = Sequential([LSTM(32, input_shape=(20, 3))])
"""
    found = lint(from_bytes(text.encode(), str(tmp_path / "a.py")), Settings())
    assert [one.code for one in found if one.code in ("LL902", "LL920")] == ["LL902"]


def test_the_reason_is_what_the_version_is_from(tmp_path: Path) -> None:
    message = pinned(
        """\
from keras.layers import LSTM, Dense, Merge
from keras.layers.embeddings import Embedding
from keras.models import Sequential
words, more = Sequential(), Sequential()
words.add(Embedding(500, 16, input_length=20))
more.add(Embedding(500, 16, input_length=20))
model = Sequential()
model.add(Merge([words, more], mode="concat"))
model.add(LSTM(32))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
""",
        tmp_path,
    )
    assert message.startswith("written for Keras 2.1 or older")
    assert "Merge" in message and "embeddings" not in message


def test_functions_of_the_backend_that_went_are_counted(tmp_path: Path) -> None:
    text = """\
from keras import backend as K
from keras.layers import LSTM, Merge
from keras.models import Sequential
model = Sequential([LSTM(32, input_shape=(20, 3))])
print(K.image_dim_ordering())
"""
    (found,) = (
        one
        for one in lint(from_bytes(text.encode(), str(tmp_path / "a.py")), Settings())
        if one.code == "LL920"
    )
    assert any("image_dim_ordering" in one.message for one in found.related)


@pytest.mark.parametrize(
    ("metric", "name", "pin"),
    [
        ("accuracy", "acc", "Keras 2.2 or older"),
        ("acc", "acc", "Keras 2.12 or older"),
        ("mae", "mean_absolute_error", "Keras 2.2 or older"),
        ("mse", "mean_squared_error", "Keras 2.2 or older"),
        ("mean_absolute_error", "mean_absolute_error", "Keras 2.12 or older"),
        ("mae", "mae", "Keras 2.12 or older"),
        ("mae", "loss", "Keras 2.12 or older"),
    ],
)
def test_names_of_the_history_changed_with_keras_2_3(
    metric: str, name: str, pin: str, tmp_path: Path
) -> None:
    text = f"""\
import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.utils.np_utils import to_categorical
x, y = np.load("x.npy"), np.load("y.npy")
model = Sequential([LSTM(32, input_shape=(20, 3)), Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["{metric}"])
history = model.fit(x, y)
print(history.history["{name}"])
model.predict_generator(x)
"""
    assert pin in pinned(text, tmp_path)


def test_arguments_of_input_are_not_those_of_its_layer(tmp_path: Path) -> None:
    text = """\
from keras import initializations
from keras.layers import LSTM, Dense, Embedding, Input
from keras.models import Model
words = Input(shape=(20,), dtype="int32")
model = Model(input=words, output=Dense(1)(LSTM(8)(Embedding(100, 8)(words))))
model.compile("rmsprop", "mse")
"""
    assert "Keras 1" in pinned(text, tmp_path)


@pytest.mark.parametrize(
    ("path", "first", "last"),
    [
        ("tensorflow.Session", "1.15", "1.15"),
        ("tensorflow.contrib.rnn.BasicLSTMCell", "1.15", "1.15"),
        ("tensorflow.train.AdamOptimizer", "1.15", "1.15"),
        ("tensorflow.random.set_seed", "2.0", "2.15"),
        ("tensorflow.config.list_physical_devices", "2.1", "2.15"),
        ("tensorflow.python.keras.optimizers.Adam", "1.15", "2.3"),
        ("tensorflow.python.keras.layers.Bidirectional", "1.15", "2.7"),
        ("tensorflow.python.keras.layers.CuDNNLSTM", "1.15", "2.12"),
    ],
)
def test_the_releases_of_tensorflow_with_a_name(path: str, first: str, last: str) -> None:
    found = releases_with(path) or 0
    assert TENSORFLOW.newest(found) == last
    assert TENSORFLOW.newest(found & -found) == first


@pytest.mark.parametrize(
    "path",
    [
        "tensorflow.constant", "tensorflow.compat.v1.Session", "tensorflow.python.keras.layers.LSTM",
        "tensorflow.Sessions", "tensorflow.GradientTape", "tensorflow.losses.Reduction", "numpy.Session",
        "tensorflow.summary.scalar", "tensorflow.keras.layers.LSTM",
    ],
)  # fmt: skip
def test_names_that_every_tensorflow_may_have(path: str) -> None:
    assert releases_with(path) is None


def test_names_of_the_installed_tensorflow() -> None:
    """What TensorFlow 2 took away is not there to this day."""
    tensorflow = pytest.importorskip("tensorflow")
    for name in (
        "Session",
        "placeholder",
        "contrib",
        "ConfigProto",
        "set_random_seed",
        "get_default_graph",
        "log",
    ):
        assert releases_with(f"tensorflow.{name}") == 1 and not hasattr(tensorflow, name)
    for name in ("function", "numpy_function", "one_hot"):
        assert releases_with(f"tensorflow.{name}") is None and hasattr(tensorflow, name)


def test_which_tensorflow_a_keras_runs_on() -> None:
    assert [works_on(release) for release in ("1.2", "2.2", "2.9")] == [("1.15",), ("1.15",), ("2.9",)]
    assert works_on("2.3") == ("2.2", "2.1", "2.0", "1.15")


STAND_ALONE = """from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.optimizers import Adam
"""
BUILT = """
import numpy as np
x, y = np.load("x.npy"), np.load("y.npy")
model = Sequential([LSTM(32, input_shape=(30, 4)), Dense(1)])
model.compile(Adam(lr=0.01), "mse")
model.fit(x, y, epochs=10)
"""


@pytest.mark.parametrize(
    ("more", "pin"),
    [
        ("", "Keras 2.12 or older"),
        ("import tensorflow as tf\ntf.Session()", "Keras 2.3 or older"),
        (
            "import tensorflow as tf\nconfig = tf.ConfigProto(log_device_placement=True)",
            "Keras 2.3 or older",
        ),
        (
            "import tensorflow as tf\ndef build():\n    return tf.contrib.rnn.LSTMCell(3)",
            "Keras 2.3 or older",
        ),
        ("from tensorflow import set_random_seed\nset_random_seed(1)", "Keras 2.3 or older"),
        ("from tensorflow.contrib import learn", "Keras 2.3 or older"),
        ("from keras_contrib.layers import CRF", "Keras 2.3 or older"),
        ("from keras.layers import Merge", "Keras 2.1 or older"),
        (
            "from keras.layers import Merge\nimport os\nos.environ['KERAS_BACKEND'] = 'theano'",
            "Keras 2.1 or older",
        ),
        ("from keras.layers.normalization import BatchNormalization", "Keras 2.4 or older"),
        ("from keras.layers import Merge\nimport theano.tensor as T", "Keras 2.1 or older"),
        ("import tensorflow as tf\ntf.compat.v1.Session()", "Keras 2.12 or older"),
        (
            "import tensorflow as tf\ntf.random.set_seed(1)\ndef go(model):\n    model.fit(x, y, nb_epoch=2)",
            "Keras 2.3 or older",
        ),
        ("def go(model):\n    model.fit(x, scale(y), nb_epoch=2)", "Keras 2.3 or older"),
        ("# model.fit(x, y, nb_epoch=2)\ndef go(nb_epoch=2):\n    return nb_epoch", "Keras 2.12 or older"),
        (
            "from keras.engine import Layer\nclass Own(Layer):\n    def build(self, shape):\n"
            "        self.w = self.add_weight((shape[-1],), initializer='zeros')",
            "Keras 2.3 or older",
        ),
        (
            "from keras.layers import Layer\nclass Own(Layer):\n    def build(self, shape):\n"
            "        self.w = self.add_weight(shape=(shape[-1],), initializer='zeros')",
            "Keras 2.12 or older",
        ),
        (
            "import tensorflow as tf\ntry:\n    tf.Session()\nexcept AttributeError:\n    pass",
            "Keras 2.12 or older",
        ),
        ("import tensorflow as tf\nif tf.__version__ < '2':\n    tf.Session()", "Keras 2.12 or older"),
        ("import tensorflow as tf\ntf.random.set_seed(1)", "Keras 2.12 or older"),
    ],
)
def test_names_of_tensorflow_move_the_pin_of_keras(more: str, pin: str, tmp_path: Path) -> None:
    assert pin in pinned(STAND_ALONE + more + BUILT, tmp_path)


@pytest.mark.parametrize(
    ("more", "pin"),
    [
        ("", "TensorFlow 2.10 or older"),
        ("import tensorflow as tf\ntf.placeholder(tf.float32)", "TensorFlow 1"),
        ("from tensorflow.python.keras.optimizers import Adamax", "TensorFlow 2.3 or older"),
        (
            "import tensorflow as tf\ntf.Session()\ntf.random.set_seed(1)",
            "no release has both `Session` and `set_seed`",
        ),
    ],
)
def test_names_of_tensorflow_move_its_own_pin(more: str, pin: str, tmp_path: Path) -> None:
    text = STAND_ALONE.replace("from keras", "from tensorflow.keras") + more + BUILT
    assert pin in pinned(text, tmp_path)


def test_no_release_has_what_two_packages_exclude(tmp_path: Path) -> None:
    text = (
        STAND_ALONE + "import tensorflow as tf\ntf.random.set_seed(1)\nfrom keras.layers import Merge" + BUILT
    )
    assert "no release has both `set_seed` and `Merge`" in pinned(text, tmp_path)


def test_what_is_older_than_tensorflow_1(tmp_path: Path) -> None:
    text = STAND_ALONE + "import tensorflow as tf\ndef loss(y, z):\n    return tf.mul(y, z)" + BUILT
    older, newer = text.replace("epochs", "nb_epoch"), text.replace("from keras", "from tensorflow.keras")
    found = pinned(older, tmp_path)
    assert found.startswith("written for Keras 1 or older (`tf.mul` ended with TensorFlow 0.12)")
    assert "Keras 1" in found
    assert "`tf.mul` ended with TensorFlow 0.12" in pinned(newer, tmp_path)
    assert "pin" not in pinned(newer, tmp_path)


@pytest.mark.parametrize(
    ("logs", "older"),
    [
        ('print(pd.DataFrame(hist.history)["val_acc"])', True),
        ('frame = pd.DataFrame(hist.history)\nprint(frame[["loss", "val_loss"]], frame["acc"])', True),
        ('print(hist.history.get("acc"))', True),
        ('def plot(trained):\n    print(trained.history["acc"])', True),
        ('# print(hist.history["acc"])', False),
        ('print(pd.DataFrame(hist.history)["loss"])', False),
        ('print(hist.history["acc" if old else "accuracy"])', False),
        ('def plot(h):\n    print(h.history["acc"] if "acc" in h.history else h.history["accuracy"])', False),
        ('def plot(h):\n    print(h.acc["acc"])', False),
    ],
)
def test_the_log_of_accuracy_was_called_acc(logs: str, older: bool, tmp_path: Path) -> None:
    text = STAND_ALONE.replace("keras.layers", "keras.layers.core") + "import pandas as pd\n" + BUILT
    text = text.replace('"mse"', '"binary_crossentropy", metrics=["accuracy"]').replace(
        "model.fit", "hist = model.fit"
    )
    assert ("Keras 2.2 or older" in pinned(text + logs, tmp_path)) is older
    assert "keras<2.3 " not in pinned(
        (text + logs).replace('metrics=["accuracy"]', 'metrics=["acc"]'), tmp_path
    )
