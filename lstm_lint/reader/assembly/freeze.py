"""From the values of a path to the IR: Keras objects become `Configured`, arguments become `Value`s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from lstm_lint import nodes as cst
from lstm_lint.ir.values import OLDER_NAME, OWN_FUNCTION
from lstm_lint.keras_api.layers import traits
from lstm_lint.keras_api.signatures import REQUIRED, ObjectDefault, names, possible_defaults, signature
from lstm_lint.keras_api.versions import KerasTarget, Version
from lstm_lint.reader.abstract.arrays import Data, Generator, Number, type_of
from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.abstract.record import Called, Record
from lstm_lint.reader.abstract.values import (
    Abstract,
    Built,
    Function,
    Given,
    Instance,
    Items,
    Linear,
    Module,
    Network,
    Table,
    Tensor,
    Training,
    Transformer,
)
from lstm_lint.reader.assembly.operation_names import operation_name
from lstm_lint.reader.libraries.data.conversion import origin
from lstm_lint.reader.libraries.keras.gradients import cut_of
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.libraries.keras.sequences import gives_batches
from lstm_lint.reader.libraries.keras.shapes import first_shape, parameters_of, refusal_of, shapes_of
from lstm_lint.reader.libraries.keras.spelled import spelled_before
from lstm_lint.script import (
    Argument,
    Compile,
    Configured,
    Fit,
    Known,
    Layer,
    LayerOutput,
    OneOf,
    Padding,
    Place,
    Series,
    Shape,
    Step,
    Symbol,
    Typed,
    Unknown,
    Value,
    WordCount,
)

_SYMBOLS = (
    "keras.",
    "tensorflow.",
    "numpy.",
    "builtins.",
    "tensorflow_addons.",
    "jax.",
    "torch.",
    "math.nan",
)


_MAX_OBJECTS = 100  # in a list
_MAX_DEPTH = 2  # of lists of objects
_OLDER = Unknown(OLDER_NAME)
_HIDDEN = Unknown("may be in arguments that are not known")


def _defaults(kind: str, cls: str, target: KerasTarget) -> dict[str, Argument]:
    """The arguments that hold where a call does not give them, by the targeted Keras."""
    return _defaults_between(kind, cls, target.low, target.high, target.standalone)


@lru_cache(maxsize=512)
def _defaults_between(
    kind: str, cls: str, low: Version, high: Version, standalone: bool | None
) -> dict[str, Argument]:
    target = KerasTarget(low, high, standalone)
    api = signature(kind, cls, target)
    if api is None:
        return {}
    found: dict[str, Argument] = {}
    for parameter in api.parameters:
        if parameter.default is REQUIRED:
            continue
        options = possible_defaults(kind, cls, parameter.name, target) or (parameter.default,)
        default = options[0]
        value: Value = Known(
            Symbol(default.text) if isinstance(default, ObjectDefault) else default, "default"
        )
        if len(options) > 1:
            value = Unknown("the default differs between the targeted versions of Keras")
        found[parameter.name] = Argument(parameter.name, value)
    return found


class Freezer:
    """Turns what one path built into the IR, each object once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._configured: dict[Built, Configured] = {}
        self._values: dict[tuple[int, int], tuple[Abstract, Value]] = {}
        self._layers: dict[Built, Layer] = {}
        self._readings: dict[cst.CSTNode, int] = {}
        for built in record.built:
            self._readings[built.node] = self._readings.get(built.node, 0) + 1

    def value(self, value: Abstract, depth: int = 0) -> Value:
        """What is known of a value, in the terms of the IR."""
        if not isinstance(value, (Items, Table)):
            return self._value(value, depth)
        key = id(value), min(depth, _MAX_DEPTH)
        if key not in self._values:  # a list may be an argument of many calls
            self._values[key] = value, self._value(value, depth)
        return self._values[key][1]

    def _value(self, value: Abstract, depth: int) -> Value:
        if isinstance(value, Number) and id(value.of) in self.record.numbered_lists:
            listed, known, table = self.record.numbered_lists[id(value.of)]
            grown = isinstance(listed, Items) and (len(listed.items) != known or listed.spoiled)
            if listed is value.of and not grown:
                return WordCount("the words of a list", 0, Known(None), table, by_hand=True)
        if (type_ := type_of(value)) is not None:
            return Typed(f"a number, of which is known that it is {type_}", type_)
        if isinstance(value, (Known, OneOf, Unknown)):
            return value
        if isinstance(value, Module):
            path = canonical(value.path)
            if path.startswith(_SYMBOLS):
                return Known(Symbol(path))
            return Unknown("imported from another file")
        if isinstance(value, Built):
            return Known(self.configured(value))
        if isinstance(value, Function):
            return Unknown(OWN_FUNCTION)
        if isinstance(value, Tensor) and value.use is not None and value.use.layer.__class__ is Built:
            made_by = value.use.layer
            return LayerOutput("a tensor", made_by.cls) if made_by.kind == "layers" else Unknown("a tensor")
        if isinstance(value, Linear) and isinstance(value.base, Transformer):
            num_words = value.base.given.get("num_words")
            limit = self.value(num_words.value) if num_words is not None else Known(None)
            return WordCount("the words of a tokenizer", value.offset, limit, value.base.key, value.passed)
        if isinstance(value, Linear) and isinstance(value.base, Table):
            return WordCount("the words of a dict", value.offset, Known(None), value.base, value.passed, True)
        try:
            return Known(constant(value), "computed")
        except LookupError:
            pass
        if isinstance(value, Items) and _is_short(value) and depth < _MAX_DEPTH:
            items = [self.value(item, depth + 1) for item in value.items]
            if all(isinstance(item, Known) for item in items):
                return Known([item.value for item in items if isinstance(item, Known)], "computed")
        if (
            isinstance(value, Table)
            and not value.open
            and len(value.entries) <= _MAX_OBJECTS
            and depth < _MAX_DEPTH
        ):
            entries = {name: self.value(item, depth + 1) for name, item in value.entries.items()}
            if all(isinstance(item, Known) for item in entries.values()):
                found = {name: item.value for name, item in entries.items() if isinstance(item, Known)}
                return Known(found, "computed")
        return Unknown("not a constant")

    def arguments(self, kind: str, cls: str, given: dict[str, Given], complete: bool) -> dict[str, Argument]:
        """Every argument by name: as given, else the default of the targeted Keras."""
        found: dict[str, Argument] = {}
        for name, item in given.items():
            place = self.record.place(item.node) if item.node is not None else None
            whole = self.record.place(item.whole) if item.whole is not None else None
            spread = self.record.place(item.spread) if item.spread is not None else None
            found[name] = Argument(name, self.value(item.value), place, whole, spread)
        defaults = _defaults(kind, cls, self.record.target)
        if not complete:
            defaults = {name: Argument(name, _HIDDEN) for name in defaults}
        found = {**found, **defaults, **found}  # in the order of the call
        for name, value in spelled_before(kind, cls, given, self.record.target).items():
            found[name] = Argument(name, self.value(value) if name in given else _OLDER)
        return found

    def configured(self, built: Built) -> Configured:
        """A Keras object that is not a layer of a model: optimizer, callback, loss, initializer, wrapper."""
        if built not in self._configured:
            self._configured[built] = Configured(
                cls=built.cls,
                place=self.record.place(built.node),
                arguments=self.arguments(built.kind, built.cls, built.given, built.complete),
                complete=built.complete,
                readings=self._readings.get(built.node, 1),
                package=built.package,
                in_loop=built.in_loop,
                kind=built.kind,
                looks_on=built.looks_on,
                leaves_logs=built.leaves_logs,
                asks=tuple((name, raises, self.record.place(node)) for name, raises, node in built.asks),
            )
        return self._configured[built]

    def layer(
        self,
        built: Built,
        inputs: Sequence[Shape | None] = (),
        before: tuple[str, ...] = (),
        called: bool = False,
    ) -> Layer:
        """A layer of a model, with its shapes for these inputs. `called`: on a tensor, not stacked in a Sequential."""
        if built in self._layers:
            return self._layers[built]
        wrappers: list[Configured] = []
        core: Built = built
        shape: Shape | None = inputs[0] if inputs else first_shape(built)
        if called and not inputs and not _may_read(built, shape):
            shape = None  # Keras ignores what a layer states that is called on a tensor: keras/src/layers/layer.py
        outer = shape
        while isinstance(core.wrapped, Built):
            wrappers.append(self.configured(core))
            if core.cls == "TimeDistributed" and shape is not None:
                shape = (shape[0], *shape[2:])
            core = core.wrapped
        known = list(inputs) if inputs else [outer]
        found = shapes_of(self.record, built, known)
        matrices = _given_weights(core)
        arguments = self.arguments(core.kind, core.cls, core.given, core.complete)
        for name, value in (*core.settings.items(), *built.settings.items()):
            if name not in ("initial_state", "training"):
                arguments[name] = Argument(name, self.value(value))
        function = operation_name(built)
        if function is not None:
            arguments["function"] = Argument("function", Known(function, "computed"))
        layer = Layer(
            cls=core.cls,
            place=self.record.place(core.node),
            arguments=arguments,
            complete=core.complete,
            readings=self._readings.get(core.node, 1),
            package=core.package,
            kind=core.kind,
            name=built.title,
            wrappers=tuple(wrappers),
            cell=self.configured(core.cell) if isinstance(core.cell, Built) else None,
            input_shape=shape,
            entering=tuple(inputs),
            output_shape=found[0] if found else None,
            refused=refusal_of(self.record, built, known) if not found else None,
            parameters=parameters_of(self.record, built, known),
            inputs=before,
            initial_state="initial_state" in built.settings,
            always_training=built.settings.get("training") == Known(True),
            custom=built.custom,
            described=core.traits,
            keeps_mask=built.keeps_mask,
            states=built.states,
            states_at=self.record.place(built.states_at) if built.states_at is not None else None,
            given_weights=tuple(matrix.shape if matrix is not None else None for matrix in matrices),
            given_rows=self._counted(matrices),
            one_way=built.one_way if not built.custom else "",
            cut=built.cut or cut_of(self.record, built, function),
            made_in_call=built.made_in == "call" and not built.kept,
            bound_as=(built.bound_as or "") if core.cls == "InputLayer" else "",
            called=called,
        )
        self._layers[built] = layer
        return layer

    def _counted(self, matrices: Sequence[Data | None]) -> Value:
        """How many rows a matrix of weights has, where words count them."""
        counted = matrices[0].counted if len(matrices) == 1 and matrices[0] is not None else None
        return self.value(counted) if isinstance(counted, Linear) else Unknown("not counted by a name")

    def called(self, call: Called) -> Configured:
        """A call of `Model`, of `add` or of `add_weight`."""
        return Configured(
            cls=call.owner,
            place=self.record.place(call.node),
            arguments=self.arguments("methods", call.owner, call.given, call.complete),
            complete=call.complete,
            kind="methods",
        )

    def call(self, training: Training) -> Configured:
        """A call of a method or function, with the arguments that it gives."""
        return Configured(
            cls=training.method,
            place=self.record.place(training.node),
            arguments=self.arguments("", training.method, training.given, training.complete),
            complete=training.complete,
        )

    def compile(self, training: Training) -> Compile:
        """A `compile` call with its optimizer as an object, however it is written."""
        arguments = self.arguments("methods", "Model.compile", training.given, training.complete)
        loss = arguments["loss"].value if "loss" in arguments else Unknown("not given")
        loss_object = loss.value if isinstance(loss, Known) and isinstance(loss.value, Configured) else None
        return Compile(
            cls="compile",
            place=self.record.place(training.node),
            arguments=arguments,
            complete=training.complete,
            optimizer=self._optimizer(training, arguments.get("optimizer")),
            loss=loss,
            loss_arguments=loss_object,
            metrics=arguments["metrics"].value if "metrics" in arguments else Unknown("not given"),
            own_metrics=_own_metrics(training.given.get("metrics")),
            scalar_loss=training.scalar_loss,
            replaced=training.replaced,
            of_outputs=_of_outputs(training.given),
        )

    def _optimizer(self, training: Training, argument: Argument | None) -> Configured | None:
        if argument is None or not isinstance(argument.value, Known):
            return None
        value = argument.value.value
        if isinstance(value, Configured):
            return value
        if isinstance(value, Symbol):
            value = value.name
        if not isinstance(value, str):
            return None
        cls = _optimizers().get(value.lower())
        if cls is None:
            return None
        place = argument.place or self.record.place(training.node)
        return Configured(cls, place, self.arguments("optimizers", cls, {}, True), is_call=False)

    def fit(self, training: Training) -> Fit:
        """A `fit` call with its data and callbacks."""
        name = f"Model.{training.method}"
        arguments = self.arguments("methods", name, training.given, training.complete)
        x, y = self._data(training)
        return Fit(
            cls=training.method,
            place=self.record.place(training.node),
            arguments=arguments,
            complete=training.complete,
            method=training.method,
            x=x,
            y=y,
            validation=_validates(arguments, training.complete),
            validation_x=_validation(training.given, 0),
            callbacks=self._callbacks(training),
            in_loop=training.in_loop,
            undecided=training.undecided,
            older=training.older,
            oldest=training.oldest,
            reused_over=training.reused_over,
            shared=self._shared(training),
            class_weight=_array(training.given.get("class_weight")),
            inputs=self._inputs(training),
            lists=training.lists,
            no_numbers=training.no_numbers,
            targets=_targets(training, y),
            sample_weight=_array(training.given.get("sample_weight")),
            validation_y=_validation(training.given, 1),
            arrays=_held(training.given.get("x")),
            labels=_held(training.given.get("y")),
            weights=_keys(training.given.get("sample_weight")),
            held_out=_held_out(training.given.get("validation_data")),
            tables_by=training.tables_by,
            objective=self._objective(training),
            best=tuple((name, self.record.place(node)) for node, name in training.best),
            looked_up=tuple(
                (name, self.record.place(node))
                for node, name in training.looked_up
                if name not in training.asked and None not in training.asked
            ),
        )

    def _shared(self, training: Training) -> tuple[Step, str, Place] | None:
        if training.shared is None:
            return None
        step, layer = training.shared
        return step, layer.cls, self.record.place(layer.node)

    def _objective(self, training: Training) -> tuple[str, Place] | None:
        given = training.objective
        if given is None or given.node is None or not isinstance(given.value, Known):
            return None
        name = given.value.value
        return (name, self.record.place(given.node)) if isinstance(name, str) else None

    def _inputs(self, training: Training) -> tuple[Series | None, ...]:
        """The data of each input of the model, where the call gives an array, or a list of them."""
        given = next((training.given[name] for name in ("x", "generator") if name in training.given), None)
        value = given.value if given is not None else None
        if isinstance(value, Items) and len(value.items) > 1:
            return () if value.open or value.spoiled else tuple(map(_series, value.items))
        if isinstance(value, Table):
            return self._by_name(training, value)
        if isinstance(value, Data) and value.parts is not None:
            parts = [part.series() for part in value.inputs()]
            if value.parts.names is None:
                return tuple(parts)
            named = dict(zip(value.parts.names, parts))
            return _in_order(training, named) if not value.parts.open else ()
        return (_series(value),)

    def _by_name(self, training: Training, value: Table) -> tuple[Series | None, ...]:
        """`fit({"encoder": x, "decoder": y})`: in the order of the inputs of the model."""
        return _in_order(training, {name: _series(item) for name, item in value.entries.items()})

    def paddings(self) -> tuple[Padding, ...]:
        """Every call of `pad_sequences`, each once."""
        found = {call.node: call for call in self.record.paddings}
        return tuple(
            Padding(
                cls="pad_sequences",
                place=self.record.place(node),
                arguments=self.arguments("functions", "pad_sequences", call.given, call.complete),
                complete=call.complete,
                readings=sum(other.node is node for other in self.record.paddings),
                sequences=_series(call.sequences),
            )
            for node, call in found.items()
        )

    def _data(self, training: Training) -> tuple[Series | None, Series | None]:
        given = training.given
        x = next((given[name].value for name in ("x", "generator") if name in given), None)
        y = given["y"].value if "y" in given else None
        if isinstance(x, Data) and y is None and x.target is not None:
            y = x.target
        return _series(x), _series(y)

    def _callbacks(self, training: Training) -> tuple[Configured, ...] | None:
        given = training.given.get("callbacks")
        if given is None:
            return () if training.complete else None
        value = given.value
        if isinstance(value, Known) and value.value is None:
            return ()
        items = value.items if isinstance(value, Items) and not value.open and not value.spoiled else [value]
        found: list[Configured] = []
        for item in items:
            if isinstance(item, Instance) and item.layer is not None:
                item = item.layer
            if not isinstance(item, Built):
                return None
            item.used = True
            found.append(self.configured(item))
        return tuple(found)


