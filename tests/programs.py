"""Random Keras programs as source text: valid ones in every style of building, and ones that Keras must refuse.

Each program is drawn from a seed, leaves its model in `model`, and compiles that model once, so that it can be told
from the models nested in it. A program knows nothing of the reader: Keras says what is true of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random

# --- what flows between layers ------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """Between two layers: tokens (time), sequence (time, size), vector (size) or frames (time, side, side, size)."""

    kind: str
    size: int = 0
    time: int | None = None
    side: int = 0
    masked: bool = False

    @property
    def shape(self) -> tuple[int | None, ...]:
        """Without the batch."""
        if self.kind == "tokens":
            return (self.time,)
        if self.kind == "vector":
            return (self.size,)
        if self.kind == "frames":
            return (self.time, self.side, self.side, self.size)
        return (self.time, self.size)


SIZES = (1, 2, 3, 4, 5, 6, 8, 12, 16)
RECURRENT = ("LSTM", "GRU", "SimpleRNN")


@dataclass
class Scope:
    """Where code is being written: module level, or a function that may take parameters."""

    kind: str = "module"  # module, function, method
    parameters: list[tuple[str, str, bool]] = field(default_factory=list)  # name, value, given at the call


class Writer:
    """Writes one program. Values, calls and imports are spelled at random; the meaning stays."""

    def __init__(self, random: Random, with_tensorflow: bool = False) -> None:
        self.random = random
        self.preamble: list[str] = []
        self.body: list[str] = []
        self.imports: set[str] = set()
        self.scope = Scope()
        self.indent = ""
        self.counter = 0
        self.config: dict[str, int] = {}
        self.excluded: set[str] = set()
        self.config_kind = random.choice(["dict", "class", "dataclass", "namespace"])
        styles = ["keras", "layers", "names", "alias", "star", "modules"]
        self.imports_style = random.choice(
            [*styles, "tf", "tf.layers", "tf.names"] if with_tensorflow else styles
        )

    # Text

    def line(self, text: str = "") -> None:
        self.body.append(self.indent + text if text else "")

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        self.line(head)
        self.indent += "    "
        yield
        self.indent = self.indent[:-4]

    def fresh(self, stem: str) -> str:
        self.counter += 1
        return f"{stem}_{self.counter}"

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def size(self) -> int:
        return self.random.choice(SIZES)

    def text(self) -> str:
        head = sorted(self.imports) or ["import keras"]
        lines = [*head, "", *self._config(), *self.preamble, "", *self.body]
        return "\n".join(lines) + "\n"

    def _config(self) -> list[str]:
        if not self.config:
            return []
        items = list(self.config.items())
        if self.config_kind == "dict":
            return ["CONFIG = {" + ", ".join(f'"{name}": {value}' for name, value in items) + "}"]
        if self.config_kind == "namespace":
            return ["class Namespace:", "    pass", "", "CONFIG = Namespace()"] + [
                f"CONFIG.{name} = {value}" for name, value in items
            ]
        head = ["class Config:"]
        if self.config_kind == "dataclass":
            head = ["from dataclasses import dataclass", "", "@dataclass", "class Config:"]
        annotation = ": int" if self.config_kind == "dataclass" else ""
        return [
            *head,
            *(f"    {name}{annotation} = {value}" for name, value in items),
            "",
            "CONFIG = Config()",
        ]

    # Values

    def number(self, value: int) -> str:
        """The number as a literal, a constant, arithmetic, a configuration, a parameter."""
        if self.chance(0.6):
            return str(value)
        return self.random.choice(self._spellings())(value)

    def _spellings(self) -> list[Callable[[int], str]]:
        plain: list[Callable[[int], str]] = [
            self._constant, self._product, self._shifted, self._unpacked, self._length, self._configured, self._element,
            self._chosen, self._called,
        ]  # fmt: skip
        if self.scope.kind != "module":
            plain += [self._parameter] * 6
        return plain

    def _constant(self, value: int) -> str:
        name = self.fresh("SIZE")
        self.preamble.append(f"{name} = {value}")
        return name

    def _product(self, value: int) -> str:
        divisor = self.random.choice([n for n in (1, 2, 3, 4) if value % n == 0])
        return f"{self._constant(divisor)} * {value // divisor}"

    def _shifted(self, value: int) -> str:
        return self.random.choice(
            [
                f"({self._constant(value + 1)} - 1)",
                f"{self._constant(2 * value)} // 2",
                f"int({value}.0)",
                f"max({value}, 1)",
            ]
        )

    def _unpacked(self, value: int) -> str:
        name, other = self.fresh("UNITS"), self.fresh("OTHER")
        self.preamble.append(f"{name}, {other} = {value}, {value + 3}")
        return name

    def _length(self, value: int) -> str:
        name = self.fresh("COLUMNS")
        columns = ", ".join(f'"c{n}"' for n in range(value))
        self.preamble.append(f"{name} = [{columns}]")
        return f"len({name})"

    def _configured(self, value: int) -> str:
        name = self.fresh("size")
        self.config[name] = value
        return f'CONFIG["{name}"]' if self.config_kind == "dict" else f"CONFIG.{name}"

    def _element(self, value: int) -> str:
        name = self.fresh("SIZES")
        self.preamble.append(f"{name} = ({value + 1}, {value})")
        return self.random.choice([f"{name}[1]", f"{name}[-1]"])

    def _chosen(self, value: int) -> str:
        name = self.fresh("LARGE")
        self.preamble.append(f"{name} = {self.chance(0.5)}")
        last = self.preamble[-1].endswith("True")
        return f"({value} if {name} else {value + 2})" if last else f"({value + 2} if {name} else {value})"

    def _called(self, value: int) -> str:
        name = self.fresh("half")
        self.preamble.extend(["", f"def {name}(n):", "    return n // 2", ""])
        return f"{name}({2 * value})"

    def _parameter(self, value: int) -> str:
        name = self.fresh("units")
        self.scope.parameters.append((name, str(value), self.chance(0.5)))
        return name

    def flag(self, value: bool) -> str:
        if self.chance(0.8):
            return str(value)
        if self.scope.kind != "module" and self.chance(0.5):
            name = self.fresh("flag")
            self.scope.parameters.append((name, str(value), self.chance(0.5)))
            return name
        name = self.fresh("FLAG")
        self.preamble.append(f"{name} = {value}")
        return self.random.choice([name, f"not {not value}", f"bool({name})"])

    def string(self, value: str) -> str:
        return self.random.choice([f'"{value}"', f"'{value}'", f'"{value}"'])

    def shape(self, shape: tuple[int | None, ...]) -> str:
        dims = ["None" if dim is None else self.number(dim) for dim in shape]
        inner = ", ".join(dims) + ("," if len(dims) == 1 else "")
        return f"({inner})" if self.chance(0.8) else f"[{', '.join(dims)}]"

    def activation(self) -> str:
        name = self.random.choice(["tanh", "relu", "sigmoid", "elu", "softsign", "linear"])
        spelled = self.random.random()
        if spelled < 0.7:
            return self.string(name)
        if spelled < 0.85:
            return self.other("activations", name)
        if spelled < 0.95:
            return f"{self.layer('LeakyReLU')}()"
        return "None"

    # Names of Keras

    def _import(self, line: str) -> None:
        self.imports.add(line)

    def layer(self, name: str) -> str:
        """A layer class, as this program imports it."""
        match self.imports_style:
            case "keras":
                self._import("import keras")
                found = f"keras.layers.{name}"
            case "layers":
                self._import("from keras import layers")
                found = f"layers.{name}"
            case "names":
                self._import(f"from keras.layers import {name}")
                found = name
            case "alias":
                self._import("import keras.layers as L")
                found = f"L.{name}"
            case "star":
                self._import("from keras.layers import *")
                found = name
            case "modules":
                self._import("import keras as k")
                found = f"k.layers.{name}"
            case "tf":
                self._import("import tensorflow as tf")
                found = f"tf.keras.layers.{name}"
            case "tf.layers":
                self._import("import tensorflow as tf")
                self._bind("layers = tf.keras.layers")
                found = f"layers.{name}"
            case _:
                self._import("from tensorflow import keras")
                self._bind("KL = keras.layers")
                found = f"KL.{name}"
        if name in RECURRENT and self.chance(0.1):
            self._bind(f"Cell{name} = {found}")
            return f"Cell{name}"
        return found

    def _bind(self, line: str) -> None:
        if line not in self.preamble:
            self.preamble.insert(0, line) if not line.startswith("Cell") else self.preamble.append(line)

    def keras(self, name: str) -> str:
        """`Sequential`, `Model`, `Input` as this program imports it."""
        match self.imports_style:
            case "layers" | "alias":
                self._import("import keras")
                return f"keras.{name}"
            case "names":
                module = "keras.layers" if name == "Input" else "keras.models"
                self._import(f"from {module} import {name}")
                return name
            case "star":
                self._import("from keras import *" if self.chance(0.5) else f"from keras import {name}")
                self._import(f"from keras import {name}")
                return name
            case "modules":
                self._import("from keras import models, Input")
                return "Input" if name == "Input" else f"models.{name}"
            case "tf" | "tf.layers":
                self._import("import tensorflow as tf")
                return f"tf.keras.{name}"
            case "tf.names":
                self._import("from tensorflow import keras")
                return f"keras.{name}"
            case _:
                self._import("import keras")
                return f"keras.{name}"

    def other(self, module: str, name: str) -> str:
        """`keras.activations.relu`, `keras.ops.mean`."""
        if self.imports_style == "tf":
            self._import("import tensorflow as tf")
            self._import("from tensorflow import keras")
        elif self.imports_style.startswith("tf."):
            self._import("from tensorflow import keras")
        elif self.imports_style == "names":
            self._import(f"from keras import {module}")
            return f"{module}.{name}"
        else:
            self._import("import keras")
        return f"keras.{module}.{name}"

    # Calls

    def call(self, function: str, *positional: str, **keywords: str) -> str:
        """The call, with some of its keywords in a dict beside it now and then."""
        parts = [*positional]
        items = list(keywords.items())
        if len(items) > 1 and self.scope.kind == "module" and not self.indent and self.chance(0.08):
            name = self.fresh("options")
            if self.chance(0.5):
                inner = ", ".join(f'"{key}": {value}' for key, value in items)
                self.line(f"{name} = {{{inner}}}")
            else:
                inner = ", ".join(f"{key}={value}" for key, value in items)
                self.line(f"{name} = dict({inner})")
            return f"{function}({', '.join([*parts, '**' + name])})"
        parts.extend(f"{key}={value}" for key, value in items)
        return f"{function}({', '.join(parts)})"

    def named(self, keywords: dict[str, str], stem: str) -> dict[str, str]:
        """Sometimes an explicit name, plain or built from parts."""
        if self.chance(0.15):
            self.counter += 1
            number = self.counter
            keywords["name"] = self.random.choice(
                [f'"my_{stem}_{number}"', f'f"my_{stem}_{{{number}}}"', f'"my_{stem}_" + str({number})']
            )
        return keywords

    # Layers

    def recurrent_arguments(self, cls: str, units: int, sequences: bool) -> tuple[list[str], dict[str, str]]:
        keywords: dict[str, str] = {}
        positional = [self.number(units)]
        if self.chance(0.25):
            keywords["units"] = positional.pop()
        options: dict[str, Callable[[], str]] = {
            "activation": self.activation,
            "use_bias": lambda: self.flag(self.chance(0.5)),
            "go_backwards": lambda: self.flag(self.chance(0.5)),
            "dropout": lambda: self.random.choice(["0.1", "0.0", "1 / 4"]),
            "recurrent_dropout": lambda: self.random.choice(["0.1", "0"]),
            "kernel_initializer": lambda: self.random.choice(['"zeros"', '"glorot_uniform"']),
            "recurrent_initializer": lambda: '"orthogonal"',
            "kernel_regularizer": lambda: self.random.choice(['"l2"', "None"]),
            "dtype": lambda: '"float32"',
        }
        if cls in ("LSTM", "GRU"):
            options["recurrent_activation"] = lambda: self.random.choice(['"sigmoid"', '"hard_sigmoid"'])
        if cls == "LSTM":
            options["unit_forget_bias"] = lambda: self.flag(self.chance(0.5))
        if cls == "GRU":
            options["reset_after"] = lambda: self.flag(self.chance(0.5))
        for name in self.excluded:
            options.pop(name, None)
        for name in self.random.sample(sorted(options), self.random.choice([0, 0, 1, 1, 2, 4])):
            keywords[name] = options[name]()
        if sequences or self.chance(0.2):
            keywords["return_sequences"] = self.flag(sequences)
        items = list(keywords.items())
        self.random.shuffle(items)
        return positional, dict(items)

    def recurrent(self, state: State, sequences: bool, name: str | None = None) -> tuple[str, State]:
        units = self.size()
        cls = name or self.random.choice(RECURRENT)
        positional, keywords = self.recurrent_arguments(cls, units, sequences)
        if name is None and state.time is not None and state.time <= 5 and self.chance(0.05):
            keywords["unroll"] = "True"
        text = self.call(self.layer(cls), *positional, **self.named(keywords, cls.lower()))
        after = State("sequence", units, state.time) if sequences else State("vector", units)
        return text, replace(after, masked=state.masked and sequences)

    @contextmanager
    def without(self, argument: str) -> Iterator[None]:
        """Recurrent layers written inside do not have this argument."""
        self.excluded.add(argument)
        yield
        self.excluded.discard(argument)

    def bidirectional(self, state: State, sequences: bool) -> tuple[str, State]:
        with self.without("go_backwards"):  # Keras 3 refuses two layers in the same direction
            inner, after = self.recurrent(state, sequences)
        keywords: dict[str, str] = {}
        mode = self.random.choice(["concat", "concat", "sum", "mul", "ave"])
        if mode != "concat" or self.chance(0.3):
            keywords["merge_mode"] = self.string(mode)
        if self.chance(0.2):
            units, sequence = self.number(after.size), str(sequences)
            cls = self.random.choice(RECURRENT)
            inner = self.call(self.layer(cls), units, return_sequences=sequence)
            keywords["backward_layer"] = self.call(
                self.layer(self.random.choice(RECURRENT)),
                units,
                return_sequences=sequence,
                go_backwards="True",
            )
        text = self.call(self.layer("Bidirectional"), inner, **self.named(keywords, "both"))
        return text, replace(after, size=2 * after.size) if mode == "concat" else after

    def rnn(self, state: State, sequences: bool) -> tuple[str, State]:
        """RNN(cell), RNN([cells]), RNN(StackedRNNCells([cells]))."""
        sizes = [self.size() for _ in range(self.random.choice([1, 1, 2, 3]))]
        cells = []
        for size in sizes:
            cls = self.random.choice(RECURRENT)
            positional, keywords = self.recurrent_arguments(cls, size, False)
            keywords.pop("return_sequences", None)
            keywords.pop("go_backwards", None)
            cells.append(self.call(self.layer(f"{cls}Cell"), *positional, **keywords))
        cell = cells[0]
        if len(cells) > 1:
            cell = f"[{', '.join(cells)}]"
            if self.chance(0.4):
                cell = self.call(self.layer("StackedRNNCells"), cell)
        keywords = {"return_sequences": self.flag(sequences)} if sequences or self.chance(0.2) else {}
        text = self.call(self.layer("RNN"), cell, **self.named(keywords, "rnn"))
        return text, State("sequence", sizes[-1], state.time) if sequences else State("vector", sizes[-1])

    def any_recurrent(self, state: State, sequences: bool) -> tuple[str, State]:
        maker = self.random.choice(
            [self.recurrent] * 6 + [self.bidirectional] * 3 + ([] if state.masked else [self.rnn] * 2)
        )
        return maker(state, sequences)

    def dense(self, state: State) -> tuple[str, State]:
        units = self.size()
        keywords: dict[str, str] = {}
        if self.chance(0.4):
            keywords["activation"] = self.activation()
        if self.chance(0.15):
            keywords["use_bias"] = self.flag(self.chance(0.3))
        text = self.call(self.layer("Dense"), self.number(units), **self.named(keywords, "dense"))
        return text, replace(state, size=units)

    def same(self, state: State) -> tuple[str, State]:
        """A layer that keeps the shape."""
        options = [
            self.call(self.layer("Dropout"), self.random.choice(["0.2", "rate=0.5", "1 / 5"])),
            self.call(self.layer("Activation"), self.string(self.random.choice(["relu", "tanh"]))),
            self.call(self.layer("BatchNormalization"), **({"scale": "False"} if self.chance(0.3) else {})),
            self.call(self.layer("LayerNormalization")),
            self.call(self.layer("GaussianNoise"), "0.1"),
            self.call(self.layer("LeakyReLU")),
            self.call(self.layer("Dense"), self.number(state.size)),
        ]
        if state.kind == "sequence":
            options.append(self.call(self.layer("SpatialDropout1D"), "0.1"))
            if state.time is not None:
                options.append(
                    self.call(self.layer("PReLU"), shared_axes=self.random.choice(["[1]", "(1,)"]))
                )
        return self.random.choice(options), state

    def distributed(self, state: State) -> tuple[str, State]:
        """TimeDistributed around a layer of a single step."""
        inner, after = self.dense(State("vector", state.size))
        if self.chance(0.2):
            inner, after = self.same(State("vector", state.size))
        return self.call(self.layer("TimeDistributed"), inner), replace(state, size=after.size)

    def convolution(self, state: State) -> tuple[str, State]:
        filters, kernel = self.size(), self.random.choice([1, 2, 3])
        keywords = {"padding": '"same"'}
        time = state.time
        if time is not None and time > kernel and self.chance(0.5):
            keywords, time = {}, time - kernel + 1
        elif self.chance(0.2) and time is not None:
            keywords["padding"], keywords["strides"], time = '"causal"', "2", -(-time // 2)
        cls = self.random.choice(["Conv1D", "Conv1D", "Conv1D", "SeparableConv1D"])
        if cls == "SeparableConv1D" and keywords.get("padding") == '"causal"':
            cls = "Conv1D"
        if self.chance(0.3):
            text = self.call(
                self.layer(cls),
                filters=self.number(filters),
                kernel_size=self.random.choice([str(kernel), f"({kernel},)"]),
                **self.named(keywords, "conv"),
            )
        else:
            text = self.call(
                self.layer(cls), self.number(filters), str(kernel), **self.named(keywords, "conv")
            )
        return text, State("sequence", filters, time)

    def pooling(self, state: State) -> tuple[str, State]:
        cls = self.random.choice(["MaxPooling1D", "AveragePooling1D", "MaxPool1D"])
        if state.time is None or state.time < 4:
            return self.call(self.layer(cls), pool_size="2", strides="1", padding='"same"'), state
        pool = self.random.choice([2, 3])
        text = self.random.choice(
            [self.call(self.layer(cls), str(pool)), self.call(self.layer(cls), pool_size=str(pool))]
        )
        return text, replace(state, time=(state.time - pool) // pool + 1)

    def rearranged(self, state: State) -> tuple[str, State]:
        """Permute, Reshape, cropping, padding, up-sampling of a sequence of known length."""
        if state.time is None:
            return self.same(state)
        choice = self.random.choice(["permute", "reshape", "free", "pad", "up", "crop"])
        if choice == "permute":
            dims = self.random.choice(["(2, 1)", "[2, 1]"])
            return self.call(self.layer("Permute"), dims), State("sequence", state.time, state.size)
        if choice == "reshape":
            return (
                self.call(self.layer("Reshape"), self.shape((state.size, state.time))),
                State("sequence", state.time, state.size),
            )
        if choice == "free":
            return (
                self.call(self.layer("Reshape"), target_shape=f"(-1, {self.number(state.size)})"),
                state,
            )
        if choice == "pad":
            return self.call(self.layer("ZeroPadding1D"), "1"), replace(state, time=state.time + 2)
        if choice == "up":
            return self.call(self.layer("UpSampling1D"), "2"), replace(state, time=2 * state.time)
        if state.time < 3:
            return self.same(state)
        return self.call(self.layer("Cropping1D"), "(1, 0)"), replace(state, time=state.time - 1)

    def collapse(self, state: State) -> tuple[str, State]:
        """From a sequence to a vector."""
        options = ["recurrent", "recurrent", "recurrent", "pool"]
        if state.time is not None and not state.masked:
            options.append("flatten")
        choice = self.random.choice(options)
        if choice == "recurrent":
            return self.any_recurrent(state, False)
        if choice == "pool":
            cls = self.random.choice(["GlobalMaxPooling1D", "GlobalAveragePooling1D", "GlobalMaxPool1D"])
            return self.call(self.layer(cls)), State("vector", state.size)
        assert state.time is not None
        return self.call(self.layer("Flatten")), State("vector", state.time * state.size)

    def expand(self, state: State) -> tuple[str, State]:
        """From a vector to a sequence."""
        if state.size % 2 == 0 and self.chance(0.3):
            text = self.call(self.layer("Reshape"), self.shape((2, state.size // 2)))
            return text, State("sequence", state.size // 2, 2)
        times = self.random.choice([1, 3, 7])
        return self.call(self.layer("RepeatVector"), self.number(times)), State("sequence", state.size, times)

    def embedding(self, state: State) -> tuple[str, State]:
        size = self.size()
        keywords: dict[str, str] = {}
        masked = self.chance(0.3)
        if masked:
            keywords["mask_zero"] = self.flag(True)
        words = self.number(self.random.choice([10, 50, 1000]))
        if self.chance(0.3):
            keywords = {"input_dim": words, "output_dim": self.number(size), **keywords}
            text = self.call(self.layer("Embedding"), **self.named(keywords, "embedding"))
        else:
            text = self.call(
                self.layer("Embedding"), words, self.number(size), **self.named(keywords, "embedding")
            )
        return text, State("sequence", size, state.time, masked=masked)

    def frames(self, state: State) -> tuple[str, State]:
        """ConvLSTM2D and TimeDistributed layers on frames; ends as frames, a sequence or a vector."""
        filters = self.random.choice([1, 2, 4])
        choice = self.random.choice(["convlstm", "convlstm", "conv", "flatten", "pool"])
        if choice == "convlstm":
            sequences = self.chance(0.7)
            keywords = {"padding": '"same"', "return_sequences": self.flag(sequences)}
            if self.chance(0.3):
                keywords["recurrent_dropout"] = "0.1"
            if self.chance(0.3):
                keywords["use_bias"] = self.flag(False)
            kernel = self.random.choice(["3", "(3, 3)", "(1, 2)"])
            text = self.call(self.layer("ConvLSTM2D"), self.number(filters), kernel, **keywords)
            after = replace(state, size=filters)
            return text, after if sequences else replace(after, kind="picture")
        if choice == "conv":
            inner = self.call(self.layer("Conv2D"), self.number(filters), "(2, 2)", padding='"same"')
            return self.call(self.layer("TimeDistributed"), inner), replace(state, size=filters)
        if choice == "pool" and state.side >= 4:
            inner = self.call(self.layer("MaxPooling2D"), "(2, 2)")
            return self.call(self.layer("TimeDistributed"), inner), replace(state, side=state.side // 2)
        inner = self.call(self.layer("Flatten"))
        return (
            self.call(self.layer("TimeDistributed"), inner),
            State("sequence", state.side**2 * state.size, state.time),
        )

    def picture(self, state: State) -> tuple[str, State]:
        if self.chance(0.5):
            return self.call(self.layer("Flatten")), State("vector", state.side**2 * state.size)
        return self.call(self.layer("GlobalAveragePooling2D")), State("vector", state.size)

    def step(self, state: State) -> tuple[str, State]:
        """One more layer that fits behind the state."""
        if state.kind == "tokens":
            return self.embedding(state)
        if state.kind == "frames":
            return self.frames(state)
        if state.kind == "picture":
            return self.picture(state)
        if state.kind == "vector":
            return self.random.choice([self.dense, self.dense, self.same, self.expand])(state)
        if state.masked:
            return self.random.choice(
                [
                    lambda s: self.any_recurrent(s, True),
                    self.same_masked,
                    self.collapse,
                ]
            )(state)
        return self.random.choice(
            [
                lambda s: self.any_recurrent(s, True),
                lambda s: self.any_recurrent(s, True),
                self.same,
                self.dense,
                self.distributed,
                self.convolution,
                self.pooling,
                self.rearranged,
                self.collapse,
                self.collapse,
                self.masking,
            ]
        )(state)

    def same_masked(self, state: State) -> tuple[str, State]:
        return self.call(self.layer("Dropout"), "0.1"), state

    def masking(self, state: State) -> tuple[str, State]:
        text = self.call(
            self.layer("Masking"), self.random.choice(["0.0", "mask_value=-1.0", "mask_value=0"])
        )
        return text, replace(state, masked=True)

    def chain(self, state: State, least: int, most: int) -> tuple[list[str], State]:
        texts: list[str] = []
        for _ in range(self.random.randint(least, most)):
            text, state = self.step(state)
            texts.append(text)
        return texts, state

    def to_vector(self, state: State) -> tuple[list[str], State]:
        """The layers that are needed to reach a vector."""
        texts: list[str] = []
        while state.kind != "vector":
            if state.kind == "sequence":
                text, state = self.collapse(state)
            else:
                text, state = self.step(state)
            texts.append(text)
        return texts, state

    def source_state(self) -> State:
        kind = self.random.choice(["sequence"] * 6 + ["tokens"] * 2 + ["vector", "frames"])
        time = self.random.choice([None, 3, 5, 10, 24])
        if kind == "sequence":
            return State("sequence", self.size(), time)
        if kind == "tokens":
            return State("tokens", 0, time)
        if kind == "vector":
            return State("vector", self.size())
        return State(
            "frames", self.random.choice([1, 3]), self.random.choice([None, 2, 4]), self.random.choice([4, 5])
        )

    def input(self, state: State) -> str:
        shape = self.shape(state.shape)
        keywords: dict[str, str] = {}
        if state.kind == "tokens" and self.chance(0.3):
            keywords["dtype"] = '"int32"'
        if self.chance(0.1):
            return self.call(
                self.keras("Input"), batch_shape=self.shape((self.random.choice([None, 4]), *state.shape))
            )
        if self.chance(0.5):
            return self.call(self.keras("Input"), shape=shape, **self.named(keywords, "input"))
        return self.call(self.keras("Input"), shape, **self.named(keywords, "input"))

    def compile(self, target: str = "model") -> None:
        self.line(f'{target}.compile(optimizer="adam", loss="mse")')


# --- styles -------------------------------------------------------------------------------------------------


def _first(writer: Writer, state: State, layers: list[str]) -> list[str]:
    """The layers of a Sequential with its input shape stated one way or another."""
    choice = writer.random.random()
    if choice < 0.5:
        return [writer.input(state), *layers]
    if choice < 0.6:
        shape = writer.shape(state.shape)
        return [f"{writer.layer('InputLayer')}(shape={shape})", *layers]
    first = layers[0]
    if first.endswith(")") and "**" not in first and "SpatialDropout" not in first:  # it passes no kwargs on
        inner = "" if first.endswith("()") else ", "
        return [f"{first[:-1]}{inner}input_shape={writer.shape(state.shape)})", *layers[1:]]
    return [writer.input(state), *layers]


def sequential_list(writer: Writer) -> None:
    state = writer.source_state()
    layers, _ = writer.chain(state, 2, 6)
    layers = _first(writer, state, layers)
    keywords = writer.named({}, "model")
    arguments = ", ".join(f"{key}={value}" for key, value in keywords.items())
    tail = f", {arguments}" if arguments else ""
    choice = writer.random.random()
    if choice < 0.5:
        writer.line(f"model = {writer.keras('Sequential')}([")
        for layer in layers:
            writer.line(f"    {layer},")
        writer.line(f"]{tail})")
    elif choice < 0.7:
        writer.line("stack = []")
        for layer in layers:
            writer.line(f"stack.append({layer})")
        writer.line(f"model = {writer.keras('Sequential')}(stack{tail})")
    elif choice < 0.85:
        writer.line(f"stack = [{', '.join(layers[:1])}]")
        writer.line(f"stack += [{', '.join(layers[1:])}]")
        writer.line(f"model = {writer.keras('Sequential')}(layers=stack{tail})")
    else:
        half = len(layers) // 2
        writer.line(f"head = [{', '.join(layers[:half])}]")
        writer.line(f"tail = [{', '.join(layers[half:])}]")
        writer.line(f"model = {writer.keras('Sequential')}([*head, *tail]{tail})")
    writer.compile()


def sequential_add(writer: Writer) -> None:
    state = writer.source_state()
    layers, _ = writer.chain(state, 2, 7)
    writer.line(f"model = {writer.keras('Sequential')}()")
    for layer in _first(writer, state, layers):
        if writer.chance(0.15):
            name = writer.fresh("layer")
            writer.line(f"{name} = {layer}")
            layer = name
        writer.line(f"model.add({layer})")
        if writer.chance(0.08):
            writer.line(f"model.add({writer.layer('Dropout')}(0.5))")
            writer.line("model.pop()")
    writer.compile()


def sequential_build(writer: Writer) -> None:
    """No input shape in the layers: `build` states it."""
    state = writer.source_state()
    layers, _ = writer.chain(state, 2, 4)
    writer.line(f"model = {writer.keras('Sequential')}([{', '.join(layers)}])")
    dims = ", ".join("None" if dim is None else writer.number(dim) for dim in state.shape)
    argument = f"(None, {dims})"
    writer.line(f"model.build({writer.random.choice(['', 'input_shape='])}{argument})")
    writer.compile()


def sequential_loop(writer: Writer) -> None:
    """Recurrent layers added in a loop over sizes, a count or pairs."""
    state = State("sequence", writer.size(), writer.random.choice([None, 6]))
    cls = writer.layer(writer.random.choice(RECURRENT))
    sizes = [writer.size() for _ in range(writer.random.choice([1, 2, 3, 5]))]
    writer.line(f"model = {writer.keras('Sequential')}()")
    writer.line(f"model.add({writer.input(state)})")
    choice = writer.random.choice(
        ["tuple", "range", "enumerate", "pairs", "flags", "first", "constant", "skipped", "last"]
    )
    if choice in ("tuple", "constant"):
        sequence = f"({', '.join(map(str, sizes))},)"
        if choice == "constant":
            writer.preamble.append(f"LAYERS = {list(sizes)}")
            sequence = "LAYERS"
        with writer.block(f"for units in {sequence}:"):
            writer.line(f"model.add({cls}(units, return_sequences=True))")
            if writer.chance(0.5):
                writer.line(f"model.add({writer.layer('Dropout')}(0.2))")
    elif choice == "range":
        with writer.block(f"for i in range({writer.number(len(sizes))}):"):
            writer.line(
                f"model.add({cls}({writer.number(4)} * (i + 1), return_sequences=True, name=f'rnn_{{i}}'))"
            )
    elif choice == "enumerate":
        with writer.block(f"for i, units in enumerate({sizes}):"):
            writer.line(
                f"model.add({cls}(units, return_sequences=i < {len(sizes) - 1}, name='rnn_' + str(i)))"
            )
    elif choice == "pairs":
        rates = [writer.random.choice([0.1, 0.5]) for _ in sizes]
        with writer.block(f"for units, rate in zip({sizes}, {rates}):"):
            writer.line(f"model.add({cls}(units, dropout=rate, return_sequences=True))")
            with writer.block("if rate > 0.2:"):
                writer.line(f"model.add({writer.layer('Dropout')}(rate))")
    elif choice == "flags":
        pairs = [(size, True) for size in sizes[:-1]] + [(sizes[-1], False)]
        with writer.block(f"for units, more in {pairs}:"):
            writer.line(f"model.add({cls}(units, return_sequences=more))")
    elif choice == "first":
        writer.line(f"sizes = {sizes}")
        with writer.block("for i, units in enumerate(sizes):"):
            writer.line("last = i == len(sizes) - 1")
            with writer.block("if not last:"):
                writer.line(f"model.add({cls}(units, return_sequences=True))")
            with writer.block("else:"):
                writer.line(f"model.add({cls}(units))")
    elif choice == "last":
        writer.line(f"sizes = {sizes}")
        with writer.block("for units in sizes[:-1]:"):
            writer.line(f"model.add({cls}(units, return_sequences=True))")
        writer.line(f"model.add({cls}(sizes[-1]))")
    else:
        writer.line(f"left = {len(sizes)}")
        with writer.block("for units in reversed([1, 2, 3]):"):
            with writer.block("if units == 2:"):
                writer.line("continue")
            writer.line(f"model.add({cls}(units, return_sequences=True))")
            writer.line("left -= 1")
    writer.line(f"model.add({writer.layer('Dense')}({writer.number(2)}))")
    writer.compile()


def sequential_nested(writer: Writer) -> None:
    state = writer.source_state()
    inner, middle = writer.chain(state, 1, 3)
    outer, _ = writer.chain(middle, 1, 3)
    sequential = writer.keras("Sequential")
    if writer.chance(0.5):
        writer.line(f"encoder = {sequential}([{', '.join([writer.input(state), *inner])}], name='encoder')")
        writer.line(f"model = {sequential}([encoder, {', '.join(outer)}])")
    else:
        writer.line(f"encoder = {sequential}([{', '.join(inner)}])")
        writer.line(f"model = {sequential}()")
        writer.line(f"model.add({writer.input(state)})")
        writer.line("model.add(encoder)")
        for layer in outer:
            writer.line(f"model.add({layer})")
    writer.compile()


def sequential_comprehension(writer: Writer) -> None:
    state = State("sequence", writer.size(), 8)
    cls = writer.layer(writer.random.choice(RECURRENT))
    sizes = [writer.size() for _ in range(writer.random.choice([1, 2, 4]))]
    sequential, dense = writer.keras("Sequential"), writer.layer("Dense")
    made = f"{cls}(units, return_sequences=True) for units in {sizes}"
    choice = writer.random.random()
    if choice < 0.4:
        writer.line(f"stack = [{made}]")
        writer.line(f"model = {sequential}([{writer.input(state)}] + stack + [{dense}(1)])")
    elif choice < 0.7:
        writer.line(
            f"blocks = {{f'rnn_{{n}}': {cls}(n + 1, return_sequences=True) for n in range({len(sizes)})}}"
        )
        writer.line(f"model = {sequential}([{writer.input(state)}, *blocks.values(), {dense}(1)])")
    else:
        writer.line(f"model = {sequential}([{writer.input(state)}, *({made}), {dense}(1)])")
    writer.compile()


def functional_chain(writer: Writer) -> None:
    state = writer.source_state()
    layers, _ = writer.chain(state, 2, 7)
    writer.line(f"inputs = {writer.input(state)}")
    if writer.chance(0.15):
        for n, layer in enumerate(layers):
            writer.line(f"layer_{n} = {layer}")
        writer.line("x = inputs")
        with writer.block(f"for layer in [{', '.join(f'layer_{n}' for n in range(len(layers)))}]:"):
            writer.line("x = layer(x)")
    else:
        name = "inputs"
        for n, layer in enumerate(layers):
            after = "x" if writer.chance(0.8) else f"h{n}"
            writer.line(f"{after} = {layer}({name})")
            name = after
        writer.line(f"x = {name}")
    _model(writer, "inputs", "x")


def _model(writer: Writer, inputs: str, outputs: str, target: str = "model") -> None:
    text = writer.random.choice(
        [f"({inputs}, {outputs})", f"(inputs={inputs}, outputs={outputs})", f"([{inputs}], [{outputs}])"]
        if "," not in inputs + outputs and "[" not in inputs + outputs
        else [f"({inputs}, {outputs})", f"(inputs={inputs}, outputs={outputs})"]
    )
    writer.line(f"{target} = {writer.keras('Model')}{text}")
    writer.compile(target)


def _apply(writer: Writer, layers: list[str], name: str) -> None:
    for layer in layers:
        writer.line(f"{name} = {layer}({name})")


def functional_branches(writer: Writer) -> None:
    """Several inputs, merged, and perhaps several outputs."""
    count = writer.random.choice([2, 2, 3])
    size = writer.size()
    names, inputs = [], []
    for n in range(count):
        state = writer.source_state()
        writer.line(f"input_{n} = {writer.input(state)}")
        writer.line(f"branch_{n} = input_{n}")
        layers, after = writer.chain(state, 1, 3)
        more, after = writer.to_vector(after)
        last = writer.call(writer.layer("Dense"), writer.number(size))
        _apply(writer, [*layers, *more, last], f"branch_{n}")
        names.append(f"branch_{n}")
        inputs.append(f"input_{n}")
    joined = f"[{', '.join(names)}]"
    merged = writer.random.choice(
        [
            f"{writer.layer('Concatenate')}()({joined})",
            f"{writer.layer('Concatenate')}(axis=-1)({joined})",
            f"{writer.layer('concatenate')}({joined})",
            f"{writer.layer('add')}({joined})",
            f"{writer.layer('Add')}()({joined})",
            f"{writer.layer('Multiply')}()({joined})",
            f"{writer.layer('Average')}()({joined})",
            f"{writer.other('ops', 'concatenate')}({joined}, axis=-1)",
            f"{writer.other('ops', 'stack')}({joined}, axis=1)",
            " + ".join(names),
        ]
    )
    writer.line(f"x = {merged}")
    width = size * count if "oncat" in merged else size
    state = State("sequence", size, count) if "ops.stack" in merged else State("vector", width)
    layers, state = writer.chain(state, 1, 2)
    _apply(writer, layers, "x")
    outputs = "x"
    if writer.chance(0.5):
        first, _ = writer.dense(state)
        second, _ = writer.dense(state)
        writer.line(f"first = {first}(x)")
        writer.line(f"second = {second}(x)")
        outputs = "[first, second]"
    if writer.chance(0.3) and outputs == "x":
        writer.line(f"heads = [{writer.layer('Dense')}(n + 1)(x) for n in range(2)]")
        outputs = "heads"
    writer.line(f"model = {writer.keras('Model')}([{', '.join(inputs)}], {outputs})")
    writer.compile()


def functional_shared(writer: Writer) -> None:
    """One layer for two inputs."""
    state = State("sequence", writer.size(), writer.random.choice([None, 7]))
    shared, after = writer.any_recurrent(state, False)
    writer.line(f"first = {writer.input(state)}")
    writer.line(f"second = {writer.input(state)}")
    writer.line(f"encoder = {shared}")
    if writer.chance(0.5):
        writer.line("a, b = encoder(first), encoder(second)")
    else:
        writer.line("a = encoder(first)")
        writer.line("b = encoder(second)")
    layer = writer.random.choice(["Subtract", "Add", "Concatenate", "Multiply"])
    writer.line(f"x = {writer.layer(layer)}()([a, b])")
    del after
    writer.line(f"x = {writer.layer('Dense')}({writer.number(3)})(x)")
    _model(writer, "[first, second]", "x")


def functional_encoder_decoder(writer: Writer) -> None:
    """The states of the encoder start the decoder."""
    units = writer.size()
    cls = writer.random.choice(["LSTM", "LSTM", "GRU", "SimpleRNN"])
    source = State("sequence", writer.size(), writer.random.choice([None, 9]))
    target = State("sequence", writer.size(), writer.random.choice([None, 4]))
    both = writer.chance(0.3)
    sequences = writer.chance(0.4)
    writer.line(f"source = {writer.input(source)}")
    writer.line(f"target = {writer.input(target)}")
    keywords = {"return_state": "True"}
    if sequences:
        keywords["return_sequences"] = "True"
    encoder = writer.call(writer.layer(cls), writer.number(units), **keywords)
    if both:
        encoder = f"{writer.layer('Bidirectional')}({encoder})"
    width = 2 * units if both else units
    states = 2 if cls == "LSTM" else 1
    unpacking = writer.random.choice(["names", "star", "slice"]) if not both else "names"
    if unpacking == "names" and both:
        names = [f"{side}_{n}" for side in ("forward", "backward") for n in range(states)]
        writer.line(f"encoded, {', '.join(names)} = {encoder}(source)")
        joined = [f"s{n}" for n in range(states)]
        for n in range(states):
            writer.line(f"s{n} = {writer.layer('Concatenate')}()([forward_{n}, backward_{n}])")
        initial = f"[{', '.join(joined)}]"
    elif unpacking == "names":
        names = [f"state_{n}" for n in range(states)]
        if writer.chance(0.5):
            writer.line(f"encoder = {encoder}")
            writer.line(f"encoded, {', '.join(names)} = encoder(source)")
        else:
            writer.line(f"encoded, {', '.join(names)} = {encoder}(source)")
        initial = f"[{', '.join(names)}]"
    elif unpacking == "star":
        writer.line(f"encoded, *states = {encoder}(source)")
        initial = "states"
    else:
        writer.line(f"results = {encoder}(source)")
        writer.line("encoded = results[0]")
        initial = "results[1:]"
    decoder = writer.call(writer.layer(cls), str(width), return_sequences="True")
    writer.line(f"decoded = {decoder}(target, initial_state={initial})")
    if sequences and writer.chance(0.7):
        attention = writer.random.choice(["Attention", "AdditiveAttention", "MultiHeadAttention"])
        if attention == "MultiHeadAttention":
            layer = writer.call(writer.layer(attention), num_heads="2", key_dim=writer.number(3))
            writer.line(f"context = {layer}(decoded, encoded)")
        else:
            writer.line(f"context = {writer.layer(attention)}()([decoded, encoded])")
        writer.line(f"decoded = {writer.layer('Concatenate')}(axis=-1)([decoded, context])")
    dense = f"{writer.layer('Dense')}({writer.number(5)})"
    if writer.chance(0.5):
        dense = f"{writer.layer('TimeDistributed')}({dense})"
    writer.line(f"x = {dense}(decoded)")
    _model(writer, "[source, target]", "x")


def functional_operations(writer: Writer) -> None:
    """Operators, slices, keras.ops and Lambda between layers."""
    state = State("sequence", writer.size(), writer.random.choice([None, 6]))
    writer.line(f"inputs = {writer.input(state)}")
    layer, state = writer.any_recurrent(state, True)
    writer.line(f"x = {layer}(inputs)")
    other, _ = writer.same(state)
    ops = writer.other("ops", "").rstrip(".")
    lambda_ = writer.layer("Lambda")
    keeps = [
        "x = x * 0.5", "x = 1.0 - x", "x = x / 2", "x = -x", "x = x ** 2", "x = x[:, ::-1]", "x += 1.0",
        "x = x[:, :, :]", f"x = x + {other}(x)", f"x = {ops}.relu(x)", f"x = {ops}.tanh(x) * x", f"x = {ops}.add(x, x)",
        f"x = {ops}.maximum(x, 0.0)", f"x = {lambda_}(lambda t: t * 2.0)(x)", f"x = {ops}.softmax(x, axis=-1)",
        f"x = {ops}.transpose(x, (0, 2, 1))\nx = {ops}.transpose(x, [0, 2, 1])",
    ]  # fmt: skip
    ends = [
        "x = x[:, -1, :]", "x = x[:, -1]", "x = x[:, 0, :]", f"x = {ops}.mean(x, axis=1)", f"x = {ops}.max(x, axis=-2)",
        f"x = {ops}.sum(x, 1)", f"x = {lambda_}(lambda t: t[:, -1, :])(x)",
        f"x = {ops}.mean(x, axis=1, keepdims=True)\nx = {ops}.squeeze(x, axis=1)",
        f"x = {lambda_}(lambda t: {ops}.mean(t, axis=1))(x)",
    ]  # fmt: skip
    for _ in range(writer.random.choice([1, 2, 3])):
        for text in writer.random.choice(keeps).split("\n"):
            writer.line(text)
    for text in writer.random.choice(ends).split("\n"):
        writer.line(text)
    if writer.chance(0.4):
        writer.line(f"x = {ops}.expand_dims(x, axis=1)")
        writer.line(f"x = {writer.layer('LSTM')}({writer.number(4)})(x)")
    writer.line(f"x = {writer.layer('Dense')}({writer.number(2)})(x)")
    _model(writer, "inputs", "x")


def functional_residual(writer: Writer) -> None:
    """Blocks in a loop, each added to its own input."""
    width = writer.size()
    state = State("sequence", width, writer.random.choice([None, 6]))
    writer.line(f"inputs = {writer.input(state)}")
    writer.line("x = inputs")
    cls = writer.layer(writer.random.choice(RECURRENT))
    with writer.block(f"for n in range({writer.random.choice([1, 2, 3])}):"):
        writer.line(f"y = {cls}({writer.number(width)}, return_sequences=True)(x)")
        writer.line(f"y = {writer.layer('LayerNormalization')}()(y)")
        writer.line(
            writer.random.choice(
                [f"x = {writer.layer('Add')}()([x, y])", "x = x + y", f"x = {writer.layer('add')}([x, y])"]
            )
        )
    writer.line(f"x = {writer.layer('Dense')}(1)(x)")
    _model(writer, "inputs", "x")


def functional_nested(writer: Writer) -> None:
    """A model used as a layer, in TimeDistributed or on its own."""
    outer = State("sequence", writer.size(), writer.random.choice([3, 6]))
    if writer.chance(0.5):
        inner = State("vector", outer.size)
        layers, after = (
            [writer.call(writer.layer("Dense"), writer.number(4), activation='"relu"')],
            State("vector", 4),
        )
        wrap = writer.layer("TimeDistributed")
    else:
        inner, wrap = outer, ""
        layers, after = writer.chain(inner, 1, 3)
    choice = writer.random.choice(["functional", "sequential", "shared"])
    if choice != "sequential":
        writer.line(f"step = {writer.input(inner)}")
        writer.line("y = step")
        _apply(writer, layers, "y")
        writer.line(f"block = {writer.keras('Model')}(step, y, name='block')")
    else:
        writer.line(
            f"block = {writer.keras('Sequential')}([{', '.join([writer.input(inner), *layers])}], name='block')"
        )
    writer.line(f"inputs = {writer.input(outer)}")
    writer.line(f"x = {wrap}(block)(inputs)" if wrap else "x = block(inputs)")
    state = State("sequence", after.size, outer.time) if wrap else after
    if choice == "shared" and not wrap:
        writer.line(f"other = {writer.input(outer)}")
        writer.line(f"x = {writer.layer('Concatenate')}()([x, block(other)])")
        state = replace(state, size=2 * state.size) if state.kind in ("sequence", "vector") else state
        more, _ = writer.chain(replace(state, masked=False), 1, 1)
        _apply(writer, more, "x")
        _model(writer, "[inputs, other]", "x")
        return
    more, _ = writer.chain(state, 1, 2)
    _apply(writer, more, "x")
    _model(writer, "inputs", "x")


def _signature(scope: Scope, first: str = "") -> tuple[str, str]:
    """Parameters of a definition and arguments of its call."""
    heads = [first] if first else []
    required = [name for name, _, given in scope.parameters if given]
    defaults = [f"{name}={value}" for name, value, given in scope.parameters if not given]
    call = [f"{name}={value}" for name, value, given in scope.parameters if given]
    return ", ".join([*heads, *required, *defaults]), ", ".join(call)


@contextmanager
def _inside(writer: Writer, kind: str, indent: str = "    ") -> Iterator[tuple[Scope, list[str]]]:
    """Collect what is written as the body of a function whose parameters come up on the way."""
    outer, body, before = writer.scope, writer.body, writer.indent
    writer.scope, writer.body, writer.indent = Scope(kind), [], indent
    try:
        yield writer.scope, writer.body
    finally:
        writer.scope, writer.body, writer.indent = outer, body, before


def _body(writer: Writer, compiled: bool) -> None:
    """Some model in `model`, within a function."""
    style = writer.random.choice(
        [sequential_list, sequential_add, functional_chain, sequential_loop, functional_branches]
    )
    style(writer)
    if not compiled:
        writer.body.pop()


def factory_function(writer: Writer) -> None:
    compiled = writer.chance(0.5)
    tuple_ = writer.chance(0.3)
    with _inside(writer, "function") as (scope, body):
        _body(writer, compiled)
        writer.line("return model, 3" if tuple_ else "return model")
    parameters, arguments = _signature(scope)
    writer.body += [f"def build_model({parameters}):", *body, ""]
    if writer.chance(0.2):
        arguments_line = f"settings = dict({arguments})"
        writer.line(arguments_line)
        arguments = "**settings"
    target = "model, count" if tuple_ else "model"
    if writer.chance(0.3):
        with writer.block("def main():"):
            writer.line(f"{target} = build_model({arguments})")
            writer.line("return model")
        writer.line("")
        writer.line("model = main()")
    else:
        writer.line(f"{target} = build_model({arguments})")
    if not compiled:
        writer.compile()


def factory_block(writer: Writer) -> None:
    """A helper that adds one block to a tensor, called several times."""
    state = State("sequence", writer.size(), writer.random.choice([None, 10]))
    cls = writer.layer(writer.random.choice(RECURRENT))
    dropout = writer.layer("Dropout")
    with writer.block("def block(x, units, rate=0.1, last=False):"):
        writer.line(f"x = {cls}(units, return_sequences=not last)(x)")
        with writer.block("if rate:"):
            writer.line(f"x = {dropout}(rate)(x)")
        writer.line("return x")
    writer.line("")
    writer.line(f"inputs = {writer.input(state)}")
    writer.line(f"x = block(inputs, {writer.number(writer.size())})")
    for _ in range(writer.random.choice([0, 1, 2])):
        writer.line(
            f"x = block(x, units={writer.number(writer.size())}, rate={writer.random.choice(['0', '0.3'])})"
        )
    writer.line(f"x = block(x, {writer.number(4)}, last=True)")
    writer.line(f"x = {writer.layer('Dense')}(1)(x)")
    _model(writer, "inputs", "x")


def factory_class(writer: Writer) -> None:
    """A trainer that keeps its model in `self.model`."""
    state = State("sequence", writer.size(), writer.random.choice([None, 10]))
    units = writer.size()
    layer, dense = writer.layer(writer.random.choice(RECURRENT)), writer.layer("Dense")
    given = writer.input(state)
    sequential, model = writer.keras("Sequential"), writer.keras("Model")
    functional = writer.chance(0.4)
    with writer.block("class Trainer:"):
        if writer.chance(0.4):
            writer.line("outputs = 2")
            width = "self.outputs"
        else:
            width = "2"
        with writer.block(f"def __init__(self, units, depth={writer.random.choice([1, 2])}):"):
            writer.line("self.units = units")
            writer.line("self.depth = depth")
            if writer.chance(0.5):
                writer.line("self.model = self.build()")
                later = False
            else:
                writer.line("self.model = None")
                later = True
        writer.line("")
        with writer.block("def build(self):"):
            if functional:
                writer.line(f"inputs = x = {given}")
                with writer.block("for _ in range(self.depth):"):
                    writer.line(f"x = {layer}(self.units, return_sequences=True)(x)")
                writer.line(f"model = {model}(inputs, {dense}({width})(x))")
            else:
                writer.line(f"model = {sequential}()")
                writer.line(f"model.add({given})")
                with writer.block("for n in range(self.depth):"):
                    writer.line(f"model.add({layer}(self.units // (n + 1) + 1, return_sequences=True))")
                writer.line(f"model.add({dense}({width}))")
            if later:
                writer.line("self.model = model")
            writer.line("return model")
        writer.line("")
        with writer.block("def prepare(self):"):
            writer.compile("self.model")
    writer.line("")
    writer.line(f"trainer = Trainer({writer.number(units)})")
    if later:
        writer.line("trainer.build()")
    writer.line("trainer.prepare()")
    writer.line("model = trainer.model")


def layers_in_collections(writer: Writer) -> None:
    """Layers from dicts, lists and lookup tables of classes."""
    state = State("sequence", writer.size(), writer.random.choice([None, 5]))
    classes = ", ".join(f'"{cls.lower()}": {writer.layer(cls)}' for cls in RECURRENT)
    kind = writer.random.choice(RECURRENT).lower()
    writer.line(f"CELLS = {{{classes}}}")
    writer.line(f'kind = "{kind}"')
    choice = writer.random.choice(["table", "dict", "list", "branch"])
    inputs = writer.input(state)
    writer.line(f"inputs = {inputs}")
    if choice == "table":
        writer.line(f"x = CELLS[kind]({writer.number(4)}, return_sequences=True)(inputs)")
    elif choice == "dict":
        writer.line(
            f'parts = {{"rnn": CELLS["gru"](3, return_sequences=True), "norm": {writer.layer("LayerNormalization")}()}}'
        )
        writer.line('x = parts["norm"](parts["rnn"](inputs))')
    elif choice == "list":
        writer.line(
            f"parts = [{writer.layer('LSTM')}(3, return_sequences=True), {writer.layer('Dropout')}(0.1)]"
        )
        writer.line("x = inputs")
        with writer.block("for part in parts:"):
            writer.line("x = part(x)")
    else:
        with writer.block('if kind == "lstm":'):
            writer.line(f"x = {writer.layer('LSTM')}(5, return_sequences=True)(inputs)")
        with writer.block('elif kind == "gru":'):
            writer.line(f"x = {writer.layer('GRU')}(6, return_sequences=True)(inputs)")
        with writer.block("else:"):
            writer.line(f"x = {writer.layer('SimpleRNN')}(7, return_sequences=True)(inputs)")
    writer.line(f"x = {writer.layer('Dense')}(2)(x)")
    _model(writer, "inputs", "x")


def subclassed(writer: Writer) -> None:
    """`__init__` makes the layers, `call` applies them; a call or `build` states the shape."""
    state = State("sequence", writer.size(), writer.random.choice([None, 8]))
    layers, after = writer.chain(state, 1, 4)
    more, after = writer.to_vector(after)
    layers = [*layers, *more]
    units = writer.number(writer.size())
    with writer.block(f"class Network({writer.keras('Model')}):"):
        with writer.block("def __init__(self, units, **kwargs):"):
            writer.line(
                writer.random.choice(["super().__init__(**kwargs)", "super(Network, self).__init__()"])
            )
            for n, layer in enumerate(layers):
                writer.line(f"self.layer_{n} = {layer}")
            writer.line(f"self.head = {writer.layer('Dense')}(units)")
        writer.line("")
        with writer.block(
            writer.random.choice(["def call(self, x):", "def call(self, inputs, training=None):"])
        ):
            if "inputs" in writer.body[-1]:
                writer.line("x = inputs")
            for n in range(len(layers)):
                writer.line(f"x = self.layer_{n}(x)")
            writer.line("return self.head(x)")
    writer.line("")
    writer.line(f"model = Network({units})")
    if writer.chance(0.5):
        writer.line(f"model({writer.input(state)})")
    else:
        dims = ", ".join("None" if dim is None else writer.number(dim) for dim in state.shape)
        writer.line(f"model.build((None, {dims}))")
    writer.compile()


def _block(writer: Writer, units: str) -> None:
    """A layer class with weights of its own from `build`, and a layer inside."""
    weight = writer.random.choice(["shape=({}, self.units)", "({}, self.units)"])
    with writer.block(f"class Block({writer.layer('Layer')}):"):
        with writer.block("def __init__(self, units, **kwargs):"):
            writer.line("super().__init__(**kwargs)")
            writer.line("self.units = units")
            if writer.chance(0.5):
                writer.line(f"self.inner = {writer.layer('Dense')}(units)")
        inside = "self.inner" in writer.body[-1]
        with writer.block("def build(self, input_shape):"):
            writer.line(f"self.kernel = self.add_weight({weight.format('input_shape[-1]')})")
            if writer.chance(0.5):
                writer.line('self.scale = self.add_weight(name="scale")')
            if inside:
                writer.line("self.inner.build((*input_shape[:-1], self.units))")
        with writer.block("def call(self, inputs):"):
            product = writer.random.choice(
                [f"{writer.other('ops', 'matmul')}(inputs, self.kernel)", "inputs @ self.kernel"]
            )
            writer.line(f"x = {product}")
            writer.line(f"return {'self.inner(x)' if inside else 'x'}")
    writer.line("")


def layer_of_the_program(writer: Writer) -> None:
    """A layer class of the program between the layers of a functional model."""
    state = State("sequence", writer.size(), writer.random.choice([None, 8]))
    _block(writer, writer.number(writer.size()))
    layers, after = writer.chain(state, 1, 3)
    writer.line(f"x = inputs = {writer.input(state)}")
    _apply(writer, layers, "x")
    writer.line(f"x = Block({writer.number(writer.size())})(x)")
    writer.line(f"x = {writer.layer('Dense')}({writer.number(writer.size())})(x)")
    _model(writer, "inputs", "x")


def subclassed_with_blocks(writer: Writer) -> None:
    """A subclassed model that holds recurrent layers and a layer class of the program."""
    _block(writer, "units")
    sequences = writer.random.choice(["LSTM", "GRU", "SimpleRNN"])
    with writer.block(f"class Network({writer.keras('Model')}):"):
        with writer.block("def __init__(self, units, **kwargs):"):
            writer.line("super().__init__(**kwargs)")
            writer.line(f"self.rnn = {writer.layer(sequences)}(units, return_sequences=True)")
            writer.line("self.block = Block(units)")
            writer.line(f"self.last = {writer.layer('LSTM')}({writer.number(writer.size())})")
            writer.line(f"self.head = {writer.layer('Dense')}(2)")
        writer.line("")
        with writer.block("def call(self, inputs, training=None):"):
            writer.line("x = self.rnn(inputs, training=training)")
            writer.line("x = self.last(self.block(x))")
            writer.line("return self.head(x)")
    writer.line("")
    writer.line(f"model = Network({writer.number(writer.size())})")
    writer.line(f"model({writer.input(State('sequence', writer.size(), 6))})")
    writer.compile()


_CELLS = ("LSTMCell", "GRUCell", "SimpleRNNCell")


def stacked_cells(writer: Writer) -> None:
    """RNN around several cells: its states, and a second one that starts from them."""
    state = State("sequence", writer.size(), writer.random.choice([None, 7]))
    cells = [(writer.random.choice(_CELLS), writer.size()) for _ in range(writer.random.randint(1, 3))]
    listed = ", ".join(f"{writer.layer(cell)}({writer.number(size)})" for cell, size in cells)
    stack = f"{writer.layer('StackedRNNCells')}([{listed}])" if writer.chance(0.4) else f"[{listed}]"
    writer.line(f"inputs = {writer.input(state)}")
    writer.line(
        f"x, *states = {writer.layer('RNN')}({stack}, return_state=True, return_sequences=True)(inputs)"
    )
    again = writer.layer("RNN")
    writer.line(f"y = {again}([{listed}])(x, initial_state=states)")
    at = writer.random.randrange(len(cells))
    picked = f"states[{at}][0]" if cells[at][0] == "LSTMCell" else f"states[{at}]"
    writer.line(f"z = {writer.layer('Concatenate')}()([y, {picked}])")
    writer.line(f"x = {writer.layer('Dense')}(2)(z)")
    _model(writer, "inputs", "x")


STYLES: tuple[Callable[[Writer], None], ...] = (
    sequential_list, sequential_list, sequential_add, sequential_add, sequential_build, sequential_loop,
    sequential_nested, sequential_comprehension, functional_chain, functional_chain, functional_branches,
    functional_shared,
    functional_encoder_decoder, functional_operations, functional_residual, functional_nested, factory_function,
    factory_function, factory_block, factory_class, layers_in_collections, subclassed,
    layer_of_the_program, subclassed_with_blocks, stacked_cells, subclassed,
)  # fmt: skip


@dataclass(frozen=True)
class Program:
    """Source text that leaves a compiled Keras model in `model`."""

    seed: int
    style: str
    source: str


def program(seed: int, with_tensorflow: bool = False) -> Program:
    """The valid program of this seed; the styles take turns."""
    random = Random(f"program {seed}")
    style = STYLES[seed % len(STYLES)]
    writer = Writer(random, with_tensorflow)
    style(writer)
    return Program(seed, style.__name__, writer.text())


# --- programs that Keras must refuse ------------------------------------------------------------------------


def _rank_two_into(writer: Writer) -> None:
    """No return_sequences, and then a layer that needs the steps."""
    state = State("sequence", writer.size(), writer.random.choice([None, 6]))
    first, after = writer.any_recurrent(state, False)
    second = writer.random.choice(
        [
            lambda: writer.recurrent(after, writer.chance(0.5))[0],
            lambda: writer.bidirectional(after, writer.chance(0.5))[0],
            lambda: writer.rnn(after, False)[0],
            lambda: writer.call(writer.layer("Conv1D"), "2", "1"),
            lambda: writer.call(writer.layer("MaxPooling1D"), "1"),
            lambda: writer.call(writer.layer("GlobalMaxPooling1D")),
            lambda: writer.call(writer.layer("TimeDistributed"), f"{writer.layer('Dense')}(2)"),
            lambda: writer.call(writer.layer("SpatialDropout1D"), "0.1"),
        ]
    )()
    _broken_chain(writer, state, [first, second, f"{writer.layer('Dense')}(1)"])


def _broken_chain(writer: Writer, state: State, layers: list[str]) -> None:
    """The layers as a Sequential, a functional model or a factory of one."""
    style = writer.random.choice(["list", "add", "functional", "factory"])
    given = writer.input(state)
    if style == "list":
        writer.line(f"model = {writer.keras('Sequential')}([{', '.join([given, *layers])}])")
    elif style == "add":
        writer.line(f"model = {writer.keras('Sequential')}()")
        for layer in [given, *layers]:
            writer.line(f"model.add({layer})")
    elif style == "functional":
        writer.line(f"x = inputs = {given}")
        _apply(writer, layers, "x")
        writer.line(f"model = {writer.keras('Model')}(inputs, x)")
    else:
        with writer.block("def build():"):
            writer.line(f"model = {writer.keras('Sequential')}([{', '.join([given, *layers])}])")
            writer.line("return model")
        writer.line("")
        writer.line("model = build()")
    writer.compile()


def _repeated_sequence(writer: Writer) -> None:
    state = State("sequence", writer.size(), 6)
    layer, _ = writer.any_recurrent(state, True)
    _broken_chain(
        writer,
        state,
        [layer, f"{writer.layer('RepeatVector')}({writer.number(3)})", f"{writer.layer('LSTM')}(2)"],
    )


def _flattened_free_length(writer: Writer) -> None:
    state = State("sequence", writer.size(), None)
    layer, _ = writer.any_recurrent(state, True)
    _broken_chain(
        writer, state, [layer, f"{writer.layer('Flatten')}()", f"{writer.layer('Dense')}({writer.number(2)})"]
    )


def _impossible_size(writer: Writer) -> None:
    """Sizes of zero or less."""
    state = State("sequence", writer.size(), 6)
    size = writer.random.choice(["0", "-3", "2 - 2", "0 * 4"])
    layer = writer.random.choice(
        [
            f"{writer.layer(writer.random.choice(RECURRENT))}({size})",
            f"{writer.layer('Bidirectional')}({writer.layer('LSTM')}({size}))",
            f"{writer.layer('Dense')}(-3)",  # Keras 3.12, the last for Python 3.10, takes 0
            f"{writer.layer('Conv1D')}({size}, 2)",
            f"{writer.layer('Conv1D')}(4, {size})",
            f"{writer.layer('RNN')}({writer.layer('GRUCell')}({size}))",
            f"{writer.layer('TimeDistributed')}({writer.layer('Dense')}(units=-3))",
        ]
    )
    _broken_chain(writer, state, [layer])


def _too_long_for_the_sequence(writer: Writer) -> None:
    state = State("sequence", writer.size(), writer.random.choice([2, 3]))
    layer = writer.random.choice([f"{writer.layer('Conv1D')}(2, 5)", f"{writer.layer('Cropping1D')}(2)"])
    _broken_chain(writer, state, [layer, f"{writer.layer('LSTM')}(2)"])


def _wrong_rearrangement(writer: Writer) -> None:
    state = State("sequence", 4, 6)
    layer = writer.random.choice(
        [
            f"{writer.layer('Reshape')}((5, {writer.number(5)}))",
            f"{writer.layer('Reshape')}(({writer.number(7)}, -1))",
            f"{writer.layer('Permute')}((1, 2, 3))",
            f"{writer.layer('Permute')}((0, 1))",
        ]
    )
    _broken_chain(writer, state, [layer, f"{writer.layer('Dense')}(2)"])


def _input_of_another_rank(writer: Writer) -> None:
    kind, layer = writer.random.choice(
        [
            ("frames", "LSTM(3)"),
            ("vector", "GRU(3)"),
            ("tokens", "SimpleRNN(3)"),
            ("sequence", "ConvLSTM2D(2, 3)"),
            ("frames", "Conv1D(2, 1)"),
            ("vector", "TimeDistributed(DENSE)"),
            ("sequence", "Conv2D(2, 1)"),
        ]
    )
    states = {
        "frames": State("frames", 2, 3, 4), "vector": State("vector", 4), "tokens": State("tokens", 0, 5),
        "sequence": State("sequence", 3, 5),
    }  # fmt: skip
    name, _, rest = layer.partition("(")
    rest = rest.replace("DENSE", f"{writer.layer('Dense')}(2)")
    _broken_chain(writer, states[kind], [f"{writer.layer(name)}({rest}", f"{writer.layer('Dense')}(1)"])


def _free_features(writer: Writer) -> None:
    """The last dimension has to be known to every layer with a kernel."""
    layer = writer.random.choice(["LSTM", "GRU", "Dense"])
    writer.line(f"inputs = {writer.keras('Input')}(shape=(5, None))")
    writer.line(f"x = {writer.layer(layer)}({writer.number(3)})(inputs)")
    writer.line(f"model = {writer.keras('Model')}(inputs, x)")
    writer.compile()


def _states_that_do_not_fit(writer: Writer) -> None:
    cls = writer.random.choice(RECURRENT)
    units = writer.size()
    states = ["h", "c"] if cls == "LSTM" else ["h"]
    writer.line(f"source = {writer.keras('Input')}((None, 3))")
    writer.line(f"target = {writer.keras('Input')}((None, 2))")
    writer.line(
        f"encoded, {', '.join(states)} = {writer.layer(cls)}({writer.number(units)}, return_state=True)(source)"
    )
    other = units + writer.random.choice([1, 3])
    writer.line(
        f"x = {writer.layer(cls)}({writer.number(other)})(target, initial_state=[{', '.join(states)}])"
    )
    writer.line(f"x = {writer.layer('Dense')}(1)(x)")
    writer.line(f"model = {writer.keras('Model')}([source, target], x)")
    writer.compile()


def _merge_that_does_not_fit(writer: Writer) -> None:
    layer = writer.layer("LSTM")
    writer.line(f"inputs = {writer.keras('Input')}((6, 3))")
    writer.line(f"a = {layer}({writer.number(4)})(inputs)")
    choice = writer.random.choice(["sizes", "ranks", "attention", "operator"])
    if choice == "ranks":
        writer.line(f"b = {layer}(4, return_sequences=True)(inputs)")
        writer.line(f"x = {writer.layer('Concatenate')}()([a, b])")
    elif choice == "operator":
        writer.line(f"b = {layer}(7)(inputs)")
        writer.line("x = a + b")
    else:
        writer.line(f"b = {layer}(7)(inputs)")
        merge = writer.random.choice(["Add", "Multiply", "Subtract", "Average"])
        writer.line(f"x = {writer.layer(merge)}()([a, b])")
    writer.line(f"x = {writer.layer('Dense')}(1)(x)")
    writer.line(f"model = {writer.keras('Model')}(inputs, x)")
    writer.compile()


def _nested_model_of_another_shape(writer: Writer) -> None:
    inner = State("sequence", 3, 5)
    layer, _ = writer.any_recurrent(inner, False)
    block = f"{writer.keras('Sequential')}([{writer.input(inner)}, {layer}])"
    writer.line(f"block = {block}")
    writer.line(f"inputs = {writer.keras('Input')}({writer.random.choice(['(5, 4)', '(3,)', '(2, 5, 3)'])})")
    writer.line("x = block(inputs)")
    writer.line(f"x = {writer.layer('Dense')}(1)(x)")
    writer.line(f"model = {writer.keras('Model')}(inputs, x)")
    writer.compile()


def _sides_that_do_not_merge(writer: Writer) -> None:
    state = State("sequence", 3, 5)
    layer = writer.layer("LSTM")
    mode = writer.random.choice(["sum", "mul", "ave"])
    backward = f"{layer}(5, return_sequences=True, go_backwards=True)"
    forward = f"{layer}(4, return_sequences=True)"
    keywords = {"merge_mode": f"'{mode}'", "backward_layer": backward}
    text = writer.call(writer.layer("Bidirectional"), forward, **keywords)
    _broken_chain(writer, state, [text, f"{writer.layer('Dense')}(1)"])


BREAKERS: tuple[Callable[[Writer], None], ...] = (
    _rank_two_into, _rank_two_into, _repeated_sequence, _flattened_free_length, _impossible_size,
    _too_long_for_the_sequence, _wrong_rearrangement, _input_of_another_rank, _free_features, _states_that_do_not_fit,
    _merge_that_does_not_fit, _nested_model_of_another_shape, _sides_that_do_not_merge,
)  # fmt: skip


def broken_program(seed: int, with_tensorflow: bool = False) -> Program:
    """The program of this seed that Keras refuses."""
    random = Random(f"broken {seed}")
    breaker = BREAKERS[seed % len(BREAKERS)]
    writer = Writer(random, with_tensorflow)
    breaker(writer)
    return Program(seed, breaker.__name__.lstrip("_"), writer.text())
