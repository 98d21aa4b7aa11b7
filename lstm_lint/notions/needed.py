"""What a script needs of Keras: names, methods, arguments; and the newest release that has it all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, reduce

from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.lifetimes import ALIASES, Package, line
from lstm_lint.keras_api.tensorflow_names import is_of_before_1, releases_with, works_on
from lstm_lint.keras_api.versions import Version, parse_target
from lstm_lint.notions.logged import is_long_name, lacks, modern, names_logged
from lstm_lint.notions.training import callbacks
from lstm_lint.script import Configured, Script

_KERAS_2 = parse_target("2.15")
_LAST_TO_LOG_ACC: dict[Package, Version] = {"keras": (2, 2), "tensorflow": (1, 15)}  # for "accuracy"
_ROOTS: dict[Package, str] = {"keras": "keras", "tensorflow": "tensorflow.keras"}
_COMPATIBLE = "tensorflow.compat."  # there `tf.keras` has more: `tf.compat.v1.keras.layers.CuDNNGRU`
_MODELS = ("models", "Model", "Sequential")
_RENAMED = "was renamed later"
_FAILS = "fails in later ones"
_IGNORED = "is ignored later"
_BEFORE_1 = "ended with TensorFlow 0.12"
_LAST_OF_1: Version = (1, 2)
_LAST_OF_ITS_OWN: Version = (2, 3)  # keras 2.4 is nothing but `tf.keras`
_OTHER_BACKENDS = ("theano", "cntk")
_PLACEHOLDER = re.compile(r"\{(\w+)[!:}]")
_IDLE = ("class_mode",)  # Keras 1 put it aside with a warning: without it nothing changes


@dataclass(frozen=True, slots=True)
class Need:
    """Something that the script uses, and the releases of its package that have it, as a set of bits."""

    written: str  # `keras.layers.core.Merge`, `nb_filter=64`, `predict_classes()`
    package: Package
    releases: int
    because: str = "was removed later"  # why no later release will do
    module: str = ""  # the one that went, where the name went with it: `keras.callbacks.callbacks`
    owner: str = ""  # of an argument: what it is given to


@dataclass(frozen=True, slots=True)
class Fitting:
    """The newest release that has all, and what keeps it from being newer. `release` is None where none has."""

    package: Package
    release: str | None
    reasons: tuple[
        Need, ...
    ]  # the one that went first, or is older than all; the two that exclude each other


def newest_release(script: Script, newest: Version) -> Fitting:
    """The newest release with all that a script needs, of at most that version where one of these has it."""
    package = _package(script)
    choices = Choices.of(package)
    every = choices.every
    # What no release has is a slip, of which other rules speak; what all have keeps none from being the newest.
    needed = list(needs(script))
    if oldest := next((need for need in needed if need.because == _BEFORE_1), None):
        return _before_tensorflow_1(package, needed, oldest)
    found = [(need, bits) for need in needed if (bits := choices.with_it(need)) not in (0, every)]
    fitting = reduce(lambda bits, one: bits & one[1], found, every)
    if not fitting:
        found = [one for one in found if _argument(one[0]) not in _IDLE]
        fitting = reduce(lambda bits, one: bits & one[1], found, every)
    if not fitting:
        pairs = ((one[0], other[0]) for one in found for other in found if not one[1] & other[1])
        return Fitting(package, None, next(pairs, ()))
    first = min(found, key=lambda one: one[1].bit_length(), default=None)
    fitting = fitting & choices.up_to(newest) or fitting
    release, _ = choices.all[fitting.bit_length() - 1]
    gone = first is not None and first[1].bit_length() < every.bit_length()
    return Fitting(package, release, (first[0],) if first is not None and gone else ())


def _argument(need: Need) -> str:
    """The name of an argument: of `class_mode="binary"`."""
    return need.written.partition("=")[0].strip()


def _before_tensorflow_1(package: Package, needed: list[Need], oldest: Need) -> Fitting:
    """Keras 1 ran on TensorFlow 0.12, which had no `tf.keras`."""
    of_keras = line("keras")
    found = [need.releases for need in needed if need.package == "keras"]
    fitting = reduce(lambda bits, one: bits & one, found, of_keras.up_to(_LAST_OF_1))
    if package != "keras" or not fitting:
        return Fitting(package, None, (oldest,))
    return Fitting(package, of_keras.newest(fitting), (oldest,))


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be installed, the newest last: the release of the package, and a TensorFlow that it runs on.

    A set of them is a number of which each bit stands for one.
    """

    package: Package
    all: tuple[tuple[str, str], ...]

    @staticmethod
    @lru_cache(maxsize=2)
    def of(package: Package) -> Choices:
        """`tf.keras` comes with its TensorFlow."""
        if package == "tensorflow":
            return Choices(package, tuple((release, release) for release in line(package).releases))
        return Choices(
            package,
            tuple((release, beside) for release in line(package).releases for beside in works_on(release)),
        )

    @property
    def every(self) -> int:
        """All of them."""
        return (1 << len(self.all)) - 1

    def up_to(self, newest: Version) -> int:
        """Those with a release of that version, or of one before it."""
        return _choices_up_to(self.package, newest)

    def with_it(self, need: Need) -> int:
        """Those that have what is needed."""
        return _choices_with(self.package, need.package, need.releases)

    def with_releases(self, package: Package, releases: int) -> int:
        """Those with one of these releases of a package."""
        if package == "tensorflow":
            return self._where(1, line(package).releases, releases)
        if self.package == "keras":
            return self._where(0, line(package).releases, releases)
        return self.every  # `keras` beside `tf.keras`

    def _where(self, part: int, releases: tuple[str, ...], bits: int) -> int:
        wanted = {release for at, release in enumerate(releases) if bits >> at & 1}
        return sum(1 << at for at, choice in enumerate(self.all) if choice[part] in wanted)


