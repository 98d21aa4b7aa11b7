"""Models of the IR from the networks of a record: layers in order, wires between them, and what is complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.join import in_order, parts
from lstm_lint.reader.abstract.record import Record
from lstm_lint.reader.abstract.values import MAX_LAYERS, Built, Network, Tensor, Training, Use
from lstm_lint.reader.assembly.freeze import Freezer
from lstm_lint.reader.assembly.written import Written
from lstm_lint.reader.libraries.keras.shapes import network_parameters, shapes_of, step
from lstm_lint.reader.libraries.keras.training import titles
from lstm_lint.reader.tree.syntax import names_read, returns_in
from lstm_lint.script import Configured, Fit, Layer, Model, Output, Place, Shape, Slip, Unread

Wire = tuple[Layer, Layer]


class Assembler:
    """Builds the models of one path."""

    def __init__(self, record: Record, module: cst.Module, written: Written) -> None:
        self.record = record
        self.module = module
        self.freeze = Freezer(record)
        self.taken: set[Built] = set()
        self._inside_others: set[Built] | None = None
        self.opaque: dict[Network, Layer] = {}
        self.written = written
        self.homes: dict[Model, cst.CSTNode | None] = {}  # where each model is made

    def models(self) -> list[Model]:
        """Every model of the path, then the layers that were wired without one."""
        found: list[Model] = []
        for network in self.record.networks:
            try:
                if not self._inside(network) and not self.record.is_aside(network):
                    model = self._model(network)
                    if model.layers or model.fits or model.compiles or not _is_layer(network):
                        self.homes[model] = network.home
                        found.append(model)
            except RecursionError:
                self.record.note(network.node, "a model", "models are nested in each other without end")
        found.extend(self._standalone())
        return found

    def loose(self) -> tuple[Configured, ...]:
        """Keras objects that no model holds: layers never applied, optimizers and callbacks never passed on."""
        result: list[Configured] = []
        inner = self._inner()
        for built in self.record.built:
            if built.kind == "layers":
                if built not in self.taken and built not in inner and not built.custom:
                    result.append(self.freeze.layer(built))
            elif built.kind in ("optimizers", "callbacks", "losses") and not built.used:
                result.append(self.freeze.configured(built))
        return tuple(result)

    def prepared_in_vain(self) -> tuple[Slip, ...]:
        """What is scaled, weighs the classes or is to train, under a name of which nothing is made in the end."""
        written = self.written
        gradients = ((node, written.kept_in_vain(node)) for node in self.record.gradients)
        lost = (
            Slip(self.record.place(node), "unused-gradients", (name,)) for node, name in gradients if name
        )
        return (
            *lost,
            *(
                Slip(
                    self.record.place(node),
                    f"unused-{what}",
                    (name,),
                    data.series() if data is not None else None,
                )
                for node, (name, what, data) in self.record.prepared.items()
                if name in written.unused and not name.startswith("_") and not written.keeps_scaler(node)
            ),
        )

    def asked_untrained(self) -> tuple[Slip, ...]:
        """Calls that ask a model for predictions or scores which was made of its layers alone, and never filled."""
        found = ((self.written.asked_as_made(node), how) for node, how in self.record.rebuilt.items())
        return tuple(
            Slip(self.record.place(asked[1]), "rebuilt", (asked[0], how)) for asked, how in found if asked
        )

    def never_read(self, text: str) -> tuple[Configured, ...]:
        """Optimizers and callbacks that are bound, alone or in a list, to a name which nothing in the file reads.

        Not callbacks that a comment names, `callbacks=[stop]  # or tensorboard`: they were left out on purpose.
        """
        bound = [
            built
            for built in self.record.built
            if built.kind in ("optimizers", "callbacks") and not built.used and built.bound_as is not None
        ]
        read = names_read(self.module) if bound else frozenset()
        commented = "\n".join(re.findall(r"#.*", text)) if bound else ""
        return tuple(
            self.freeze.configured(built)
            for built in bound
            if built.bound_as not in read
            and not (built.kind == "callbacks" and re.search(rf"\b{built.bound_as}\b", commented))
        )

    def _inner(self) -> set[Built]:
        """What is an argument of another object: wrapped layers, cells."""
        if self._inside_others is None:
            layers = (built for built in self.record.built if built.kind == "layers")
            self._inside_others = {part for built in layers for part in parts(built)}
        return self._inside_others

    def _inside(self, network: Network) -> bool:
        """Whether a model is read as a part of another one only."""
        return network.nested and network.kind == "sequential" and not network.compiles and not network.fits

    def _model(self, network: Network) -> Model:
        layers: dict[Layer, None] = {}
        wires: dict[Wire, None] = {}
        heads: dict[Layer, None] = {}
        outputs: list[Output] = []
        complete = network.complete
        if network.kind == "sequential":
            first_last, complete = self._sequential(network, None, layers, wires)
            heads = {first_last[1]: None} if first_last is not None else {}
            outputs = [Output(layer, layer.output_shape) for layer in heads]
        elif network.kind == "functional":
            complete = self._functional(network, layers, wires, outputs) and complete
            heads = dict.fromkeys(output.layer for output in outputs)
        else:
            self._subclassed(network, layers, wires, heads)
            shapes = [tensor.shape for tensor in network.outputs]
            outputs = [Output(head, shape) for head in heads for shape in shapes] if len(shapes) == 1 else []
            complete = complete and not network.doubt
        why = network.why or network.doubt
        unread = (Unread(self.record.place(network.node), "its structure", why),) if why else ()
        return Model(
            name=network.name or "model",
            kind=network.kind,  # type: ignore[arg-type]
            place=self.record.place(network.node),
            layers=tuple(layers),
            wires=tuple(wires),
            heads=tuple(heads),
            entries=tuple(self._entries(network)),
            complete=complete,
            compiles=tuple(map(self.freeze.compile, _each_once(network.compiles))),
            fits=tuple(map(self.freeze.fit, _each_once(network.fits))),
            predictions=tuple(self._predictions(network)),
            saved=tuple(map(self.freeze.call, _each_once(network.saved))),
            untrained_calls=self._untrained(network),
            left_out=self._left_out(network),
            evaluated=network.evaluated,
            weights_loaded=network.weights_loaded,
            handed_out=_is_handed_out(network),
            taught=network.teaches and bool(network.taped),
            taught_on=self._taught_on(network),
            asked=network.asked or network.handed or network.teaches,
            unread=unread,
            package=network.package,
            unfed=tuple(self._unfed(network)) if complete and network.closed else (),
            own_parameters=network.weights,
            outputs=tuple(outputs) if complete and not network.own_step else (),
            inputs=titles(network.inputs, network.input_keys) if complete else (),
            trial=tuple(network.trial.items()),
        )

    def _predictions(self, network: Network) -> Iterator[Fit]:
        """Its `predict` and `evaluate` calls; where nothing trains it, with whether it is there to be wrong."""
        for training in _each_once(network.predictions, by_data=True):
            fit = self.freeze.fit(training)
            aside = not network.fits and self.written.is_aside(training.node)
            yield replace(fit, aside=True) if aside else fit

    def _taught_on(self, network: Network) -> tuple[Fit, ...]:
        """What a GradientTape trains it on, where that is an array: the same one in each pass of a loop once."""
        found: dict[object, tuple[cst.CSTNode, Data]] = {}
        for node, given in network.learned_from if network.teaches else ():
            found.setdefault((node, tuple((step.kind, step.what) for step in given.steps)), (node, given))
        return tuple(
            Fit(
                cls="call",
                place=self.record.place(node),
                arguments={},
                complete=False,
                method="call",
                x=given.series(),
                inputs=(given.series(),),
            )
            for node, given in found.values()
        )

    def _untrained(self, network: Network) -> tuple[Place, ...]:
        """The calls below a GradientTape by whose gradients it is trained, where none of them says `training`."""
        if not network.teaches or any(said for _, said in network.taped):
            return ()
        return tuple(self.record.place(node) for node in dict.fromkeys(node for node, _ in network.taped))

    def _left_out(self, network: Network) -> Place | None:
        """Where it is called below a GradientTape that trains another model, while nobody asks for its weights."""
        known = network.teaches or network.asked or network.weights_loaded or network.nested
        if known or network.fits or network.compiles or not network.taped:
            return None
        networks = self.record.networks
        inside = any(network in other.members or network in other.stack for other in networks)
        trains = any(other.teaches and other.home is network.home for other in networks)
        return self.record.place(network.taped[0][0]) if trains and not inside else None

    def _entries(self, network: Network) -> Iterator[Layer]:
        """The declared inputs: `Input` in a Sequential, the first arguments of a functional model."""
        declared = [network.entry, *(tensor.use.layer for tensor in network.inputs if tensor.use is not None)]
        for built in declared:
            if isinstance(built, Built) and built.cls == "InputLayer":
                yield self.freeze.layer(built)

    def _unfed(self, network: Network) -> Iterator[Layer]:
        """The inputs in front of the outputs of a functional model that are not its own."""
        own = {id(tensor.use) for tensor in network.inputs}
        for use in in_order([tensor.use for tensor in network.outputs if tensor.use is not None], own):
            built = use.layer
            if isinstance(built, Built) and built.cls == "InputLayer" and id(use) not in own:
                layer = self.freeze.layer(built)
                if not layer.given("tensor"):
                    yield layer

    def _sequential(
        self, network: Network, shape: Shape | None, layers: dict[Layer, None], wires: dict[Wire, None]
    ) -> tuple[tuple[Layer, Layer] | None, bool]:
        """Lay the stack out; the first and last layer, and whether all of it was read."""
        shape = network.input_shape or shape
        first: Layer | None = None
        last: Layer | None = None
        complete = network.complete
        if not network.complete:  # the order beyond the doubt is not known: no wires
            for member in network.stack:
                if isinstance(member, Built):
                    layers.setdefault(self._layer(member, [None], ()))
            return None, False
        for member in network.stack:
            own, after = step(self.record, member, shape)
            if isinstance(member, Network) and member.kind == "sequential":
                inner, inner_complete = self._sequential(member, own, layers, wires)
                complete = complete and inner_complete
                if inner is None:
                    last = None
                    shape = after
                    continue
                entry, leave = inner
            else:
                before = (last.name,) if last is not None else ()
                entry = leave = self._layer(member, [own], before)
                layers.setdefault(entry)
            if last is not None:
                wires.setdefault((last, entry))
            first, last, shape = first or entry, leave, after
        return ((first, last) if first is not None and last is not None else None), complete

    def _functional(
        self, network: Network, layers: dict[Layer, None], wires: dict[Wire, None], outputs: list[Output]
    ) -> bool:
        stop = {id(tensor.use) for tensor in network.inputs if tensor.use is not None}
        uses = list(in_order([tensor.use for tensor in network.outputs if tensor.use is not None], stop))
        complete = bool(uses) and all(tensor.use is not None for tensor in network.outputs)
        ends = self._wire(uses, layers, wires)
        complete = complete and len(layers) <= MAX_LAYERS
        for use in uses:
            known = id(use) in stop or all(tensor.traced for tensor in (*use.inputs, *use.states))
            complete = complete and known and (use.certain or id(use) in stop)
        keys = (
            titles(network.outputs, network.output_keys)
            if network.output_keys
            else ("",) * len(network.outputs)
        )
        for tensor, key in zip(network.outputs, keys, strict=True):
            if tensor.use is not None and id(tensor.use) in ends:
                outputs.append(Output(ends[id(tensor.use)][1], tensor.shape, key))
        return complete and len(outputs) == len(network.outputs)

    def _wire(self, uses: list[Use], layers: dict[Layer, None], wires: dict[Wire, None]) -> dict[int, Wire]:
        """Lay uses out in order; where each begins and ends (a nested Sequential has several layers)."""
        ends: dict[int, Wire] = {}
        for use in uses:
            if len(layers) > MAX_LAYERS:
                break
            shapes = [tensor.shape for tensor in use.entering]
            sources = [ends[id(tensor.use)][1] for tensor in use.inputs if id(tensor.use) in ends]
            if isinstance(use.layer, Network) and use.layer.kind == "sequential":
                inner, _ = self._sequential(use.layer, shapes[0] if shapes else None, layers, wires)
                if inner is None:
                    continue
                entry, leave = inner
            else:
                shapes = shapes or [None]
                entry = leave = self._layer(use.layer, shapes, tuple(source.name for source in sources), use)
                layers.setdefault(entry)
            ends[id(use)] = (entry, leave)
            for source in sources:
                wires.setdefault((source, entry))
        return ends

    def _subclassed(
        self, network: Network, layers: dict[Layer, None], wires: dict[Wire, None], heads: dict[Layer, None]
    ) -> None:
        inner = self._inner()
        ends = self._wire(network.uses, layers, wires)
        for member in network.members:
            if isinstance(member, Built) and member not in inner and member not in self.taken:
                layers.setdefault(self._layer(member, [None], (), called=True))
                network.question(f"its `call` was not seen to apply `{member.title}`")
            elif isinstance(member, Network) and member.kind == "sequential":
                self._sequential(member, None, layers, wires)
        for tensor in network.outputs:
            if tensor.use is not None and id(tensor.use) in ends:
                heads.setdefault(ends[id(tensor.use)][1])
            else:
                network.question("what its `call` returns is not known")
        traced = self._is_start_or_in(ends)
        if not all(use.certain and all(map(traced, (*use.inputs, *use.states))) for use in network.uses):
            network.question("what goes into one of its layers is not known")

    def _standalone(self) -> Iterator[Model]:
        """Layers applied outside every model: to arrays, in a loop of the program, in a graph without a `Model`."""
        rest = [
            use for use in self.record.uses if isinstance(use.layer, Built) and use.layer not in self.taken
        ]
        shown: set[Built | Network] = set()
        for group in _connected(rest):
            own = {use.layer for use in group if isinstance(use.layer, Built) and not use.layer.custom}
            if not own <= shown:
                shown |= own
                model = self._graph(group)
                self.homes[model] = group[0].home
                yield model

    def _graph(self, group: list[Use]) -> Model:
        layers: dict[Layer, None] = {}
        wires: dict[Wire, None] = {}
        ends = self._wire(group, layers, wires)
        traced = self._is_start_or_in(ends)
        complete = all(use.certain and all(map(traced, (*use.inputs, *use.states))) for use in group)
        place = next(iter(layers)).place
        unread = Unread(place, "the model around these layers", "its inputs or outputs are not known")
        read = {id(tensor.use) for use in group for tensor in (*use.inputs, *use.states)}
        heads = [ends[id(use)][1] for use in group if id(use) not in read] if complete else []
        return Model(
            name="layers",
            kind="standalone",
            place=place,
            layers=tuple(layers),
            wires=tuple(wires),
            heads=tuple(dict.fromkeys(heads)),
            complete=complete,
            off=tuple(self._off(group, ends)),
            unread=() if complete else (unread,),
        )

    def _off(self, group: list[Use], ends: dict[int, Wire]) -> Iterator[Layer]:
        """The last of layers that no model holds, where all that they read is what layers of models give."""
        own = {id(use) for use in group}
        outer = [tensor.use for use in group for tensor in use.inputs if id(tensor.use) not in own]
        taken = [use is not None and use.symbolic and use.layer in self.taken for use in outer]
        if taken and all(taken) and all(use.certain and not use.states for use in group):
            read = {id(tensor.use) for use in group for tensor in use.inputs}
            last = [use for use in group if id(use) in ends and id(use) not in read]
            yield from (
                ends[id(use)][1] for use in last if not self.written.is_read_elsewhere(use.layer.node)
            )

    @staticmethod
    def _is_start_or_in(ends: dict[int, Wire]) -> Callable[[Tensor], bool]:
        """Whether a tensor is an input of a graph, or made in it."""

        def found(tensor: Tensor) -> bool:
            made_by = tensor.use
            return tensor.given or id(made_by) in ends or (made_by is not None and not made_by.inputs)

        return found

    def _layer(
        self,
        member: Built | Network,
        shapes: list[Shape | None],
        before: tuple[str, ...],
        use: Use | None = None,
        called: bool = False,
    ) -> Layer:
        if isinstance(member, Built):
            self.taken.add(member)
            return self.freeze.layer(
                member,
                shapes if any(shape is not None for shape in shapes) else (),
                before,
                called=called or use is not None,
            )
        if member not in self.opaque:
            outputs = shapes_of(self.record, member, shapes)
            self.opaque[member] = Layer(
                cls="Functional" if member.kind == "functional" else "Model",
                place=self.record.place(member.node),
                arguments={},
                complete=False,
                name=member.name or "model",
                output_shape=outputs[0] if outputs else None,
                parameters=network_parameters(self.record, member, shapes),
                inputs=before,
            )
        return self.opaque[member]


def _is_handed_out(network: Network) -> bool:
    """Whether a function that nothing in the file calls returns it, so that its callers may score it."""
    if not network.fits or not isinstance(network.home, cst.FunctionDef) or network.name is None:
        return False
    returned = (node.value for node in returns_in(network.home.body))
    return any(_holds_name(value, network.name) for value in returned if value is not None)


def _holds_name(value: cst.BaseExpression, name: str) -> bool:
    """Whether it is that name, or a tuple or list with it."""
    if isinstance(value, (cst.Tuple, cst.List)):
        return any(_holds_name(element.value, name) for element in value.elements)
    return isinstance(value, cst.Name) and value.value == name


def _is_layer(network: Network) -> bool:
    """Whether it is a layer class of the program; one that holds no layers is no model."""
    return network.kind == "subclassed" and network.nested


def _connected(uses: list[Use]) -> list[list[Use]]:
    """Uses in groups that tensors connect, each in the order of the program."""
    group_of: dict[int, list[Use]] = {}
    for use in uses:
        group = [use]
        for tensor in use.inputs:
            other = group_of.get(id(tensor.use))
            if other is not None and other is not group:
                other.extend(group)
                group_of.update((id(member), other) for member in group)
                group = other
        group_of[id(use)] = group
    order = {id(use): at for at, use in enumerate(uses)}
    groups = {id(group): group for group in group_of.values()}.values()
    return [sorted(group, key=lambda use: order[id(use)]) for group in groups]


def _each_once(trainings: list[Training], *, by_data: bool = False) -> list[Training]:
    """A call that a loop repeats counts once. `by_data`: once for each array that it gets.

    A compile is replaced where that is so each time.
    """
    found: dict[object, Training] = {}
    for training in trainings:
        key = (training.node, _history(training)) if by_data else training.node
        if key not in found or (found[key].replaced and not training.replaced):
            found[key] = training
    return list(found.values())


def _history(training: Training) -> object:
    """Where the data of a call come from, the same for each pass of a loop."""
    given = training.given.get("x")
    data = given.value if given is not None else None
    if not isinstance(data, Data):
        return None
    return tuple((step.what, step.place.node if step.place is not None else None) for step in data.steps)
