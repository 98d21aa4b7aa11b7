"""Scripts with one planted defect each, over five architectures and the rules that can be confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.smoke.architectures import HEAD, autoencoder, classifier, regression, seq2seq, tagger
from benchmarks.smoke.varied import varied
from lstm_lint.rulebook.rule_page import directory, read_rules
from lstm_lint.smoke import facts
from lstm_lint.testing import read


@dataclass(frozen=True)
class Planted:
    """A script, the rule that has to find the defect, and the architecture that it stands in."""

    code: str
    architecture: str
    script: str
    number: int = 1  # among those of the same rule in the same architecture

    @property
    def name(self) -> str:
        return f"{self.code} in {self.architecture}" + (f", {self.number}" if self.number > 1 else "")


_RELU = ", activation='relu'"
_POST = "x = pad_sequences([[1]], maxlen=60, padding='post')\nmodel.fit(x, np.zeros(1), epochs=2)"
_IMDB = """\
from keras.datasets import imdb
(x, y), _ = imdb.load_data(num_words=1000)
x = pad_sequences(x, maxlen=30)
model.fit(x, y)"""
_SCHEDULE = "keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(1e-3, 1, 0.9))"


def planted() -> Iterator[Planted]:
    """Every planted defect, each with a name of its own: those below, Bad blocks of pages, and drawn programs."""
    seen: Counter[str] = Counter()
    drawn = (Planted(code, "a drawn program", script) for code, script in varied())
    for one in (*_planted(), *_of_pages(), *drawn):
        seen[one.name] += 1
        yield replace(one, number=seen[one.name])


def _of_pages() -> Iterator[Planted]:
    for rule in read_rules(directory()):
        if rule.smoke != "none" and facts.of(rule.code).planted == "page":
            for block in read(rule.page).blocks("Bad"):
                yield Planted(rule.code, "page", block.text)


def _planted() -> Iterator[Planted]:
    r, c, t = "stacked regression", "text classifier", "tagger"
    s, a = "seq2seq", "autoencoder"
    yield from _wiring(r, c, t, s, a)
    yield from _layers(r, c, t, s, a)
    yield from _masks(r, c, t, s, a)
    yield from _losses(r, c, t, s, a)
    yield from _optimizers(r, c, t, s, a)
    yield from _data(r, c, t, s, a)
    yield from _calls(r, c, t, s, a)
    yield Planted("LL101", r, regression().replace("32, return_sequences=True)", "32)"))
    yield Planted("LL103", r, regression(second=", return_sequences=True"))
    yield Planted("LL104", r, regression(y="np.random.randn(2000, 3)"))
    yield Planted("LL115", r, regression(second=", return_sequences='False'"))
    yield Planted(
        "LL201", r, regression(", recurrent_activation='softmax'", ", recurrent_activation='softmax'")
    )
    # What two LSTMs lose by relu gates, or by sigmoid cells, does not last: after 400 updates over 64 steps 0.03 and
    # 0.06 of a constant's loss are left, 0.011 as fixed.
    relu_gates, softmax_cells = 2 * [", recurrent_activation='relu'"], 2 * [", activation='softmax'"]
    yield Planted("LL202", r, _long(regression(*relu_gates)).replace("LSTM", "GRU"))
    yield Planted("LL203", r, _long(regression(_RELU, _RELU)))
    yield Planted("LL204", r, _long(regression(*softmax_cells)))
    yield Planted("LL208", r, regression(", kernel_initializer='zeros'", ", kernel_initializer='zeros'"))
    yield Planted("LL412", r, regression(after=" layers.Dropout(0.5),"))
    yield Planted("LL501", r, regression(optimizer="keras.optimizers.Adam(0.5)"))
    yield Planted("LL502", r, regression(optimizer="keras.optimizers.Adam(1e-7)"))
    yield Planted("LL503", r, regression(optimizer="'sgd'"))
    yield Planted("LL504", r, regression(optimizer="'adadelta'"))
    yield Planted("LL506", r, regression(optimizer="keras.optimizers.Adam(clipnorm=1.0, clipvalue=0.5)"))
    yield Planted("LL507", r, regression(optimizer="keras.optimizers.SGD(0.1, clipnorm=0.001)"))
    yield Planted("LL508", r, regression(optimizer="keras.optimizers.Adam(lr=0.001)"))
    yield Planted("LL511", r, regression(optimizer=_SCHEDULE))
    yield Planted("LL511", r, regression(optimizer=_SCHEDULE.replace("1, 0.9", "10, 1.5")))
    yield Planted("LL602", r, regression(", dropout=0.9", ", dropout=0.9"))
    yield Planted("LL901", r, regression(input="keras.Input((30, 4))", first=", time_major=False"))
    yield Planted("LL110", r, regression(second=", stateful=True"))
    yield Planted(
        "LL111",
        r,
        regression(input="keras.Input(batch_shape=(32, 4, 4))", first=", stateful=True")
        .replace("2000, 30, 4", "1920, 4, 4")
        .replace("2000, 1", "1920, 1"),
    )
    yield Planted(
        "LL113",
        r,
        regression(
            input="keras.Input(batch_shape=(32, 30, 4))", first=", stateful=True", fit=", shuffle=False"
        ),
    )
    # Made-up numbers of one step show the mechanics of a layer: the rule says nothing of them.
    single = regression(input="keras.Input((1, 4))").replace(
        "np.random.randn(2000, 30, 4)", "np.load('x.npy')"
    )
    yield Planted("LL109", r, single)
    yield Planted("LL301", c, classifier(fit=_POST, steps="60"))
    yield Planted(
        "LL302",
        c,
        classifier(embedding=", mask_zero=True").replace(
            "    layers.LSTM(32)", "    layers.Conv1D(16, 3, padding='same'),\n    layers.LSTM(32)"
        ),
    )
    yield Planted(
        "LL401", c, classifier(head="layers.Dense(1, activation='softmax')", loss="'binary_crossentropy'")
    )
    # Not the text classifier: key words are learned without an activation too, to 0.04 of a constant's loss.
    yield Planted("LL404", t, tagger(head="layers.Dense(3)"))
    yield Planted(
        "LL406",
        c,
        classifier(head="layers.Dense(1, activation='sigmoid')", loss="'sparse_categorical_crossentropy'"),
    )
    yield Planted(
        "LL408",
        c,
        classifier(
            loss="'categorical_crossentropy'",
            fit=_IMDB,
        ).replace("Dense(3", "Dense(2"),
    )
    yield Planted("LL201", c, classifier(", recurrent_activation='softmax'"))
    yield Planted("LL501", c, classifier(optimizer="keras.optimizers.Adam(1.0)"))
    yield Planted("LL201", t, tagger(", recurrent_activation='softmax'", cell="GRU"))
    yield Planted("LL202", t, tagger(_RELU.replace("activation", "recurrent_activation"), cell="GRU"))
    yield Planted("LL404", t, tagger(head="layers.Dense(3, activation='relu')"))
    yield Planted("LL504", t, tagger(optimizer="keras.optimizers.Adagrad()"))
    yield Planted("LL501", t, tagger(optimizer="keras.optimizers.RMSprop(0.5)"))
    yield Planted("LL107", s, seq2seq(units="48"))
    yield Planted("LL404", s, seq2seq(head="layers.Dense(3)"))
    yield Planted("LL204", s, seq2seq(", activation='sigmoid'", ", activation='softmax'"))
    yield Planted("LL501", s, seq2seq(optimizer="keras.optimizers.Adam(1.0)"))
    yield Planted("LL101", a, autoencoder(bridge="layers.Dropout(0.1)"))
    yield Planted("LL204", a, autoencoder(", activation='sigmoid'", ", activation='sigmoid'"))
    yield Planted("LL504", a, autoencoder(optimizer="'ftrl'"))
    yield Planted(
        "LL506", a, autoencoder(optimizer="keras.optimizers.Adam(clipnorm=1.0, global_clipnorm=1.0)")
    )


def _long(script: str) -> str:
    """A stacked regression over 64 steps."""
    return script.replace("30, 4", "64, 4")


def _one_layer(script: str) -> str:
    """A stacked regression without its first recurrent layer."""
    return "".join(line for line in script.splitlines(True) if "LSTM(32, return_sequences=True" not in line)


def _wiring(r: str, c: str, t: str, s: str, a: str) -> Iterator[Planted]:
    """Shapes and wires."""
    stateful = {"input": "keras.Input(batch_shape=(32, 30, 4))", "second": ", stateful=True"}
    bounded = {
        "second": ", return_sequences=True",
        "head": "layers.LSTM(1)",
        "y": "np.random.randn(2000, 1) + 3",
    }
    flat = tagger().replace("(25, 5)", "(None, 5)")
    yield Planted("LL102", r, regression(input="keras.Input((2000, 30, 4))"))
    yield Planted("LL102", c, classifier(steps="20, 30"))
    yield Planted("LL105", a, autoencoder(", return_sequences=True"))
    yield Planted("LL105", t, tagger("), merge_mode='average'", cell="Bidirectional(layers.LSTM"))
    yield Planted("LL107", s, seq2seq(units="48", encoder=", dropout=0.2"))
    yield Planted("LL108", t, flat.replace("    layers.Dense", "    layers.Flatten(),\n    layers.Dense"))
    yield Planted("LL112", r, regression(fit=", shuffle=False", **stateful))
    yield Planted("LL114", r, regression(**bounded))
    yield Planted("LL116", r, regression(x="np.random.randn(2000, 4, 30)"))
    yield Planted("LL116", a, autoencoder() + "x = np.random.rand(64, 2, 20)\nmodel.fit(x, x, epochs=2)\n")
    yield Planted("LL212", r, regression(", recurrent_dropout=0.2, use_cudnn=True"))


def _layers(r: str, c: str, t: str, s: str, a: str) -> Iterator[Planted]:
    """What a recurrent layer remembers, starts from, drops and costs."""
    simple = regression().replace("LSTM", "SimpleRNN").replace("30, 4", "40, 4")
    forgetful = ", unit_forget_bias=False"
    wide = ", recurrent_initializer=keras.initializers.RandomNormal(stddev=1.0)"
    wider = ", kernel_initializer=keras.initializers.RandomUniform(-3, 3)"
    he = ", kernel_initializer='he_normal', recurrent_initializer='he_normal'"
    deep = "return_sequences=True)," + 8 * "\n    layers.LSTM(32, return_sequences=True),"
    softmax = "layers.Dense(3, activation='softmax')"
    norm = regression(head="layers.BatchNormalization(),\n    layers.Dense(1)").replace(
        "epochs=8", "epochs=3"
    )
    yield Planted("LL206", r, simple)
    yield Planted("LL207", r, _one_layer(regression(second=forgetful)))
    yield Planted("LL208", t, tagger(", kernel_initializer='ones', recurrent_initializer='ones'"))
    yield Planted("LL209", r, regression(wide, wide))
    yield Planted("LL209", t, tagger(wide + wider))
    yield Planted("LL210", r, _one_layer(regression(second=he)))
    yield Planted("LL214", r, regression(", dropout=20"))
    yield Planted("LL214", a, autoencoder(", recurrent_dropout=1.0"))
    yield Planted("LL215", r, regression(", dropout=0.5").replace("30, 4", "30, 1"))
    yield Planted("LL602", c, classifier(head=f"layers.Dropout(0.99),\n    {softmax}"))
    yield Planted("LL603", r, regression(*2 * [", kernel_regularizer=keras.regularizers.L2(1.0)"]))
    yield Planted("LL603", t, tagger(", kernel_regularizer=keras.regularizers.L1(2.0)"))
    yield Planted("LL604", r, regression().replace("return_sequences=True),", deep).replace("30, 4", "20, 4"))
    yield Planted("LL606", t, tagger().replace("(32,", "(1,"))
    yield Planted("LL606", c, classifier().replace("LSTM(32", "LSTM(1"))
    yield Planted("LL609", r, norm.replace("2000, ", "1000, "))


def _masks(r: str, c: str, t: str, s: str, a: str) -> Iterator[Planted]:
    """Padding and token ids."""
    scaled = f"""\
{HEAD}ids = keras.Input((30,), dtype="int32")
x = layers.Embedding(1000, 32, mask_zero=True)(ids)
x = x * 5.6
x = layers.LSTM(32)(x)
model = keras.Model(ids, layers.Dense(3, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy")
"""
    added = f"""\
{HEAD}words, shapes = keras.Input((25,), dtype="int32"), keras.Input((25,), dtype="int32")
x = layers.Embedding(1000, 24, mask_zero=True)(words)
x = layers.add([x, layers.Embedding(40, 24)(shapes)])
x = layers.LSTM(32, return_sequences=True)(x)
model = keras.Model([words, shapes], layers.Dense(3, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy")
"""
    convolved = """\
layers.Conv1D(8, 3, padding='same'),
    layers.LSTM(16, return_sequences=True),
    layers.Dense(3, activation='softmax')"""
    tokenized = """\
from tensorflow.keras.preprocessing.text import Tokenizer
texts = open("reviews.txt").readlines()
tokenizer = Tokenizer()
tokenizer.fit_on_texts(texts)
rows = len(tokenizer.word_index)
x = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=30)
model = keras"""
    one_short = classifier(
        embedding=", mask_zero=True", fit="model.fit(x, np.loadtxt('labels.txt'), epochs=2)"
    )
    masking = "    layers.Masking(0.0),\n    layers.LSTM(32"
    cut = "keras.utils.pad_sequences(np.random.rand(2000, 30, 4), maxlen=30)"
    floats = "x = np.random.rand(500, 30)\nmodel.fit(x, np.zeros(500), epochs=2)"
    yield Planted("LL301", c, classifier(", dropout=0.1", fit=_POST, steps="60"))
    yield Planted("LL302", t, tagger(head=convolved).replace("    layers.LSTM(32", masking))
    yield Planted("LL303", c, scaled)
    yield Planted("LL303", t, added)
    yield Planted("LL305", c, one_short.replace("model = keras", tokenized, 1).replace("1000", "rows"))
    yield Planted("LL307", r, regression(x=cut))
    yield Planted("LL308", c, classifier(fit=floats))


def _losses(r: str, c: str, t: str, s: str, a: str) -> Iterator[Planted]:
    """Heads and losses."""
    standard = "StandardScaler().fit_transform(np.loadtxt('y.csv').reshape(-1, 1))"
    squashed = regression(head="layers.Dense(1, activation='sigmoid')", y=standard)
    doubled = "layers.Dense(8, activation='softmax'),\n    layers.Activation('softmax')"
    yield Planted("LL103", r, regression(second=", return_sequences=True").replace("LSTM", "GRU"))
    yield Planted("LL403", r, f"from sklearn.preprocessing import StandardScaler\n{squashed}")
    yield Planted("LL404", s, seq2seq(head="layers.Dense(3, activation='tanh')"))
    yield Planted("LL413", r, regression(head="layers.Dense(25),\n    layers.Dense(1)"))
    yield Planted("LL414", c, classifier(head=doubled))


def _optimizers(r: str, c: str, t: str, s: str, a: str) -> Iterator[Planted]:
    """Optimizers, rates and schedules."""
    schedule = "keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(1e-3, 10_000, 0.9))"
    plateau = ", callbacks=[keras.callbacks.ReduceLROnPlateau(monitor='loss', patience=3)]"
    halving = ", callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.5)]"
    steep = _one_layer(regression(optimizer="keras.optimizers.SGD(0.1)"))
    fit = "x = np.random.rand(640, 20, 2)\nmodel.fit(x, x, epochs=5)\n"
    yield Planted("LL502", a, autoencoder(optimizer="keras.optimizers.Adam(1e-8)") + fit)
    yield Planted("LL505", r, steep.replace("30, 4", "100, 4"))
    yield Planted("LL508", t, tagger(optimizer="keras.optimizers.Adam(learning_rate=0.001, decay=1e-6)"))
    yield Planted("LL512", r, regression(optimizer=schedule, fit=plateau))
    yield Planted(
        "LL512", a, autoencoder(optimizer=schedule) + f"x = np.ones((64, 20, 2))\nmodel.fit(x, x{halving})\n"
    )
    yield Planted("LL513", r, regression(optimizer="keras.optimizers.Adam"))
    yield Planted("LL513", t, tagger(optimizer="keras.optimizers.Adadelta(learning_rate=1)"))


def _data(r: str, c: str, t: str, s: str, a: str) -> Iterator[Planted]:
    """The magnitude and the order of what is trained on."""
    labels = "np.concatenate([np.zeros(1000), np.ones(1000)])"
    binary = {"head": "layers.Dense(1, activation='sigmoid')", "loss": "'binary_crossentropy'", "y": labels}
    ids_as_numbers = f"""\
{HEAD}from keras.utils import pad_sequences
(x, y), _ = keras.datasets.imdb.load_data(num_words=1000)
x = pad_sequences(x, maxlen=30)
x = x.reshape((len(x), 30, 1))
model = keras.Sequential([keras.Input((30, 1)), layers.LSTM(32), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""
    yield Planted("LL701", r, regression(x="np.arange(240000.0).reshape(2000, 30, 4)"))
    yield Planted("LL702", r, regression(y="np.arange(2000.0)"))
    yield Planted("LL705", r, regression(fit=", shuffle=False", **binary))
    yield Planted("LL707", r, regression(fit=", class_weight='balanced'", **binary))
    yield Planted("LL709", c, ids_as_numbers)


def _calls(r: str, c: str, t: str, s: str, a: str) -> Iterator[Planted]:
    """Callbacks, names and arguments of other versions."""
    stop = ", callbacks=[keras.callbacks.EarlyStopping(monitor='val_acc', mode='max')], validation_split=0.2"
    best = ", callbacks=[keras.callbacks.ModelCheckpoint('best.hdf5', save_best_only=True)], validation_split=0.2"
    weights = ", callbacks=[keras.callbacks.ModelCheckpoint('best.ckpt', save_weights_only=True)]"
    dataset = (
        "import tensorflow as tf\ndata = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)\nmodel = keras"
    )
    split = regression().replace("model = keras", dataset, 1)
    stateful = {"input": "keras.Input(batch_shape=(32, 30, 4))", "second": ", stateful=True"}
    yield Planted("LL801", r, regression(fit=stop))
    yield Planted("LL801", r, regression(fit=", callbacks=[keras.callbacks.EarlyStopping()]"))
    yield Planted("LL804", r, regression(fit=best))
    yield Planted("LL804", r, regression(fit=weights))
    yield Planted("LL806", r, split.replace("x, y, epochs=8, batch_size=32", "data, validation_split=0.2"))
    yield Planted("LL901", t, tagger(", time_major=True"))
    yield Planted("LL902", r, regression().replace("layers.LSTM", "layers.CuDNNLSTM"))
    yield Planted("LL902", c, classifier() + "model.predict_classes(np.zeros((1, 30)))\n")
    yield Planted("LL903", r, regression(fit=", shuffle=False", **stateful) + "model.reset_states()\n")