@lru_cache(maxsize=64)
def _choices_up_to(chosen: Package, newest: Version) -> int:
    own = line(chosen)
    return Choices.of(chosen)._where(0, own.releases, own.up_to(newest))


@lru_cache(maxsize=1024)
def _choices_with(chosen: Package, package: Package, releases: int) -> int:
    return Choices.of(chosen).with_releases(package, releases)


def needs(script: Script) -> Iterator[Need]:
    """Each in the order of the program, without what it asks for in a `try` or below a question for the version.

    One is enough for each set of releases, of arguments none for all of them.
    """
    called: dict[object, str] = {}
    told: set[tuple[Package, int]] = set()
    # `keras.optimizers.adam` is a class up to 2.3, and a module where something is taken from it.
    modules = {name.path.rpartition(".")[0] for name in script.names} & ALIASES
    for name in script.names:
        if name.guarded or name.place.sibling is not None or name.path in modules:
            continue
        if name.kind == "method":
            asked = _package(script)
            if (bits := line(asked).with_method(name.path)) is not None:
                yield Need(f"{name.path.rpartition('.')[2]}()", asked, bits)
            continue
        if name.kind == "call" and (_package_of(name.path) or name.path.startswith(_COMPATIBLE)):
            called[name.statement.node] = name.path
        need = _of_name(name.path, name.kind == "call")
        if need is not None and (need.package, need.releases) not in told:
            told.add((need.package, need.releases))
            yield need
    yield from _other_backend(script)
    yield from _names_in_history(script)
    yield from _names_in_files(script)
    for kind, call in _calls(script):
        path = called.get(call.place.node, "")
        if call.cls == "InputLayer" and not path.endswith(call.cls):
            continue  # `Input` is a function, which takes other arguments
        package = _package_of(path) or _package(script)
        of_line, every = line(package), line(package).every
        taker = f"{kind}.{call.cls}"
        for keyword in call.names_given:
            whole = call.argument(keyword).whole
            if whole is None:
                continue
            bits = of_line.with_argument(taker, keyword)
            if bits is not None and path and path != f"{_ROOTS[package]}.{taker}":
                bits |= every & ~_shown(package, taker)
            if bits is None or bits == every or (package, bits) in told:
                continue
            if re.match(rf"{keyword}\s*=(?!=)", whole.text):  # else by position
                told.add((package, bits))
                text = re.sub(r"\s*=\s*", "=", whole.text, count=1)
                written = text if len(text) < 40 else f"{keyword}="
                # The class went, with all that it takes.
                gone = kind not in _MODELS and bits == _shown(package, taker)
                yield Need(call.cls if gone else written, package, bits, owner="" if gone else call.cls)
    yield from _spelled_as_before(script)


@lru_cache(maxsize=1024)
def _shown(package: Package, taker: str) -> int:
    """The releases in whose public module a class is, where its arguments are known; all if nothing is known of it.

    `keras` 2.6 to 2.8 has `Adam` only in `keras.optimizer_v2.adam`.
    """
    bits = line(package).with_name(f"{_ROOTS[package]}.{taker}")
    return line(package).every if bits is None else bits


@lru_cache(maxsize=4096)
def _of_name(path: str, called: bool) -> Need | None:
    """A name as it is imported; None where nothing is known of it."""
    if path.partition(".")[0] == "keras_contrib":
        return Need("keras_contrib", "keras", line("keras").up_to(_LAST_OF_ITS_OWN), _FAILS)
    if is_of_before_1(path):
        return Need(_written(path), "tensorflow", 0, _BEFORE_1)
    package = _package_of(path)
    if package is not None:
        bits = _with_name(package, path, called)
        return (
            None if bits is None else Need(_written(path), package, bits, module=_module(package, path, bits))
        )
    bits = releases_with(path)
    return None if bits is None else Need(_written(path), "tensorflow", bits)


def _with_name(package: Package, path: str, called: bool) -> int | None:
    """A name that is not written down is in no release that lacks the module around it."""
    bits = line(package).with_name(path, called=called)
    while bits is None and "." in path:
        path = path.rpartition(".")[0]
        bits = line(package).with_name(path)
    return bits


