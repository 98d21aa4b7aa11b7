"""From findings to questions for the child process: which probe, which arm as written, which as fixed.

Exact probes come first, then training; among each the worst findings. All findings of a model but the one in question
are mended in both arms, so that the arm as fixed is the same for all of them and is trained once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from lstm_lint.findings import Finding, Span
from lstm_lint.keras_api.successors import RENAMED_CLASSES
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.training import callbacks, longest_training, sweeps_rate
from lstm_lint.rulebook import rulebook
from lstm_lint.rulebook.rule_page import Rule
from lstm_lint.script import Compile, Configured, Ending, Fit, Known, Layer, Model, Script, Symbol
from lstm_lint.smoke import allowed, facts
from lstm_lint.smoke.arms import freed, to_remember, trainable
from lstm_lint.smoke.beside import Beside
from lstm_lint.smoke.compiling import compile_of, optimizer_part
from lstm_lint.smoke.encode import NoEncoding, encode
from lstm_lint.smoke.facts import Facts
from lstm_lint.smoke.locate import Blamed, Locator
from lstm_lint.smoke.mend import all_off, mend
from lstm_lint.smoke.plant import NotPlanted, plant
from lstm_lint.smoke.probes import NOT_CONFIRMABLE, TRAINING
from lstm_lint.smoke.rebuild import Kept, NotRebuilt, Rebuilt, alone, rebuild
from lstm_lint.smoke.shrink import FEATURES, TIMESTEPS, UNITS, lighten, shrink, without_regularization
from lstm_lint.smoke.specification import Defect, Input, Node, Part, Specification, train_alike

_NEEDS_NO_MODEL = frozenset({"compares-arrays", "compares-outputs", "exists", "callback", "logged"})
_NEEDS_NO_FIX = frozenset({"displacement", "batch-statistics"})
_OF_LAYER = frozenset({"set", "value", "drop", "class"})  # changes of the layer that is blamed
MEMORY = 30  # steps over which the default LSTM remembers after 300 updates; at 60 it does not yet
LONG = 64
_SMALL = Specification(
    nodes=(Node("lstm", "LSTM", {"units": 8}, ("input",)), Node("dense", "Dense", {"units": 1}, ("lstm",))),
    inputs=(Input("input", (8, 2)),),
    outputs=("dense",),
    losses=(Part("MeanSquaredError"),),
    stand_ins=("a small model, as the optimizer alone is in question",),
)


@dataclass(frozen=True)
class Job:
    """One finding to be probed. `reason` says why it cannot be; then there are no arms."""

    finding: Finding
    probe: str
    written: Specification | None = None
    fixed: Specification | None = None
    defect: Defect | None = None
    detail: Any = None
    reason: str = ""
    probing: facts.Probing = field(default_factory=dict)  # what the page says to the probe
    keras: KerasTarget | None = None  # that the script is for
    assumed: bool = (
        False  # the model is one of several paths, or of code that nothing calls, or has stand-ins
    )
    alone: bool = False  # a layer of a model that is not rebuilt

    @property
    def trains(self) -> bool:
        return self.probe in TRAINING

    @property
    def order(self) -> tuple[bool, int]:
        return self.trains, -self.finding.severity.rank


def plan(script: Script, findings: Sequence[Finding]) -> list[Job]:
    """A job for each finding, in the order in which they are to be done."""
    locator = Locator(script)
    blamed = [locator.locate(finding) for finding in findings]
    planner = _Planner(script, blamed)
    jobs = (
        replace(job, keras=script.target, assumed=_is_assumed(script, one, job))
        for one in blamed
        for job in (planner.job(one),)
    )
    return sorted(jobs, key=lambda job: job.order)


def _is_assumed(script: Script, one: Blamed, job: Job) -> bool:
    """Whether the model in question may be another one than that which runs."""
    unknown = job.written is not None and any("not known" in note for note in job.written.stand_ins)
    model = one.model
    return model is not None and (script.assumed or model.when is not None or bool(model.trial) or unknown)


class _Group:
    """The findings of one model, by what becomes of them in the arms of another one."""

    def __init__(self) -> None:
        self.beside = Beside()
        self.defects: dict[int, Defect] = {}  # id(Blamed) -> what it blames
        self.exact: list[Defect] = []  # mended in the arms of an exact probe
        self.trained: list[Defect] = []  # of rules that a training tries
        self.structural: list[Defect] = []  # of all others, mended in both arms of a training
        self.ids: Blamed | None = None  # the first one whose arms read ids
        self.spared: frozenset[str] = frozenset()  # nodes whose regularization is in question
        self._long: dict[str, Facts] = {}  # the rules that are about long sequences
        self._of_code: dict[str, list[Defect]] = {}

    def take(self, one: Blamed, defect: Defect) -> None:
        known = _of(one)
        self.defects[id(one)] = defect
        self._of_code.setdefault(defect.code, []).append(defect)
        if "optimizer" not in known.about:
            self.exact.append(defect)
        (self.trained if known.probe in TRAINING else self.structural).append(defect)
        if known.input == "ids" and self.ids is None:
            self.ids = one
        if known.probe in TRAINING and defect.node and "regularization" in known.about:
            self.spared |= {defect.node}
        if known.steps == "long":
            self._long[defect.code] = known

    def alike(self, defect: Defect) -> list[Defect]:
        """The defects that the same rule finds."""
        return self._of_code[defect.code]

    @property
    def long(self) -> int:
        """How long the sequences of a training are, where the rule in question does not say."""
        told = any(self.ids is None or "input" not in known.about for known in self._long.values())
        return LONG if told else TIMESTEPS


class _Planner:
    def __init__(self, script: Script, blamed: list[Blamed]) -> None:
        self.script, self.blamed = script, blamed
        self.rebuilt: dict[int, Rebuilt | NotRebuilt] = {}
        self.groups: dict[int, _Group] = {}
        self.of_model: dict[int, list[Blamed]] = {}
        for one in blamed:
            if one.model is not None:
                self.of_model.setdefault(id(one.model), []).append(one)

    def job(self, one: Blamed) -> Job:
        rule = rulebook.find(one.finding.code)
        probe = rule.smoke if rule is not None else "none"
        if probe == "none":
            return Job(
                one.finding,
                probe,
                reason=f"not confirmable: {_why_not(rule)}",
            )
        try:
            return self._job(one, probe)
        except (NotRebuilt, NotPlanted, NoEncoding) as error:
            alone = self._alone(one, probe) if isinstance(error, NotRebuilt) else None
            return alone or Job(one.finding, probe, reason=str(error))

    def _alone(self, one: Blamed, probe: str) -> Job | None:
        """A layer by itself, where the model around it is not rebuilt, and the fix is an argument of that layer.

        What it shows is harm or a refusal; that there is none in one layer refutes nothing.
        """
        known, layer = _of(one), one.layer
        changes = known.mend if isinstance(known.mend, Mapping) else {}
        if layer is None or not changes or set(changes) - _OF_LAYER or known.plant or one.model is None:
            return None
        try:
            self._rebuilt(one.model)
        except NotRebuilt:
            pass
        else:
            return None  # why it cannot be shown is another matter
        try:
            made = alone(layer, _kept(one) if known.rebuild == "argument" else frozenset())
        except NotRebuilt:
            return None
        node = made.id_of(layer)
        beside = [other for other in self.blamed if other.layer is layer]
        defects = {
            id(other): Defect(other.finding.code, node, other.argument, other.value) for other in beside
        }
        defect = defects.pop(id(one))
        others = [other for other in defects.values() if other.code != defect.code]
        if probe in TRAINING:
            full = made.specification
            if not layer.is_recurrent or (known.needs == "length" and any(x.free for x in full.inputs)):
                return None
            steps = LONG if known.steps == "long" else known.steps or TIMESTEPS
            base = self._base(full, frozenset({"layer"}), known.units or UNITS, steps, False)
            written = (
                to_remember(shrink(base, UNITS, MEMORY), known.noise) if probe == "first-token" else base
            )
        else:
            written = lighten(made.specification)
        written = all_off(written, others)
        fixed = mend(written, defect)
        if fixed is None or train_alike(fixed, written):
            return None
        return Job(one.finding, probe, written, fixed, defect, probing=known.probing, alone=True)

    def _job(self, one: Blamed, probe: str) -> Job:
        known = _of(one)
        defect = self._defect(one) if one.model is None else self._group(one.model).defects[id(one)]
        if probe in _NEEDS_NO_MODEL:
            small, detail = replace(_SMALL, stand_ins=()), _DETAILS.get(probe, _nothing)(self, one)
            return Job(one.finding, probe, small, small if probe == "callback" else None, defect, detail)
        if known.rebuild == "optimizer":
            return self._of_optimizer(one, probe, defect, known)
        if one.model is None:
            raise NotRebuilt("the finding belongs to no model that was read")
        if probe in TRAINING:
            return self._training(one, one.model, probe, defect, known)
        return self._exact(one, one.model, probe, defect, known)

    def _exact(self, one: Blamed, model: Model, probe: str, defect: Defect, known: Facts) -> Job:
        group = self._group(model)
        if "weights" in known.about:
            return self._of_weights(one, model, probe, defect, known)
        if probe == "padding-invariance" and (own := next(filter(_is_own, model.layers), None)):
            raise NotRebuilt(f"what `{own.cls}` makes of a mask is code of the program, which is not run")
        if known.rebuild == "argument":
            if one.layer is not None and one.layer.cls in RENAMED_CLASSES:
                raise NotRebuilt(f"the Keras that answers here has no `{one.layer.cls}`")
            rebuilt = rebuild(model, _kept(one)).specification
            others = all_off(rebuilt, [d for d in group.exact if d is not defect])
        else:
            others = group.beside.all_but(defect, self._rebuilt(model).specification, group.exact)
        written = lighten(plant(others, one))
        if known.rebuild == "free-length":
            written = replace(written, inputs=tuple(freed(entry) for entry in written.inputs))
        fixed = mend(written, defect)
        if fixed is not None and train_alike(fixed, written) and known.rebuild == "model":
            # Another finding asks for the same change: as written is without it.
            written = lighten(plant(self._rebuilt(model).specification, one))
            fixed = mend(written, defect)
        if "regularization" in known.about and defect.node is not None:
            written = without_regularization(written, frozenset({defect.node}))
            fixed = mend(written, defect)
        return Job(one.finding, probe, written, fixed, defect, probing=known.probing)

    def _of_weights(self, one: Blamed, model: Model, probe: str, defect: Defect, known: Facts) -> Job:
        """Where no gradient tells, a training does."""
        group = self._group(model)
        beside = group.beside
        # Kernel and recurrent kernel are two findings: mended apart, each would hide the other.
        alike = group.alike(defect)
        others = [d for d in group.exact if d.code != defect.code]
        planted = plant(beside.without(self._rebuilt(model).specification, others, ("but", defect.code)), one)
        _, written = beside.once(
            ("trained", id(planted)),
            lambda: (
                planted,
                trainable(without_regularization(shrink(lighten(planted)), frozenset())),
            ),
        )
        fixed = beside.mended(written, alike, defect.code)
        _apart(written, fixed)
        return Job(one.finding, probe, written, fixed, defect, probing=known.probing)

    def _of_optimizer(self, one: Blamed, probe: str, defect: Defect, known: Facts) -> Job:
        named = one.value if one.argument == "optimizer" else None
        if isinstance(named, Symbol) and named.name in allowed.OPTIMIZERS:  # the class, not an instance
            written = replace(_SMALL, optimizer=Part(named.name))
            return Job(one.finding, probe, written, written, defect, "class", probing=known.probing)
        optimizer = self._optimizer(one)
        # A step of training shows a rate that is none, and no other argument.
        if optimizer is None or (probe == "one-step" and defect.argument not in ("learning_rate", "lr")):
            raise NotRebuilt("the optimizer was not read as one of Keras with known arguments")
        part = optimizer_part(optimizer, [], frozenset({"lr", "decay", "learning_rate"}))
        planned = longest_training([one.model]) if one.model is not None else None
        written = replace(_SMALL, optimizer=part, planned=planned)
        detail = None
        if probe == "two-epochs" and one.model is not None:
            detail = [callback.cls for fit in one.model.fits for callback in fit.callbacks or ()]
        return Job(one.finding, probe, written, mend(written, defect), defect, detail, probing=known.probing)

    def _optimizer(self, one: Blamed) -> Configured | None:
        if one.part is not None and one.part.kind == "optimizers":
            return one.part
        compiled = compile_of(one.model) if one.model is not None else None
        return compiled.optimizer if compiled is not None else None

    def _training(self, one: Blamed, model: Model, probe: str, defect: Defect, known: Facts) -> Job:
        rebuilt = self._rebuilt(model)
        full = rebuilt.specification
        if known.needs == "length" and any(entry.free for entry in full.inputs):
            raise NotRebuilt("how long the sequences are is not known, and that decides it")
        group = self._group(model)
        beside = group.beside
        ids = one if known.input == "ids" else group.ids
        if ids is not None and "input" in known.about:
            raise NotRebuilt(
                f"ids reach the layer as numbers ({ids.finding.code}): with an Embedding it is another input"
            )
        units = known.units or UNITS
        steps = known.steps if isinstance(known.steps, int) else group.long
        whole = beside.without(full, group.structural, "structural")
        if "optimizer" in known.about and any(map(sweeps_rate, model.fits)):
            raise NotRebuilt("a LearningRateScheduler sets another learning rate in each epoch")
        way = (units, steps, "optimizer" in known.about, None if "features" in known.about else FEATURES)
        base = beside.once(("base", *way), lambda: self._base(whole, group.spared, *way))
        if probe == "first-token":
            if any(entry.tokens for entry in base.inputs):
                # From the small numbers of a fresh Embedding neither layer recalls anything in 400 updates.
                raise NotRebuilt("its input are token ids, and what is to be remembered is told in numbers")
            told = ("remembered", *way, known.noise)
            base = beside.once(told, lambda: to_remember(shrink(base, units, MEMORY), known.noise))
        others = [d for d in group.trained if d.code != defect.code]
        written = plant(beside.without(base, others, ("but", defect.code)), one)
        # All findings of one rule stand or fall together: one relu layer of two may do no harm, two do.
        fixed = beside.fixed(written, defect, group.alike(defect))
        if fixed is None and probe not in _NEEDS_NO_FIX:
            raise NotRebuilt("no fix is known that a rebuilt model can show")
        if fixed is not None:
            _apart(written, fixed)
        return Job(one.finding, probe, written, fixed, defect, probing=known.probing)

    @staticmethod
    def _base(
        whole: Specification,
        spared: frozenset[str],
        units: int,
        steps: int,
        own_optimizer: bool,
        features: int | None = FEATURES,
    ) -> Specification:
        """What the arms of a training start from."""
        base = without_regularization(shrink(whole, units, steps, features), spared)
        return base if own_optimizer else trainable(base)

    @cached_property
    def names(self) -> tuple[dict[Span, list[str]], dict[Span, list[str]]]:
        """The names that the script uses, by where each stands and by its statement."""
        places: dict[Span, list[str]] = {}
        statements: dict[Span, list[str]] = {}
        for used in self.script.names:
            places.setdefault(used.place.span, []).append(used.path)
            statements.setdefault(used.statement.span, []).append(used.path)
        return places, statements

    def _group(self, model: Model) -> _Group:
        if id(model) not in self.groups:
            group = _Group()
            for one in self.of_model[id(model)]:
                group.take(one, self._defect(one))
            self.groups[id(model)] = group
        return self.groups[id(model)]

    def _rebuilt(self, model: Model) -> Rebuilt:
        if id(model) not in self.rebuilt:
            try:
                self.rebuilt[id(model)] = rebuild(model)
            except NotRebuilt as error:
                self.rebuilt[id(model)] = error
        found = self.rebuilt[id(model)]
        if isinstance(found, NotRebuilt):
            raise found
        return found

    def _defect(self, one: Blamed) -> Defect:
        node = None
        if one.model is not None:
            try:
                node = self._rebuilt(one.model).id_of(one.layer)
            except NotRebuilt:
                node = None
        return Defect(one.finding.code, node, one.argument, one.value)


def _apart(written: Specification, fixed: Specification) -> None:
    """Raises NotRebuilt where both arms came out the same: nothing can be said of one arm against itself."""
    if train_alike(written, fixed):
        raise NotRebuilt("what the fix changes is not part of the rebuilt model")


def _kept(one: Blamed) -> Kept:
    """The argument that is blamed, which goes to Keras as written."""
    return frozenset({(id(one.part), one.argument)} if one.part is not None and one.argument else ())


def _of(one: Blamed) -> Facts:
    return facts.of(one.finding.code)


def _is_own(layer: Layer) -> bool:
    """Whether it is a class of the program, which an Identity stands for."""
    return layer.custom and layer.cls != "Operation"


def _nothing(planner: _Planner, one: Blamed) -> None:
    return None


def _names_at(planner: _Planner, one: Blamed) -> list[str]:
    """The names of Keras that the finding points at: `keras.layers.CuDNNLSTM`, or `Model.fit(nb_epoch)`."""
    span = one.finding.span
    if one.part is not None and one.argument is not None:
        owner = {"callbacks": f"keras.callbacks.{one.part.cls}"}.get(one.part.kind)
        if isinstance(one.part, (Compile, Fit)):
            owner = f"Model.{one.part.method if isinstance(one.part, Fit) else 'compile'}"
        return [f"{owner}({one.argument})"] if owner is not None else []
    by_place, by_statement = planner.names
    return by_place.get(span) or by_statement.get(span, [])


def _checkpoint_at(planner: _Planner, one: Blamed) -> dict[str, Any]:
    """How the file name of a ModelCheckpoint ends, and how it would have to. Raises NotRebuilt."""
    for callback, _, _ in callbacks(planner.script):
        if callback.cls == "ModelCheckpoint" and callback.span("filepath") == one.finding.span:
            value, weights = callback["filepath"], callback.known("save_weights_only") is True
            name = value.text if isinstance(value, Ending) else getattr(value, "value", "")
            name = str(name).replace("\\", "/").rpartition("/")[2]
            end = re.search(r"(?:\.[A-Za-z0-9]{1,10}){0,2}$", name, re.ASCII)
            return {
                "suffix": end[0] if end else "",
                "weights": weights,
                "fixed": ".weights.h5" if weights else ".keras",
            }
    raise NotRebuilt("the callback was not found again")


def _monitor_at(planner: _Planner, one: Blamed) -> dict[str, Any]:
    """What a callback waits for, and what the training is compiled and run with. Raises NotRebuilt."""
    for fit in one.model.fits if one.model is not None else ():
        for callback in fit.callbacks or ():
            if callback.span("monitor") == one.finding.span and one.model is not None:
                compiled = compile_of(one.model)
                metrics = compiled.metrics if compiled is not None else None
                names = encode(metrics) if isinstance(metrics, Known) else None
                return {
                    "monitor": callback.known("monitor"),
                    "metrics": [str(name) for name in names or ()],
                    "validation": bool(fit.validation),
                }
    raise NotRebuilt("the callback was not found again")


_DETAILS: dict[str, Callable[[_Planner, Blamed], Any]] = {
    "exists": _names_at,
    "callback": _checkpoint_at,
    "logged": _monitor_at,
}


def _why_not(rule: Rule | None) -> str:
    return NOT_CONFIRMABLE.get(rule.not_confirmable if rule is not None else "", "there is no probe for it")