def _may_read(built: Built, shape: Shape | None) -> bool:
    """Whether a layer takes an input of as many axes."""
    axes = 0
    while isinstance(built.wrapped, Built):
        axes += built.cls == "TimeDistributed"
        built = built.wrapped
    reads = traits(built.cls).reads if not built.custom else None
    return shape is None or not isinstance(reads, int) or len(shape) == reads + axes


@lru_cache(maxsize=1)
def _optimizers() -> dict[str, str]:
    return {name.lower(): name for name in names("optimizers") if name[0].isupper() and "." not in name}


def _is_short(value: Items) -> bool:
    """Whether a list is known and no longer than one of objects ever is: callbacks, metrics, states."""
    return not value.open and not value.spoiled and len(value.items) <= _MAX_OBJECTS


def _validates(arguments: dict[str, Argument], complete: bool) -> bool | None:
    for name in ("validation_data", "validation_split"):
        argument = arguments.get(name)
        if argument is None or not argument.given or argument.value is _HIDDEN:
            continue
        if isinstance(argument.value, Known) and argument.value.value in (None, 0, 0.0):
            continue
        return True
    return False if complete else None


def _array(given: Given | None) -> Series | None:
    return given.value.series() if given is not None and isinstance(given.value, Data) else None


def _validation(given: dict[str, Given], at: int) -> Series | None:
    """The inputs (0) or targets (1) of `validation_data`."""
    value = given["validation_data"].value if "validation_data" in given else None
    if isinstance(value, Items) and len(value.items) > at and not value.open and not value.spoiled:
        return _series(value.items[at])
    return _series(value) if isinstance(value, (Data, Generator)) and at == 0 else None


