"""Experiments with Keras models as a program writes them, trained by `fit`. Each gives one figure an arm and a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from benchmarks.evidence import tasks
from benchmarks.evidence.bench import BATCH, HELD_OUT, Bench
from benchmarks.evidence.experiment import Experiment, Figures, Unit
from lstm_lint.smoke.backend import Backend


def sequences_against_one_target(b: Bench) -> Figures:
    train, (x, y) = b.data(tasks.weighted_sum, 200 * BATCH)
    losses = []
    for sequences in (True, False):
        model = b.trained(b.model((30, 4), b.rnn(return_sequences=sequences), b.dense()), train)
        made = model.predict(x, verbose=0)
        losses.append(b.squared_error(made[:, -1] if sequences else made, y))
    return losses[0], losses[1]


def one_step_recurrent_gradient(b: Bench) -> Figures:
    """The gradient norm of the recurrent kernel, with all values in one time step and with a step for each."""
    norms = []
    for shape in ((1, 30), (30, 1)):
        x = b.np.random.default_rng(b.seed).standard_normal((BATCH, *shape)).astype("float32")
        model = b.model(shape, b.rnn(), b.dense())
        with b.tf.GradientTape() as tape:
            loss = b.tf.reduce_mean((model(x) - 1.0) ** 2)
        norms.append(float(b.tf.norm(tape.gradient(loss, model.layers[0].cell.recurrent_kernel))))
    return norms[0], norms[1]


def shuffled_streams(b: Bench) -> Figures:
    pieces = 100
    x, y = tasks.streams(b.np, b.np.random.default_rng(b.seed), 2 * pieces)
    half = pieces * BATCH
    losses = []
    for shuffled in (True, False):
        b.keras.utils.set_random_seed(b.seed)
        lstm = b.layers.LSTM(32, stateful=True, return_sequences=True)
        model = b.keras.Sequential([b.keras.Input(batch_shape=(BATCH, 10, 1)), lstm, b.layers.Dense(1)])
        model.compile("adam", "mse")
        for _ in range(12):
            lstm.reset_state()
            model.fit(x[:half], y[:half], batch_size=BATCH, shuffle=shuffled, verbose=0)
        lstm.reset_state()
        losses.append(float(model.evaluate(x[half:], y[half:], batch_size=BATCH, verbose=0)))
    return losses[0], losses[1]


def lstm_as_head(b: Bench, mean: float) -> Figures:
    data = [(x, y + mean) for x, y in b.data(tasks.weighted_sum, 200 * BATCH)]
    hidden = b.rnn(return_sequences=True)
    return b.by_loss(data, b.model((30, 4), hidden, b.rnn(units=1)), b.model((30, 4), b.rnn(), b.dense()))


def recalled(b: Bench, written: Callable[[], Any], fixed: Callable[[], Any]) -> Figures:
    def model(layer: Callable[[], Any]) -> Any:
        adam = b.keras.optimizers.Adam(0.003)
        return b.model((30, 4), layer, b.dense(1, "sigmoid"), loss="binary_crossentropy", optimizer=adam)

    return b.by_accuracy(b.data(tasks.first_step, 300 * BATCH), model(written), model(fixed))


def padded_behind(b: Bench, mask: bool) -> Figures:
    data = b.data(tasks.key_words, 150 * BATCH, 200, 100, 20)

    def model(masked: bool) -> Any:
        words = b.embedding(200, mask_zero=masked)
        return b.model((100,), words, b.rnn(), b.dense(4, "softmax"), loss="sparse_categorical_crossentropy")

    if mask:
        return b.by_accuracy(data, model(False), model(True))
    front = [(b.np.stack([b.np.roll(row, int((row == 0).sum())) for row in x]), y) for x, y in data]
    return b.right(model(False), data), b.right(model(False), front)


def one_unit_softmax(b: Bench) -> Figures:
    train, held = b.data(tasks.two_classes, 300 * BATCH)
    spreads = []
    for activation in ("softmax", "sigmoid"):
        model = b.model((30, 4), b.rnn(), b.dense(1, activation), loss="binary_crossentropy")
        spreads.append(float(b.trained(model, train).predict(held[0], verbose=0).std()))
    return spreads[0], spreads[1]


def head_activation(b: Bench, activation: str) -> Figures:
    data = b.data(tasks.weighted_sum, 150 * BATCH)
    return b.by_loss(data, *(b.model((30, 4), b.rnn(), b.dense(1, one)) for one in (activation, None)))


def scores_as_probabilities(b: Bench) -> Figures:
    data, loss = b.data(tasks.three_classes, 300 * BATCH), "sparse_categorical_crossentropy"
    heads = [b.dense(3), b.dense(3, "softmax")]
    return b.by_loss(data, *(b.model((30, 4), b.rnn(), head, loss=loss) for head in heads))


def softmax_as_scores(b: Bench) -> Figures:
    """On the TensorFlow backend, which looks for the scores behind the softmax."""
    data, head = b.data(tasks.three_classes, 200 * BATCH), b.dense(3, "softmax")
    losses = [b.keras.losses.SparseCategoricalCrossentropy(from_logits=scores) for scores in (True, False)]
    return b.by_loss(data, *(b.model((30, 4), b.rnn(), head, loss=loss) for loss in losses))


def softmax_twice(b: Bench) -> Figures:
    data, loss = b.data(tasks.three_classes, 200 * BATCH), "sparse_categorical_crossentropy"
    once = [b.rnn(), b.dense(3, "softmax")]
    twice = [*once, b.layers.Softmax]
    return b.by_loss(data, *(b.model((30, 4), *layers, loss=loss) for layers in (twice, once)))


def dropout_behind_the_head(b: Bench) -> Figures:
    data, dropout = b.data(tasks.weighted_sum, 200 * BATCH), lambda: b.layers.Dropout(0.5)
    models = [b.model((30, 4), b.rnn(), b.dense(), dropout), b.model((30, 4), b.rnn(), dropout, b.dense())]
    return b.by_loss(data, *models)


def linear_hidden_layer(b: Bench) -> Figures:
    data = b.data(tasks.bent_sum, 400 * BATCH)
    return b.by_loss(
        data, *(b.model((30, 4), b.rnn(), b.dense(32, one), b.dense()) for one in (None, "relu"))
    )


def first_update(b: Bench, rate: float) -> float:
    """The norm of the change of all weights by one update over the norm of the weights, the median of 20."""
    train, _ = b.data(tasks.weighted_sum, 20 * BATCH)
    model = b.model((30, 4), b.rnn(), b.dense(), optimizer=b.keras.optimizers.Adam(rate))
    changes = []
    for at in range(0, 20 * BATCH, BATCH):
        before = [weight.numpy().astype("float64") for weight in model.trainable_variables]
        model.train_on_batch(train[0][at : at + BATCH], train[1][at : at + BATCH])
        after = [weight.numpy().astype("float64") for weight in model.trainable_variables]
        moved = sum(float(((a - c) ** 2).sum()) for a, c in zip(after, before))
        changes.append((moved / sum(float((c**2).sum()) for c in before)) ** 0.5)
    return float(b.np.median(changes))


def optimizers(b: Bench, written: Callable[[], Any], fixed: Callable[[], Any]) -> Figures:
    data = b.data(tasks.weighted_sum, 200 * BATCH)
    return b.by_loss(
        data, *(b.model((30, 4), b.rnn(), b.dense(), optimizer=one()) for one in (written, fixed))
    )


@cache
def long_on_few(backend: Backend, seed: int) -> Figures:
    """The held-out loss of 300 updates on 100 noisy sequences, and of 40; four pages name it."""
    b = Bench(backend, seed)
    (x, y), held = b.data(tasks.noisy_classes, 100)
    losses = []
    for epochs in (75, 10):
        model = b.model(
            (30, 4), b.rnn(units=128), b.dense(3, "softmax"), loss="sparse_categorical_crossentropy"
        )
        losses.append(b.loss(b.trained(model, (x, y), epochs), held))
    return losses[0], losses[1]


def few_units(b: Bench) -> Figures:
    data, head = b.data(tasks.noisy_classes, 200), b.dense(3, "softmax")
    models = [
        b.model((30, 4), b.rnn(units=units), head, loss="sparse_categorical_crossentropy")
        for units in (1, 16)
    ]
    return b.by_accuracy(data, *models, epochs=43)


def penalty(b: Bench, strength: float, *names: str) -> Figures:
    data = b.data(tasks.weighted_sum, 200 * BATCH)
    losses = []
    for one in (strength, 1e-3):
        layer = b.rnn(**dict.fromkeys(names, b.keras.regularizers.L2(one)))
        model = b.trained(b.model((30, 4), layer, b.dense()), data[0])
        losses.append(b.squared_error(model.predict(data[1][0], verbose=0), data[1][1]))
    return losses[0], losses[1]


def depth(b: Bench, layers: int) -> Figures:
    data = b.data(tasks.weighted_sum, 200 * BATCH)

    def stack(count: int) -> Any:
        hidden = [b.rnn(return_sequences=True)] * (count - 1)
        return b.model((30, 4), *hidden, b.rnn(), b.dense())

    return b.by_loss(data, stack(layers), stack(2))


def batch_statistics(b: Bench) -> Figures:
    train, (x, y) = b.data(tasks.weighted_sum, 200 * BATCH)
    model = b.trained(b.model((30, 4), b.rnn(), b.layers.BatchNormalization, b.dense()), train)
    predicted = b.squared_error(model(x, training=False), y)
    batches = range(0, HELD_OUT, BATCH)
    parts = [b.squared_error(model(x[at : at + BATCH], training=True), y[at : at + BATCH]) for at in batches]
    return predicted, sum(parts) / len(parts)


def large_targets(b: Bench, scale: float, mean: float) -> Figures:
    """In units of the variance of the targets."""
    losses = []
    for a, m in ((scale, mean), (1.0, 0.0)):
        train, held = ((x, a * y + m) for x, y in b.data(tasks.weighted_sum, 200 * BATCH))
        model = b.trained(b.model((30, 4), b.rnn(), b.dense()), train)
        losses.append(b.loss(model, held) / float(held[1].var()))
    return losses[0], losses[1]


def in_order_of_class(b: Bench) -> Figures:
    (x, y), held = b.data(tasks.three_classes, 125 * BATCH)
    order = b.np.argsort(y, kind="stable")
    found = []
    for shuffled in (False, True):
        model = b.model((30, 4), b.rnn(), b.dense(3, "softmax"), loss="sparse_categorical_crossentropy")
        found.append(b.accuracy(b.trained(model, (x[order], y[order]), 3, shuffle=shuffled), held))
    return found[0], found[1]


def rare_class(b: Bench) -> Figures:
    """The recall of the rare class without and with balanced weights."""
    (x, y), held = b.data(tasks.two_classes, 300 * BATCH, 0.02, 1.0)
    found = []
    for weights in (None, {0: 0.5 / float((y == 0).mean()), 1: 0.5 / float((y == 1).mean())}):
        model = b.model((30, 4), b.rnn(), b.dense(1, "sigmoid"), loss="binary_crossentropy")
        made = b.trained(model, (x, y), class_weight=weights).predict(held[0], verbose=0)
        found.append(float((made[held[1] == 1] > 0.5).mean()))
    return found[0], found[1]


def ids_as_numbers(b: Bench, divided_by: int) -> Figures:
    data = b.data(tasks.key_words, 300 * BATCH, 50, 12)
    raw = [(x[..., None].astype("float32") / divided_by, y) for x, y in data]

    def model(shape: tuple[int, ...], *first: Callable[[], Any]) -> Any:
        adam = b.keras.optimizers.Adam(0.003)
        layers = [*first, b.rnn(), b.dense(4, "softmax")]
        return b.model(shape, *layers, loss="sparse_categorical_crossentropy", optimizer=adam)

    return b.right(model((12, 1)), raw), b.right(model((12,), b.embedding(50)), data)


def few_updates(b: Bench, batch: int) -> Figures:
    train, held = b.data(tasks.weighted_sum, 2000, 10)
    losses = []
    for size in (batch, 32):
        model = b.trained(b.model((10, 4), b.rnn(), b.dense()), train, 3, batch_size=size)
        losses.append(b.loss(model, held))
    return losses[0], losses[1]


def one_model_for_all_folds(b: Bench) -> Figures:
    """The mean accuracy on held-out folds of labels drawn at random, of one model and of a new one for each fold."""
    rng = b.np.random.default_rng(b.seed)
    x, y = rng.standard_normal((400, 20, 4)).astype("float32"), rng.integers(0, 2, 400)
    folds = b.np.array_split(rng.permutation(400), 5)

    def model() -> Any:
        adam = b.keras.optimizers.Adam(0.01)
        return b.model(
            (20, 4), b.rnn(units=64), b.dense(1, "sigmoid"), loss="binary_crossentropy", optimizer=adam
        )

    means = []
    for anew in (False, True):
        one, found = model(), []
        for fold in folds:
            one = model() if anew else one
            rest = b.np.setdiff1d(b.np.arange(400), fold)
            b.trained(one, (x[rest], y[rest]), 25)
            found.append(b.accuracy(one, (x[fold], y[fold])))
        means.append(sum(found) / 5)
    return means[0], means[1]


def ramp(b: Bench) -> Figures:
    """13 windows of three numbers up to 60 and the next one, raw and divided by the largest: loss over variance."""
    series = b.np.arange(1, 17, dtype="float32") * 60 / 16
    x = b.np.stack([series[at : at + 3] for at in range(13)])[..., None]
    y = series[3:, None]
    losses = []
    for scale in (1.0, 60.0):
        model = b.model((3, 1), b.rnn(activation="relu"), b.dense(16, "relu"), b.dense())
        passes = b.np.tile(x / scale, (375, 1, 1)), b.np.tile(y, (375, 1))
        b.trained(model, passes, batch_size=4, shuffle=True)
        between = x[:-1] + 60 / 32
        losses.append(b.loss(model, (between / scale, y[:-1] + 60 / 32)) / float(y.var()))
    return losses[0], losses[1]


def experiments() -> Iterator[Experiment]:
    """The experiments of the pages, by code."""

    def one(
        code: str,
        setting: str,
        measure: Callable[..., Any],
        *given: Any,
        stated: Figures,
        unit: Unit = "loss",
    ) -> Experiment:
        return Experiment(
            code, setting, lambda backend, seed: measure(Bench(backend, seed), *given), stated, unit
        )

    yield one("LL103", "the last step's error", sequences_against_one_target, stated=(0.122, 0.013))
    yield one(
        "LL109",
        "gradient of the recurrent kernel",
        one_step_recurrent_gradient,
        stated=(0.0, 1.0),
        unit="exactly",
    )
    yield one("LL111", "stateful and shuffled", shuffled_streams, stated=(0.123, 0.001))
    yield one("LL114", "LSTM(1) as head", lstm_as_head, 0.0, stated=(0.178, 0.0159))
    yield one("LL114", "LSTM(1) as head, targets around 3", lstm_as_head, 3.0, stated=(5.0, 0.065))
    yield one(
        "LL206",
        "first of 30 steps, SimpleRNN against LSTM",
        lambda b: recalled(b, b.rnn("SimpleRNN"), b.rnn()),
        stated=(0.5, 0.988),
        unit="share",
    )
    yield one(
        "LL207",
        "first of 30 steps, without a forget bias",
        lambda b: recalled(b, b.rnn(unit_forget_bias=False), b.rnn()),
        stated=(0.502, 0.988),
        unit="share",
    )
    yield one(
        "LL301",
        "100 steps, padding behind, without a mask and with one",
        padded_behind,
        True,
        stated=(0.256, 1.0),
        unit="share",
    )
    yield one(
        "LL301",
        "100 steps, padding behind and in front",
        padded_behind,
        False,
        stated=(0.256, 1.0),
        unit="share",
    )
    yield one("LL401", "spread of the predictions", one_unit_softmax, stated=(0.0, 0.42), unit="exactly")
    for activation, loss in (("sigmoid", 0.609), ("tanh", 0.173), ("relu", 0.514), ("softplus", 0.529)):
        yield one("LL403", f"a {activation} head", head_activation, activation, stated=(loss, 0.0158))
    yield one(
        "LL404", "scores as probabilities, three classes", scores_as_probabilities, stated=(0.81, 0.117)
    )
    yield one(
        "LL405",
        "softmax and from_logits=True on TensorFlow",
        softmax_as_scores,
        stated=(0.117, 0.117),
        unit="equal",
    )
    yield one("LL412", "Dropout(0.5) behind the head", dropout_behind_the_head, stated=(0.262, 0.020))
    yield one(
        "LL413", "a linear hidden layer, the target bends", linear_hidden_layer, stated=(0.0343, 0.0131)
    )
    yield one("LL414", "softmax twice", softmax_twice, stated=(0.611, 0.117))
    yield one(
        "LL502",
        "change by an update of Adam(1e-6) and Adam(1e-4)",
        lambda b: (first_update(b, 1e-6), first_update(b, 1e-4)),
        stated=(3.7e-6, 4.1e-4),
        unit="figure",
    )
    yield one(
        "LL502",
        "Adam(1e-6), 200 updates",
        lambda b: optimizers(b, lambda: b.keras.optimizers.Adam(1e-6), lambda: b.keras.optimizers.Adam(1e-3)),
        stated=(1.04, 0.016),
    )
    yield one(
        "LL507",
        "SGD(0.1, clipnorm=0.01)",
        lambda b: optimizers(
            b, lambda: b.keras.optimizers.SGD(0.1, clipnorm=0.01), lambda: b.keras.optimizers.SGD(0.1)
        ),
        stated=(0.895, 0.175),
    )
    for code in ("LL601", "LL607", "LL608", "LL803"):
        yield Experiment(code, "300 updates on 100 noisy sequences against 40", long_on_few, (1.47, 0.722))
    both = ("kernel_regularizer", "recurrent_regularizer")
    yield one("LL603", "L2 of 1 on both kernels against 0.001", penalty, 1.0, *both, stated=(0.695, 0.0156))
    yield one("LL603", "L2 of 1 on the kernel against 0.001", penalty, 1.0, both[0], stated=(0.0755, 0.0148))
    yield one("LL604", "six layers against two", depth, 6, stated=(0.0957, 0.0131))
    yield one("LL606", "one unit against 16", few_units, stated=(0.393, 0.821), unit="share")
    yield one(
        "LL609", "in prediction, and by the statistics of the batch", batch_statistics, stated=(0.509, 0.0721)
    )
    yield one("LL701", "a ramp, raw against scaled: raw is no worse", ramp, stated=(0.0054, 0.057))
    yield one("LL702", "targets with deviation 100", large_targets, 100.0, 0.0, stated=(0.896, 0.016))
    yield one(
        "LL702", "targets around 100 with deviation 10", large_targets, 10.0, 100.0, stated=(73.0, 0.016)
    )
    yield one(
        "LL705", "in order of class, not shuffled", in_order_of_class, stated=(0.783, 0.972), unit="share"
    )
    yield one("LL706", "recall of a class of 2 %", rare_class, stated=(0.0, 0.911), unit="share")
    yield one("LL709", "ids as a feature", ids_as_numbers, 1, stated=(0.779, 1.0), unit="share")
    yield one("LL709", "ids divided by 50", ids_as_numbers, 50, stated=(0.244, 1.0), unit="share")
    yield one("LL710", "three epochs with batches of 512", few_updates, 512, stated=(0.865, 0.018))
    yield one(
        "LL711",
        "one model for all folds, random labels",
        one_model_for_all_folds,
        stated=(0.84, 0.5),
        unit="share",
    )
