"""Random programs around `fit`, as source text: most are right in most respects, many break one contract of Keras.

Each is drawn from a seed. It says nothing of what Keras makes of it: Keras does. Everything is small, so that one batch
or two show all: 12 samples, a few steps and features.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

Shape = tuple[int, ...]

SAMPLES = 12
# The name, the class, and what it compares: quantities, probabilities of labels, of classes, ids of classes.
LOSSES = (
    ("mse", "MeanSquaredError", "quantity"),
    ("mae", "MeanAbsoluteError", "quantity"),
    ("huber", "Huber", "quantity"),
    ("log_cosh", "LogCosh", "quantity"),
    ("mape", "MeanAbsolutePercentageError", "quantity"),
    ("msle", "MeanSquaredLogarithmicError", "positive"),
    ("poisson", "Poisson", "positive"),
    ("kl_divergence", "KLDivergence", "positive"),
    ("cosine_similarity", "CosineSimilarity", "quantity"),
    ("hinge", "Hinge", "quantity"),
    ("squared_hinge", "SquaredHinge", "quantity"),
    ("categorical_hinge", "CategoricalHinge", "quantity"),
    ("binary_crossentropy", "BinaryCrossentropy", "labels"),
    ("binary_focal_crossentropy", "BinaryFocalCrossentropy", "labels"),
    ("categorical_crossentropy", "CategoricalCrossentropy", "classes"),
    ("categorical_focal_crossentropy", "CategoricalFocalCrossentropy", "classes"),
    ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", "ids"),
)
_ACTIVATIONS = {
    "quantity": None,
    "positive": "sigmoid",
    "labels": "sigmoid",
    "classes": "softmax",
    "ids": "softmax",
}
# Names of which Keras 3 has some.
_ODD_LOSSES = (
    "logcosh",
    "huber_loss",
    "cosine_proximity",
    "rmse",
    "MSE",
    "kld",
    "kullback_leibler_divergence",
)
_METRICS = (
    "mae",
    "mse",
    "rmse",
    "MSE",
    "kld",
    "root_mean_squared_error",
    "f1",
    "r2",
    "mape",
    "cosine_proximity",
)
_ODD_ACTIVATIONS = ("relu", "LeakyReLU", "leaky_relu", "swish", "Relu", "mish", "silu", "SiLU")
_ODD_INITIALIZERS = ("he_normal", "xavier", "glorot", "orthogonal", "lecun_normal", "normal", "random", "he")
_ODD_REGULARIZERS = ("l2", "l1_l2", "L2", "l1l2", "none", "orthogonal_regularizer")


@dataclass
class Output:
    """A head as Keras will build it: its name, its shape without the batch, and its loss."""

    name: str
    shape: Shape
    loss: tuple[str, str, str]


@dataclass
class Program:
    seed: int
    text: str
    kinds: list[str] = field(default_factory=list)  # what was done to it on purpose


class Writer:
    """Writes one program."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.further = Random(
            f"further {seed}"
        )  # of what came later: the rest of each program stays as it was
        self.seed = seed
        self.lines: list[str] = []
        self.kinds: list[str] = []
        self.tensorflow = self.chance(0.3)
        self.steps = self.random.choice((3, 4, 5))
        self.features = self.random.choice((1, 2, 3))
        self.outputs: list[Output] = []

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def breaks(self, share: float, kind: str) -> bool:
        if self.chance(share):
            self.kinds.append(kind)
            return True
        return False

    def line(self, text: str) -> None:
        self.lines.append(text)

    # Data

    def array(self, shape: Shape, what: str, classes: int = 2) -> str:
        """An expression for an array: as many spellings as fit the values."""
        size = ", ".join(map(str, shape))
        flat = [
            f"rng.random(({size},))",
            f"np.random.rand({size})",
            f"np.zeros(({size},))",
            f"np.ones(({size},))",
        ]
        if what == "ids":
            return self.random.choice(
                [f"rng.integers(0, {classes}, ({size},))", f"np.random.randint(0, {classes}, ({size},))"]
            )
        if what == "labels":
            return f"np.random.randint(0, 2, ({size},))"
        if what == "classes" and len(shape) == 2 and shape[-1] > 1 and self.chance(0.4):
            ids = f"np.random.randint(0, {shape[-1]}, {shape[0]})"
            return self.random.choice(
                [f"np.eye({shape[-1]})[{ids}]", f"keras.utils.to_categorical({ids}, {shape[-1]})"]
            )
        if len(shape) > 1 and self.chance(0.3):
            rest = ", ".join(map(str, shape[1:]))
            total = 1
            for dim in shape:
                total *= dim
            return self.random.choice(
                [f"np.random.rand({total}).reshape(-1, {rest})", f"rng.random({total}).reshape({size})",
                 f"rng.random(({shape[0] + 3}, {rest}))[3:]", f"rng.random(({size},)).astype('float32')"]
            )  # fmt: skip
        return self.random.choice(flat)

    def target_shape(self, output: Output, rows: int) -> Shape:
        """The shape of a target: as the loss wants it, or another one."""
        _, _, what = output.loss
        shape = output.shape
        if what == "ids":
            right: Shape = shape[:-1]
            right = (*right, 1) if self.chance(0.3) else right
        else:
            right = shape[:-1] if shape[-1] == 1 and self.chance(0.4) else shape
        if self.breaks(0.35, f"target of {output.loss[0]}"):
            others: list[Shape] = [
                (), (1,), (self.random.randint(2, 6),), shape[:1], shape[-1:], (*shape, 1), shape[:-1], (1, *shape),
                (*shape[:-1], shape[-1] + 1), (self.steps,), (self.steps, 1), (self.steps, shape[-1]), (1, shape[-1]),
            ]  # fmt: skip
            right = self.random.choice(others)
        return (rows, *right)

    # Models

    def layer(self, name: str, arguments: str) -> str:
        if self.breaks(0.006, "misspelled"):
            arguments = (
                f"{arguments}, {self.random.choice(('actvation', 'recurent_dropout', 'dropuot', 'unit'))}=0.1"
            )
        return f"layers.{name}({arguments})"

    def recurrent(self, sequences: bool) -> tuple[str, int]:
        name, units = self.random.choice(("LSTM", "GRU", "SimpleRNN")), self.random.choice((2, 3, 4))
        arguments = f"{units}" + (", return_sequences=True" if sequences else "")
        if self.chance(0.08):
            return f"layers.Bidirectional({self.layer(name, arguments)})", 2 * units
        return self.layer(name, arguments), units

    def head(self, name: str | None, units: int, what: str) -> str:
        activation = _ACTIVATIONS[what]
        more = f", activation='{activation}'" if activation else ""
        if self.breaks(0.02, "name of an activation"):
            more = f", activation={self.random.choice(_ODD_ACTIVATIONS)!r}"
        if self.breaks(0.02, "name of an initializer"):
            more += f", kernel_initializer={self.random.choice(_ODD_INITIALIZERS)!r}"
        if self.breaks(0.02, "name of a regularizer"):
            more += f", kernel_regularizer={self.random.choice(_ODD_REGULARIZERS)!r}"
        return self.layer("Dense", f"{units}{more}" + (f", name={name!r}" if name else ""))

    def loss(self) -> tuple[str, str, str]:
        # The losses of most programs come up more often.
        return self.random.choice(
            LOSSES if self.chance(0.6) else (LOSSES[0], LOSSES[12], LOSSES[14], LOSSES[16])
        )

    def units(self, what: str) -> int:
        if what in ("classes", "ids"):
            return self.random.choice((2, 3, 4))
        return self.random.choice((1, 1, 2, 3))

    def body(self) -> list[tuple[str, Shape]]:
        """Layers between input and head, each with the shape that it puts out."""
        sequences = self.chance(0.4)
        found: list[tuple[str, Shape]] = []
        if self.chance(0.2):
            text, units = self.recurrent(True)
            found.append((text, (self.steps, units)))
        text, units = self.recurrent(sequences)
        found.append((text, (self.steps, units) if sequences else (units,)))
        if sequences and self.chance(0.15) and self.steps > 2:
            found.append((self.layer("Conv1D", "2, 2"), (self.steps - 1, 2)))
        elif sequences and self.chance(0.15):
            name, shape = self.random.choice(
                (("GlobalAveragePooling1D", (units,)), ("Flatten", (self.steps * units,)))
            )
            found.append((f"layers.{name}()", shape))
        if self.chance(0.2):
            found.append((self.layer("Dropout", "0.1"), found[-1][1]))
        return found

    def sequential(self) -> str:
        body, loss = self.body(), self.loss()
        units = self.units(loss[2])
        head = self.head(None, units, loss[2])
        before = body[-1][1]
        if len(before) == 2 and self.chance(0.2):
            head = f"layers.TimeDistributed({head})"
        self.outputs = [Output("", (*before[:-1], units), loss)]
        declared = self.chance(0.8)
        entry = [f"keras.Input(({self.steps}, {self.features}))"] if declared else []
        if self.chance(0.5):
            return self.line_of_model(
                f"keras.Sequential([{', '.join([*entry, *(text for text, _ in body), head])}])"
            )
        self.line_of_model("keras.Sequential()")
        for at, text in enumerate([*entry, *(text for text, _ in body), head]):
            beside = ", dropout=0.1" if at == 1 and self.breaks(0.02, "argument beside the bracket") else ""
            self.line(f"model.add({text}{beside})")
        return ""

    def line_of_model(self, text: str) -> str:
        self.line(f"model = {text}")
        return ""

    def functional(self) -> tuple[int, list[str]]:
        """The number of inputs, and their names."""
        inputs = 2 if self.chance(0.3) else 1
        names = ["first", "second"][:inputs]
        ends: list[tuple[str, Shape]] = []
        shared = self.chance(0.5)  # whether all branches return sequences or not
        for name in names:
            self.line(f"{name} = keras.Input(({self.steps}, {self.features}), name={name!r})")
            text, units = self.recurrent(shared)
            self.line(f"h_{name} = {text}({name})")
            ends.append((f"h_{name}", (self.steps, units) if shared else (units,)))
        if len(ends) > 1:
            width = sum(shape[-1] for _, shape in ends)
            self.line(f"h = layers.concatenate([{', '.join(name for name, _ in ends)}])")
            ends = [("h", (*ends[0][1][:-1], width))]
        value, shape = ends[0]
        self.states(value, shape, names)
        for name in ("level", "kind")[: 2 if self.chance(0.3) else 1]:
            loss = self.loss()
            units = self.units(loss[2])
            self.outputs.append(Output(name, (*shape[:-1], units), loss))
            self.line(f"{name} = {self.head(name, units, loss[2])}({value})")
        sides = ", ".join(output.name for output in self.outputs)
        starts = f"[{', '.join(names)}]" if inputs > 1 else names[0]
        outs = f"[{sides}]" if len(self.outputs) > 1 else sides
        written = self.random.choice((f"{starts}, {outs}", f"inputs={starts}, outputs={outs}"))
        if self.breaks(0.02, "old ends of a model"):
            written = f"input={starts}, output={outs}"
        self.line_of_model(f"keras.Model({written})")
        return inputs, names

    def states(self, value: str, shape: Shape, names: list[str]) -> None:
        """A second recurrent layer that starts from the states of another one, or from too few or wide ones."""
        if len(shape) != 2 or not self.chance(0.1):
            return
        units = self.random.choice((2, 3))
        other = self.random.choice((units, units, units + 1))
        cls, of = self.random.choice(("LSTM", "GRU")), self.random.choice(("LSTM", "GRU"))
        self.kinds.append("states")
        self.line(f"encoded = layers.{of}({other}, return_state=True)({names[0]})")
        last = self.random.choice(("", "", "[:, None, :]"))
        self.line(f"states = [state{last} for state in encoded[1:]]")
        self.line(f"{value} = layers.{cls}({units}, return_sequences=True)({value}, initial_state=states)")
        return

    # Training

    def losses(self) -> str:
        written = []
        for output in self.outputs:
            name, cls, _ = output.loss
            text = self.random.choice(
                [repr(name), repr(name), f"keras.losses.{cls}()", f"keras.losses.{name}"]
            )
            if text == f"keras.losses.{name}" and (name in ("mse", "mae", "mape", "msle") or self.tensorflow):
                text = f"keras.losses.{cls}()"  # as functions the two packages have other names
            if self.breaks(0.03, "name of a loss"):
                text = repr(self.random.choice(_ODD_LOSSES))
            written.append(text)
        if len(written) == 1:
            if self.breaks(0.02, "number of losses"):
                return f"[{written[0]}, 'mae']"
            return self.random.choice((written[0], written[0], f"[{written[0]}]"))
        names = [output.name for output in self.outputs]
        if self.breaks(0.04, "number of losses"):
            written = self.random.choice((written[:1], [*written, "'mse'"]))
            return f"[{', '.join(written)}]"
        if self.breaks(0.04, "name of an output"):
            names[-1] = "knid"
        as_dict = "{" + ", ".join(f"{name!r}: {text}" for name, text in zip(names, written)) + "}"
        return self.random.choice((f"[{', '.join(written)}]", as_dict))

    def compile(self) -> None:
        more = ""
        if len(self.outputs) == 1 and self.chance(0.1):
            self.kinds.append("name of a metric")
            more = f", metrics=[{self.random.choice(_METRICS)!r}]"
        if self.breaks(0.01, "misspelled"):
            more += ", metric=['mae']"
        self.line(f"model.compile('sgd', {self.losses()}{more}{self.of_outputs()})")

    def of_outputs(self) -> str:
        """What `compile` is given for each of several outputs beside the losses."""
        names = [output.name for output in self.outputs]
        if len(names) < 2 or self.further.random() > 0.4:
            return ""
        self.kinds.append("metrics and weights of outputs")
        first, second = names
        choices = [
            "metrics=['mae']", "metrics=['mae', 'mse']", "metrics=[['mae'], ['mse', 'mae']]",
            "metrics=[['mae', 'mse']]",
            f"metrics={{{first!r}: 'mae'}}", f"metrics={{{first!r}: ['mae'], {second!r}: 'mse'}}",
            f"metrics={{{first!r}: ['mae'], 'other': 'mse'}}", "weighted_metrics=['mae']", "metrics=[]",
            "loss_weights=[0.5]", "loss_weights=[0.5, 2.0]", f"loss_weights={{{first!r}: 0.5, {second!r}: 1.0}}",
            f"loss_weights={{{first!r}: 0.5}}", f"loss_weights={{{first!r}: 0.5, 'other': 1.0}}",
        ]  # fmt: skip
        return f", {self.further.choice(choices)}"

    def fit(self, inputs: int, names: list[str]) -> None:
        more: list[str] = []
        given: list[str] = []
        for at in range(inputs):
            shape = [SAMPLES, self.steps, self.features]
            if at and self.breaks(0.04, "rows of an input"):
                shape[0] -= 1
            if not at and self.breaks(0.06, "shape of x"):
                shape[self.random.choice((1, 2, 2))] += self.random.choice((1, 2))
            self.line(f"x{at} = {self.array(tuple(shape), 'quantity')}")
            given.append(f"x{at}")
        x = (
            self.several(given, names, "input")
            if inputs > 1 or self.breaks(0.02, "number of inputs")
            else "x0"
        )
        if x == "x0" and "number of inputs" in self.kinds:
            x = "[x0, x0]"
        targets: list[str] = []
        for at, output in enumerate(self.outputs):
            rows = SAMPLES - 2 if self.breaks(0.04, "rows of y") else SAMPLES
            shape = self.target_shape(output, rows)
            _, _, what = output.loss
            classes = max(2, output.shape[-1]) if what == "ids" else 2
            values = "ids" if what == "ids" else "labels" if what in ("labels", "classes") else "quantity"
            values = "classes" if what == "classes" and len(shape) == len(output.shape) + 1 else values
            counted = self.counted_classes(shape) if what == "classes" and len(shape) > 1 else ""
            self.line(f"y{at} = {counted or self.array(shape, values, classes)}")
            targets.append(f"y{at}")
        y = targets[0]
        if len(targets) > 1:
            y = self.several(targets, [output.name for output in self.outputs], "output")
        elif self.breaks(0.03, "number of targets"):
            y = "[y0, y0]"
        if len(self.outputs) == 1:
            more += self.weights()
        if self.chance(0.4):
            more.append(f"batch_size={self.random.choice((3, 4, 5, 12))}")
        if len(self.outputs) == 1 and inputs == 1 and self.breaks(0.04, "validation data"):
            rows = self.random.choice((4, 4, 5))
            more.append(f"validation_data=(x0[:4], y0[:{rows}])")
        if self.breaks(0.01, "misspelled"):
            more.append("epoch=2")
        call = ", ".join([x, y, "epochs=1", "verbose=0", *more])
        if self.breaks(0.01, "no target"):
            call = f"{x}, epochs=1, verbose=0"
        self.line(f"model.fit({self.held_out(call, given, targets)})")
        if inputs == 1 and self.further.random() < 0.15:
            self.kinds.append("one sample")
            calls = ("model.predict(x0[0], verbose=0)", "model(x0[1])", "model.predict(x0[:1], verbose=0)")
            self.line(self.further.choice(calls))

    def counted_classes(self, shape: Shape) -> str:
        """One-hot vectors of as many classes as the ids have: not written in the program, and never one alone."""
        if shape[-1] < 2 or self.further.random() > 0.3:
            return ""
        self.kinds.append("classes that are counted")
        total = 1
        for dim in shape[:-1]:
            total *= dim
        letters = "".join("abcdefgh"[at % min(shape[-1], 8)] for at in range(total))
        axes = ", ".join(map(str, shape[:-1]))
        return f"keras.utils.to_categorical(np.array([ord(c) - 97 for c in {letters!r}]).reshape({axes}))"

    def held_out(self, call: str, given: list[str], targets: list[str]) -> str:
        """The arguments of `fit`, with validation data or weights of several arrays."""
        several = len(given) > 1 or len(targets) > 1
        if not several or "validation_data" in call or self.further.random() > 0.3:
            return call
        self.kinds.append("validation data of several arrays")
        x, y = (self.further.choice([f"[{', '.join(ends)}]", ends[0]]) for ends in (given, targets))
        weights = "np.ones(12)"
        choices = [f"validation_data=({x}, {y})"] * 3
        if len(targets) > 1:
            choices += ["class_weight={0: 1.0, 1: 2.0}", f"sample_weight=[{weights}, {weights}]"]
            choices += [f"sample_weight=[{weights}]"]
        return f"{call}, {self.further.choice(choices)}"

    def several(self, values: list[str], names: list[str], what: str) -> str:
        """A list or dict of arrays, at times with one too few or many."""
        if self.breaks(0.05, f"number of {what}s"):
            values = self.random.choice((values[:1], [*values, values[0]]))
            return f"[{', '.join(values)}]" if len(values) > 1 or self.chance(0.5) else values[0]
        if self.chance(0.3):
            keys = list(names)
            if self.breaks(0.15, f"name of an {what}"):
                keys[-1] = "anohter"
            return "{" + ", ".join(f"{key!r}: {value}" for key, value in zip(keys, values)) + "}"
        return self.random.choice((f"[{', '.join(values)}]", f"({', '.join(values)})"))

    def weights(self) -> list[str]:
        if not self.chance(0.12):
            return []
        self.kinds.append("sample_weight")
        shape = self.outputs[0].shape
        choices: list[Shape] = [
            (SAMPLES,), (SAMPLES, 1), (SAMPLES, *shape[:-1]), (SAMPLES, *shape), (SAMPLES - 1,), (SAMPLES, self.steps),
        ]  # fmt: skip
        sizes = ", ".join(map(str, self.random.choice(choices)))
        return [f"sample_weight=np.ones(({sizes},))"]

    def embedded(self) -> None:
        """A model of tokens, with a matrix of words."""
        rows, width = self.random.choice((9, 10)), self.random.choice((3, 4))
        other = (rows + self.random.choice((0, 0, 1)), width + self.random.choice((0, 0, 1)))
        self.kinds.append("embedding")
        self.line(f"vectors = {self.array(other, 'quantity')}")
        written = self.random.choice(
            ("weights=[vectors]", "weights=[vectors], trainable=False",
             "embeddings_initializer=keras.initializers.Constant(vectors)")
        )  # fmt: skip
        loss = self.loss()
        units = self.units(loss[2])
        text, _ = self.recurrent(False)
        self.outputs = [Output("", (units,), loss)]
        head = self.head(None, units, loss[2])
        embedding = f"layers.Embedding({rows}, {width}, {written})"
        self.line_of_model(f"keras.Sequential([keras.Input(({self.steps},)), {embedding}, {text}, {head}])")
        self.compile()
        shape = self.target_shape(self.outputs[0], SAMPLES)
        self.line(f"x = {self.array((SAMPLES, self.steps), 'ids', rows)}")
        values = "ids" if loss[2] == "ids" else "labels" if loss[2] in ("labels", "classes") else "quantity"
        self.line(f"y = {self.array(shape, values, max(2, units))}")
        self.line("model.fit(x, y, verbose=0)")

    def program(self) -> Program:
        head = ["import keras", "import numpy as np", "from keras import layers"]
        if self.tensorflow:
            head = [
                "import numpy as np",
                "from tensorflow import keras",
                "from tensorflow.keras import layers",
            ]
        self.lines = [*head, "", "rng = np.random.default_rng(0)"]
        style = self.random.random()
        if style < 0.06:
            self.embedded()
        elif style < 0.55:
            self.sequential()
            self.compile()
            self.fit(1, [])
        else:
            inputs, names = self.functional()
            self.compile()
            self.fit(inputs, names)
        return Program(self.seed, "\n".join(self.lines) + "\n", self.kinds)


def program(seed: int) -> Program:
    """The program of a seed."""
    return Writer(seed).program()