def _given_weights(layer: Built) -> tuple[Data | None, ...]:
    """The arrays that an Embedding is given to start from."""
    for name in ("weights", "embeddings_initializer"):
        given = layer.given.get(name)
        value = given.value if given is not None else None
        if isinstance(value, Built) and value.cls == "Constant":
            value = value.given["value"].value if "value" in value.given else None
        if isinstance(value, Items):
            known = not value.open and not value.spoiled
            return tuple(item if isinstance(item, Data) else None for item in value.items) if known else ()
        if isinstance(value, Data):
            return (value,)
    return ()


def _targets(training: Training, y: Series | None) -> tuple[Series | None, ...]:
    """The data of each output of the model, where the call gives an array, or a list or dict of them."""
    value = training.given["y"].value if "y" in training.given else None
    if isinstance(value, Items) and len(value.items) > 1:
        return () if _held(training.given["y"]) is None else tuple(map(_series, value.items))
    if isinstance(value, Table):
        named = {name: _series(item) for name, item in value.entries.items()}
        known = not value.open and set(training.outputs) == set(named)
        return tuple(named[name] for name in training.outputs) if known else ()
    return (y,)


def _held(given: Given | None) -> tuple[object, ...] | None:
    """Which arrays are given, by number or name; None where an array may be meant that is written as a list."""
    value = given.value if given is not None else None
    if isinstance(value, Data):
        alone = value.kind in ("array", "frame", "column") and value.parts is None
        return (0,) if alone or _gives_one_array(value) else None
    if isinstance(value, Table):
        return tuple(value.entries) if not value.open else None
    if isinstance(value, Items) and not value.open and not value.spoiled and value.items:
        known = all(isinstance(item, Data) and item.shape for item in value.items)
        return tuple(range(len(value.items))) if known else None
    return None


