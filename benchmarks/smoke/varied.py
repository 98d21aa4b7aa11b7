"""More planted defects, one a program. Widths, lengths, cells, heads, optimizers, plans and ways to write are drawn by
a fixed seed, so that nobody chose them for the answer. Written down is the defect, and the length where the rule is
about that.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

_TASKS = {  # the head, the loss and the targets
    "number": ("Dense(1)", "mse", "np.random.randn({rows}, 1)"),
    "absolute": ("Dense(1)", "mae", "np.random.randn({rows}, 1)"),
    "two numbers": ("Dense(2)", "mse", "np.random.randn({rows}, 2)"),
    "yes or no": ("Dense(1, activation='sigmoid')", "binary_crossentropy", "np.random.randint(0, 2, ({rows}, 1))"),
    "classes": ("Dense({classes}, activation='softmax')", "sparse_categorical_crossentropy",
                "np.random.randint(0, {classes}, {rows})"),
    "one-hot": ("Dense({classes}, activation='softmax')", "categorical_crossentropy",
                "keras.utils.to_categorical(np.random.randint(0, {classes}, {rows}), {classes})"),
    "labels": ("Dense({classes}, activation='softmax')", "sparse_categorical_crossentropy",
               "np.random.randint(0, {classes}, ({rows}, {steps}))"),
}  # fmt: skip
_SINGLE = ("number", "absolute", "two numbers", "yes or no", "classes", "one-hot")
_STYLES = ("list", "add", "functional")


@dataclass
class Program:
    """A sound program as drawn; a caller puts the defect in."""

    task: str
    cell: str
    units: tuple[int, ...]
    steps: int
    features: int
    classes: int
    rows: int
    batch: int
    epochs: int
    style: str
    both_ways: bool
    optimizer: str
    head: str = ""
    loss: str = ""
    x: str = ""
    y: str = ""
    of_cells: str = ""  # arguments of every recurrent layer
    of_last: str = ""  # of the last one
    words: int = 0  # ids of so many words, and an Embedding
    of_embedding: str = ""
    before_cells: tuple[str, ...] = ()
    before_head: tuple[str, ...] = ()
    after_head: tuple[str, ...] = ()
    entry: str = ""
    fit: str = ""
    more: str = ""
    imports: tuple[str, ...] = field(default=())

    def text(self) -> str:
        """The script."""
        head, loss, y = (one.format(**vars(self)) for one in _TASKS[self.task])
        shape = f"({self.rows}, {self.steps}, {self.features})"
        x = self.x or (
            f"np.random.randint(1, {self.words}, ({self.rows}, {self.steps}))"
            if self.words
            else f"np.random.randn{shape}"
        )
        entry = self.entry or (f"({self.steps},)" if self.words else f"({self.steps}, {self.features})")
        layers = [f"Embedding({self.words}, 24{self.of_embedding})"] if self.words else []
        layers += self.before_cells
        for number, units in enumerate(self.units):
            last = number == len(self.units) - 1
            more = ", return_sequences=True" if not last or self.task == "labels" else ""
            made = f"{self.cell}({units}{more}{self.of_cells}{self.of_last if last else ''})"
            layers.append(f"Bidirectional(layers.{made})" if self.both_ways else made)
        layers += [*self.before_head, self.head or head, *self.after_head]
        lines = ["import numpy as np", *self.imports, *self._start(), "", f"x = {x}", f"y = {self.y or y}"]
        lines += self._wired(layers, entry)
        lines.append(f"model.compile(optimizer={self.optimizer}, loss={self.loss or repr(loss)})")
        lines.append(f"model.fit(x, y, epochs={self.epochs}, batch_size={self.batch}{self.fit})")
        return "\n".join(lines) + "\n" + self.more

    def _start(self) -> list[str]:
        if self.style == "add":
            return ["from tensorflow import keras", "from tensorflow.keras import layers"]
        return ["import keras", "from keras import layers"]

    def _wired(self, layers: list[str], entry: str) -> list[str]:
        if self.style == "list":
            return ["model = keras.Sequential([", f"    keras.Input({entry}),",
                    *(f"    layers.{one}," for one in layers), "])"]  # fmt: skip
        if self.style == "add":
            return ["model = keras.Sequential()", f"model.add(keras.Input({entry}))",
                    *(f"model.add(layers.{one})" for one in layers)]  # fmt: skip
        return [f"inputs = keras.Input({entry})", "h = inputs",
                *(f"h = layers.{one}(h)" for one in layers), "model = keras.Model(inputs, h)"]  # fmt: skip


def drawn(seed: int, **fixed: object) -> Program:
    """A sound program of that seed; what is given is not drawn."""
    r = random.Random(seed)
    task = r.choice(_SINGLE)
    depth = r.choice((1, 1, 2))
    made = {
        "task": task,
        "cell": r.choice(("LSTM", "LSTM", "GRU")),
        "units": tuple(r.randrange(16, 41, 4) for _ in range(depth)),
        "steps": r.randrange(20, 37),
        "features": r.randrange(2, 8),
        "classes": r.choice((3, 4)),
        "rows": r.randrange(640, 1601, 32),
        "batch": r.choice((16, 32, 32, 64)),
        "style": r.choice(_STYLES),
        "both_ways": r.random() < 0.15,
        "optimizer": r.choice(("'adam'", "'adam'", "'rmsprop'", "keras.optimizers.Adam(0.002)", "'nadam'")),
    }
    made |= fixed
    updates = r.randrange(300, 601)
    made.setdefault("epochs", max(2, updates * int(made["batch"]) // int(made["rows"])))  # type: ignore[call-overload]
    return Program(**made)  # type: ignore[arg-type]


def varied() -> Iterator[tuple[str, str]]:
    """The code of the rule and the script."""
    for number, (code, fixed) in enumerate((*_trained(), *_exact())):
        yield code, drawn(4100 + number, **fixed).text()


_Defect = tuple[str, dict[str, object]]
_LSTM = {"cell": "LSTM", "both_ways": False}
_ONE = {**_LSTM, "units": (32,)}
_NUMBER = {"task": "number"}


def _trained() -> Iterator[_Defect]:
    """What a training has to show."""
    yield "LL201", {"steps": 70, "of_cells": ", recurrent_activation='tanh'"}
    yield "LL202", {"steps": 48, "of_cells": ", recurrent_activation='relu'", "cell": "GRU"}
    yield "LL203", {**_LSTM, "steps": 64, "of_cells": ", activation='relu'"}
    yield "LL204", {**_LSTM, "steps": 48, "of_cells": ", activation='sigmoid'"}
    yield "LL206", {"cell": "SimpleRNN", "both_ways": False, "steps": 50}
    yield "LL207", {**_LSTM, "steps": 50, "of_cells": ", unit_forget_bias=False"}
    yield "LL210", {"features": 3, "of_cells": ", kernel_initializer='he_normal'"}
    yield "LL215", {"features": 1, "of_cells": ", dropout=0.4"}
    yield "LL301", {
        "words": 800, "features": 1, "steps": 50, "task": "yes or no", "rows": 640, "style": "list", "both_ways": False,
        "imports": ("from keras.utils import pad_sequences",),
        "x": "pad_sequences([[1, 2]] * 640, maxlen=50, padding='post')",
    }  # fmt: skip
    standard = "StandardScaler().fit_transform(np.loadtxt('y.csv').reshape(-1, 1))"
    scaler = ("from sklearn.preprocessing import StandardScaler",)
    yield "LL403", {**_NUMBER, "head": "Dense(1, activation='sigmoid')", "y": standard, "imports": scaler}
    yield "LL404", {"task": "classes", "classes": 3, "head": "Dense(3)"}
    yield "LL412", {**_NUMBER, "after_head": ("Dropout(0.4)",)}
    yield "LL414", {"task": "classes", "classes": 4, "after_head": ("Softmax()",)}
    yield "LL501", {"optimizer": "keras.optimizers.Adam(0.4)"}
    yield "LL502", {"optimizer": "keras.optimizers.Adam(2e-8)"}
    yield "LL503", {**_NUMBER, "optimizer": "keras.optimizers.SGD()"}
    yield "LL504", {"optimizer": "'adadelta'"}
    yield "LL507", {"optimizer": "keras.optimizers.SGD(0.05, clipnorm=0.001)"}
    yield "LL602", {"before_head": ("Dropout(0.9)",)}
    # An L2 of 1 or 2 is no harm to Adam(0.002): after 400 updates 0.008 of a constant's loss, 0.0055 as fixed.
    yield "LL603", {"of_cells": ", kernel_regularizer=keras.regularizers.L1(2.0)"}
    yield "LL604", {**_LSTM, "units": (24,) * 7}
    yield "LL606", {"task": "labels", "units": (1,), "both_ways": False}
    counted = "np.arange(640 * 24 * 3.0).reshape(640, 24, 3)"
    yield "LL701", {**_NUMBER, "x": counted, "rows": 640, "steps": 24, "features": 3}
    yield "LL702", {**_NUMBER, "y": "np.arange(960.0)", "rows": 960}


def _exact() -> Iterator[_Defect]:
    """What Keras itself answers."""
    yield "LL101", {**_LSTM, "units": (20,), "before_head": ("LSTM(12)",)}
    yield "LL101", {**_LSTM, "units": (28,), "before_head": ("Conv1D(8, 3)", "GlobalMaxPooling1D()")}
    yield "LL102", {"entry": "(900, 24, 3)", "rows": 900, "steps": 24, "features": 3}
    yield "LL104", {**_NUMBER, "rows": 800, "y": "np.random.randn(800, 4)"}
    yield "LL110", {**_LSTM, "of_last": ", stateful=True"}
    yield "LL115", {"of_last": ", return_sequences='False'"}
    yield "LL116", {"rows": 700, "steps": 20, "features": 6, "x": "np.random.randn(700, 6, 20)"}
    yield "LL208", {**_LSTM, "units": (24, 24), "of_cells": ", kernel_initializer='zeros'"}
    yield (
        "LL208",
        {**_LSTM, "units": (32,), "of_cells": ", kernel_initializer='ones', recurrent_initializer='ones'"},
    )
    wide = ", recurrent_initializer=keras.initializers.RandomNormal(stddev={})"
    yield "LL209", {**_LSTM, "of_cells": wide.format(1.0)}
    yield "LL209", {"cell": "GRU", "both_ways": False, "of_cells": wide.format(1.5)}
    yield "LL214", {"of_cells": ", dropout=30"}
    yield "LL214", {"of_cells": ", recurrent_dropout=1.0"}
    yield "LL302", {**_ONE, "words": 500, "of_embedding": ", mask_zero=True", "task": "yes or no",
                    "before_cells": ("Conv1D(12, 3, padding='same')",)}  # fmt: skip
    yield "LL401", {"task": "yes or no", "head": "Dense(1, activation='softmax')"}
    yield "LL401", {**_NUMBER, "head": "Dense(1, activation='softmax')"}
    yield "LL406", {"task": "classes", "head": "Dense(1, activation='sigmoid')"}
    yield "LL413", {**_NUMBER, "before_head": ("Dense(16)",)}
    yield "LL506", {"optimizer": "keras.optimizers.Adam(clipvalue=0.5, global_clipnorm=1.0)"}
    yield "LL508", {"optimizer": "keras.optimizers.RMSprop(lr=0.002)"}
    yield "LL513", {"optimizer": "keras.optimizers.RMSprop"}
    yield "LL707", {"task": "yes or no", "fit": ", class_weight='balanced'"}
    monitor = ", validation_split=0.2, callbacks=[keras.callbacks.EarlyStopping(monitor='{}')]"
    yield "LL801", {"fit": monitor.format("val_accuracy")}
    yield "LL801", {"fit": monitor.format("validation_loss")}
    yield "LL804", {"fit": ", callbacks=[keras.callbacks.ModelCheckpoint('weights.{epoch:02d}.hdf5')]"}
    yield "LL901", {"of_last": ", time_major=True"}
    yield "LL902", {"style": "list", "more": "model.predict_proba(x)\n"}