def _module(package: Package, path: str, bits: int) -> str:
    """The outermost module around a name that went in the same release; empty where none did."""
    of_line, parts = line(package), path.split(".")
    for count in range(len(_ROOTS[package].split(".")) + 1, len(parts) + 1):
        head = ".".join(parts[:count])
        around = of_line.modules.get(head.removeprefix("tensorflow."), 0)
        if around.bit_length() == bits.bit_length() < of_line.every.bit_length():
            return _written(head)
    return ""


def _written(path: str) -> str:
    return path.replace("tensorflow.", "tf.")


def _names_in_history(script: Script) -> Iterator[Need]:
    """`history.history["acc"]`: a metric is logged as `compile` names it since Keras 2.3, TensorFlow 2."""
    package = _package(script)
    for model in script.models:
        logged = names_logged(model, _KERAS_2)
        for fit in model.fits:
            for name, place in fit.looked_up:
                acc = logged is not None and modern(name, logged) is not None
                old = acc and lacks(name, fit, logged, _KERAS_2)
                if (old or is_long_name(name, model, fit)) and place.sibling is None:
                    logging = line(package).up_to(_LAST_TO_LOG_ACC[package])
                    yield Need(f"history[{name!r}]", package, logging, _RENAMED)


def _names_in_files(script: Script) -> Iterator[Need]:
    """`ModelCheckpoint("{epoch}-{val_acc:.2f}.h5")`: the first save raises KeyError where it is not logged."""
    package = _package(script)
    for model in script.models:
        logged = names_logged(model, _KERAS_2)
        for fit in model.fits:
            for callback in fit.callbacks or ():
                path = callback.argument("filepath")
                if callback.cls != "ModelCheckpoint" or callback.place.sibling is not None:
                    continue
                value = callback.known("filepath")
                text = value if isinstance(value, str) else path.whole.text if path.whole is not None else ""
                for name in _PLACEHOLDER.findall(text):
                    acc = logged is not None and modern(name, logged) is not None
                    if acc and lacks(name, fit, logged, _KERAS_2):
                        logging = line(package).up_to(_LAST_TO_LOG_ACC[package])
                        yield Need(f"{{{name}}}", package, logging, _RENAMED)


def _other_backend(script: Script) -> Iterator[Need]:
    """`keras` 2.4 and later ask for TensorFlow whatever the script chooses."""
    if script.backend in _OTHER_BACKENDS and _package(script) == "keras":
        releases = line("keras").up_to(_LAST_OF_ITS_OWN)
        yield Need(f"KERAS_BACKEND={script.backend}", "keras", releases, _IGNORED)


def _spelled_as_before(script: Script) -> Iterator[Need]:
    """What is written in the text of classes and functions that were not read, or of models that are not known."""
    package = _package(script)
    of_line = line(package)
    if "nb_epoch" in script.spelled_as_before:
        bits = of_line.with_argument("Model.fit", "nb_epoch")
        if bits is not None:
            yield Need("nb_epoch=", package, bits)
    if "predict_classes" in script.spelled_as_before:
        bits = of_line.with_method("Sequential.predict_classes")
        if bits is not None:
            yield Need("predict_classes()", package, bits)
    if "acc" in script.spelled_as_before:
        yield Need("history['acc']", package, of_line.up_to(_LAST_TO_LOG_ACC[package]), _RENAMED)
    if "add_weight" in script.spelled_as_before and script.target.standalone is True:
        yield Need("add_weight(shape)", package, of_line.up_to(_LAST_OF_ITS_OWN), _FAILS)
    if "inner_init" in script.spelled_as_before and package == "keras":
        yield Need("inner_init()", package, of_line.up_to(_LAST_OF_1))


def _calls(script: Script) -> Iterator[tuple[str, Configured]]:
    """Calls with the kind under which the data has them, that stand in the script itself."""
    for kind, call in _all_calls(script):
        if call.place.sibling is None:
            yield kind, call


def _all_calls(script: Script) -> Iterator[tuple[str, Configured]]:
    for call in script.calls:
        if call.cls == "Model":
            yield "models", call
    for layer, _ in script.layers():
        if not layer.custom:
            for part in (layer, *layer.wrappers, *([layer.cell] if layer.cell else [])):
                yield "layers", part
    for model in script.models:
        owner = "Sequential" if model.kind == "sequential" else "Model"
        if model.kind in ("sequential", "functional"):
            for training in (*model.compiles, *model.fits, *model.predictions):
                yield owner, training
        for compiled in model.compiles:
            if compiled.optimizer is not None:
                yield "optimizers", compiled.optimizer
    for callback, _, _ in callbacks(script):
        yield "callbacks", callback
    yield from ((loose.kind, loose) for loose in script.loose if loose.kind in ("layers", "optimizers"))


def _package(script: Script) -> Package:
    return "tensorflow" if script.target.standalone is False else "keras"


def _package_of(path: str) -> Package | None:
    if path.startswith("keras."):
        return "keras"
    return "tensorflow" if path.startswith("tensorflow.keras.") else None