def _gives_one_array(value: Data) -> bool:
    """Whether it is a dataset whose elements are one array each: inputs without targets."""
    paired = value.target is not None or value.parts is not None or value.inner is not None
    return value.kind == "dataset" and value.sure and bool(value.shape) and not paired


def _keys(given: Given | None) -> tuple[object, ...] | None:
    """The keys of a dict, the numbers of the elements of a list; None for anything else and where not all are known."""
    value = given.value if given is not None else None
    if isinstance(value, Table) and not value.open and not value.unsure:
        return tuple(value.entries)
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return tuple(range(len(value.items)))
    return None


def _own_metrics(given: Given | None) -> tuple[str, ...]:
    value = given.value if given is not None else None
    items = value.items if isinstance(value, Items) and not value.spoiled else [value]
    return tuple(one.name for one in items if isinstance(one, Function) and one.name.isidentifier())


def _of_outputs(given: Mapping[str, Given]) -> Mapping[str, tuple[object, ...]]:
    """What `compile` is given for each output."""
    names = ("metrics", "weighted_metrics", "loss_weights")
    found = {name: _keys(given[name]) for name in names if name in given}
    return {name: keys for name, keys in found.items() if keys is not None}


def _held_out(given: Given | None) -> tuple[tuple[object, ...] | None, tuple[object, ...] | None]:
    """Which arrays the two parts of `validation_data` hold."""
    value = given.value if given is not None else None
    if isinstance(value, Data):
        alone = value.kind == "array" and value.shape and value.parts is None
        return ((0,), ()) if alone or _gives_one_array(value) else (None, None)
    if not isinstance(value, Items) or value.open or value.spoiled or len(value.items) < 2:
        return None, None
    x, y = (_held(Given(item)) for item in value.items[:2])
    return x, y


def _series(value: Abstract | None) -> Series | None:
    if isinstance(value, Data):
        return value.series()
    if isinstance(value, Generator) or (isinstance(value, Instance) and gives_batches(value.cls)):
        ends = isinstance(value, Generator) and value.ends
        return Series((), None, False, kind="generator", ends=ends)
    if isinstance(value, (Items, Table)):
        return _of_several(value)
    if isinstance(value, Network):
        return Series((), None, False)
    if isinstance(value, Unknown) and value.reason:
        return origin(value).series()
    return None


def _of_several(value: Items | Table) -> Series:
    """A list or dict of arrays: itself where there is one, else only `Fit.inputs` tells them apart."""
    items = value.items if isinstance(value, Items) else list(value.entries.values())
    whole = not value.open and not (isinstance(value, Items) and value.spoiled)
    found = _series(items[0]) if len(items) == 1 and whole else None
    return found if found is not None else Series((Step("unknown", "several arrays"),), None, False)


def _in_order(training: Training, named: Mapping[object, Series | None]) -> tuple[Series | None, ...]:
    """Arrays by the names of the inputs, in the order in which the model has them; none where names differ."""
    if set(training.inputs) != set(named):
        return ()
    return tuple(named[name] for name in training.inputs)
