"""Runs small programs under the installed Keras and says what became of each. The child of `verdicts.py`.

Reads a line of JSON for each program from stdin, `{"id", "code", "files": {name: content}}`, and answers it by a line:
`{"id", "outcome", "message", "facts"}`. The outcome is one of

    ran      every model of the program was built and took a training step
    raised   Keras raised; the message says what
    unrun    the program needs what is not there; the message names it

The facts are what the first steps show:

    not finite   a loss is NaN or infinite
    still        every weight of a model is as it was: its gradient is zero
    broadcast    the targets have another shape than the output, and the loss took both
    constant     all predictions are equal, whatever the input
    flat         the loss is the same for any two outputs below 0 of the right class
    truncated    `pad_sequences` returned integers for fractions
    fractions    a model predicts the same for its inputs and for their whole parts, which differ

A program trains what it fits, cut to a few steps; on the backend numpy, which cannot train,
the losses of two batches are computed. A model that it builds and neither fits nor calls takes a step on
random numbers of its input shape, with targets as its loss asks for them. The content of a file is the shape of its
numbers, its text, or a JSON object.
"""

from __future__ import annotations

import functools
import gc
import importlib
import importlib.abc
import importlib.util
import inspect
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import keras
import numpy as np

STEPS = 2  # of an epoch; all of them where the last batch is short and a model keeps its states
TIMESTEPS = 9  # of an input whose time axis is open
KERAS_PACKAGES = ("keras", "tensorflow.keras")


class Unrun(Exception):
    """The program needs what is not here."""


class TensorFlowNames(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """`tensorflow.keras` as TensorFlow itself makes it, from the package keras, where TensorFlow is not installed."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name == "tensorflow" or name.startswith("tensorflow.keras"):
            return importlib.util.spec_from_loader(name, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        if spec.name != "tensorflow":
            return importlib.import_module(spec.name.replace("tensorflow.keras", "keras._tf_keras.keras", 1))
        module = ModuleType("tensorflow")
        module.__dict__.update(__path__=[], __version__="2.21.0")
        module.__getattr__ = self.attribute  # type: ignore[method-assign]
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is left to do: the module is whole."""

    @staticmethod
    def attribute(name: str) -> Any:
        if name == "keras":
            return importlib.import_module("keras._tf_keras.keras")
        raise Unrun("tensorflow")


class Trial:
    """One program: the models that it makes, and what their training showed."""

    def __init__(self) -> None:
        self.made: list[keras.Model] = []
        self.listens = True
        self.fitted: list[keras.Model] = []
        self.facts: set[str] = set()

    def run(self, code: str) -> tuple[str, str]:
        try:
            exec(compile(code, "program.py", "exec"), {"__name__": "__main__"})  # a block of a rule page
            for model in self.waiting():
                step(model)
        except Unrun as missing:
            return "unrun", str(missing)
        except (FileNotFoundError, NameError) as error:
            return "unrun", f"{type(error).__name__}: {error}"
        except ModuleNotFoundError as error:
            if not str(error.name).startswith(KERAS_PACKAGES):
                return "unrun", str(error.name).partition(".")[0]
            return "raised", f"{type(error).__name__}: {error}"
        except SystemExit as end:
            return "unrun", f"the program ends itself: {end}"
        except Exception as error:
            return "raised", f"{type(error).__name__}: {error}"
        return "ran", f"{len(self.made)} models"

    def waiting(self) -> list[keras.Model]:
        """The models that the program neither fitted nor called, that no other holds, and whose optimizer is free."""
        held = {id(layer) for model in self.made for layer in inner(model)}
        waiting = [model for model in self.made if not any(model is one for one in self.fitted)]
        trained = [model.optimizer for model in self.fitted if model.compiled]
        waiting = [
            one for one in waiting if not any(getattr(one, "optimizer", None) is used for used in trained)
        ]
        called = [model for model in waiting if model.built and not getattr(model, "inputs", None)]
        return [one for one in waiting if id(one) not in held and not any(one is model for model in called)]

    def see(self, model: keras.Model, given: dict[str, Any], before: list[Any], losses: list[float]) -> None:
        self.fitted.append(model)
        after = weights(model)
        if not all(np.isfinite(loss) for loss in losses):
            self.facts.add("not finite")
        elif np.any(first(given.get("y", losses))) and len(before) == len(after) > 0:
            self.facts.update(["still"] * all(map(np.array_equal, before, after)))
        if len(getattr(model, "inputs", None) or ()) == len(getattr(model, "outputs", None) or ()) == 1:
            self.facts.update(shown(model, given.get("x"), given.get("y")))


def shown(model: keras.Model, x: Any, y: Any) -> Iterator[str]:
    """The facts about a trained model of one input and one output, beside those that its training shows."""
    output, shape = model.outputs[0], model.inputs[0].shape
    taken = isinstance(y, np.ndarray) and is_elementwise(model.loss)
    if taken and joined(output.shape[1:]) != joined(y.shape[1:]):
        yield "broadcast"
    if is_flat(model):
        yield "flat"
    samples = numbers(shape, "float32")
    if any(isinstance(layer, keras.layers.Embedding) for layer in model.layers):
        samples = numbers(shape, "int32")
        x = x if isinstance(x, np.ndarray) else samples
        whole = np.floor(x[:4])
        if np.any(whole != x[:4]) and np.array_equal(predicted(model, x[:4]), predicted(model, whole)):
            yield "fractions"
    if len(samples) > 1 and np.ptp(predicted(model, samples)) == 0:
        yield "constant"


def predicted(model: keras.Model, x: Any) -> Any:
    return np.array(keras.ops.convert_to_numpy(model(x, training=False)))


def is_elementwise(loss: Any) -> bool:
    """Whether a loss takes any two shapes that can be broadcast."""
    return any(word in name_of(loss) for word in ("mean", "huber", "mse", "mae"))


def name_of(loss: Any) -> str:
    """The loss by its name in lower case: `mse`, `meansquarederror`, `sparse_categorical_crossentropy`."""
    named = loss if isinstance(loss, str) else getattr(loss, "name", "") or getattr(loss, "__name__", "")
    return str(named).lower()


def joined(shape: Any) -> tuple[Any, ...]:
    """A shape as a loss sees it: a last axis of one value is none."""
    return tuple(shape[:-1] if len(shape) and shape[-1] == 1 else shape)


def is_flat(model: keras.Model) -> bool:
    """Whether the loss is the same for two outputs below 0 of the right class, where the head lets them through."""
    name, width = name_of(model.loss), model.outputs[0].shape[-1]
    last = getattr(model.layers[-1], "layer", model.layers[-1])
    activation = getattr(getattr(last, "activation", None), "__name__", None)
    if "crossentropy" not in name or activation in (None, "softmax", "sigmoid"):
        return False
    if width > 1 and np.allclose(predicted(model, inputs(model)).sum(-1), 1.0):  # a softmax that is no layer
        return False
    right = np.zeros((1, width), "float32")
    right[0, 0] = 1.0
    y = np.zeros((1,), "int32") if name.startswith("sparse") else right
    outputs = [np.full((1, width), 3.0, "float32") for _ in range(2)]
    for value, output in zip((-1.0, -2.0), outputs, strict=True):
        output[0, 0] = value
        output[0, -1] -= 0.0 if width == 1 else value  # the sum is the same
    first, second = (float(np.mean(model.compute_loss(y=y, y_pred=output))) for output in outputs)
    return first == second


def inner(model: keras.Model) -> list[Any]:
    return list(model._flatten_layers(include_self=False))


def weights(model: keras.Model) -> list[Any]:
    return [np.array(weight) for weight in model.trainable_variables] if model.built else []


def step(model: keras.Model) -> None:
    x = inputs(model)
    outputs = model.outputs if model.built and getattr(model, "outputs", None) else model(x)
    if not model.compiled:
        model.compile("sgd", "mse")
    outputs = outputs[0] if isinstance(outputs, list) and len(outputs) == 1 else outputs
    samples = len(first(x))
    model.fit(x, targets(model.loss, outputs, samples), batch_size=samples)


def forward(model: keras.Model, given: dict[str, Any]) -> list[float]:
    """The losses of the first and the last batch, on the backend that cannot train."""
    if not isinstance(first(given["x"]), np.ndarray):
        raise Unrun("a backend that trains")
    samples, size = len(first(given["x"])), given.get("batch_size") or 32
    batches = [slice(start, start + size) for start in sorted({0, (samples - 1) // size * size})]
    return [loss_of(model, batch, given["x"], given.get("y")) for batch in batches]


def loss_of(model: keras.Model, batch: slice, *data: Any) -> float:
    x, y = (keras.tree.map_structure(lambda array: array[batch], one) for one in data)
    return float(model.compute_loss(x, y, model(x, training=True)))


def inputs(model: keras.Model) -> Any:
    if model.built and getattr(model, "inputs", None):
        made = [numbers(tensor.shape, str(tensor.dtype)) for tensor in model.inputs]
        return made if len(made) > 1 else made[0]
    starts = model.layers[0] if model.layers else None
    if isinstance(starts, keras.layers.Embedding):
        return numbers((None, None), "int32")
    if isinstance(starts, keras.layers.RNN | keras.layers.Bidirectional):
        return numbers((None, None, 3), "float32")
    raise Unrun(f"the input shape of {type(model).__name__}")


def numbers(shape: Any, dtype: str) -> Any:
    sizes = [size or (4 if axis == 0 else TIMESTEPS) for axis, size in enumerate(shape)]
    if "int" in dtype:
        return RANDOM.integers(0, 2, sizes).astype("int32")
    return RANDOM.random(sizes).astype("float32")


def targets(loss: Any, outputs: Any, samples: int) -> Any:
    if isinstance(outputs, list | tuple):
        losses = list(loss.values()) if isinstance(loss, dict) else loss
        losses = losses if isinstance(losses, list | tuple) else [losses] * len(outputs)
        return [targets(each, output, samples) for each, output in zip(losses, outputs, strict=True)]
    name = name_of(loss)
    shape = (samples, *(size or TIMESTEPS for size in outputs.shape[1:]))
    if name.startswith("sparse"):
        return RANDOM.integers(0, shape[-1], shape[:-1])
    if "categorical" in name:
        return np.eye(shape[-1], dtype="float32")[RANDOM.integers(0, shape[-1], shape[:-1])]
    return RANDOM.integers(0, 2, shape).astype("float32")


def first(data: Any) -> Any:
    while isinstance(data, list | tuple | dict):
        data = next(iter(data.values() if isinstance(data, dict) else data))
    return data


def watch(trial: Trial) -> None:
    """Models announce themselves to the trial, and train one epoch at most."""
    original_new, original_fit, original_rebuild = ORIGINAL
    signature = inspect.signature(original_fit)

    def new(cls: type, *args: Any, **kwargs: Any) -> Any:
        made = original_new(cls, *args, **kwargs)
        if trial.listens and not any(made is model for model in trial.made):
            trial.made.append(made)
        return made

    def fit(self: keras.Model, *args: Any, **kwargs: Any) -> Any:
        given = signature.bind(self, *args, **kwargs).arguments
        if given.get("initial_epoch", 0) == 0:
            given["epochs"] = 1
        given["verbose"] = 0
        stateful = any(getattr(layer, "stateful", False) for layer in inner(self))
        arrays = isinstance(given.get("x"), np.ndarray | list | tuple | dict)
        samples, size = len(first(given["x"])) if arrays else 0, given.get("batch_size") or 32
        alike = samples % size == 0 and not given.get("validation_split")  # no batch has another size
        if samples > STEPS * size and (alike or not stateful):
            given.setdefault("steps_per_epoch", STEPS)
        if arrays and not stateful:
            given.setdefault("validation_steps", 1)
        self.run_eagerly = True  # a few steps are over before a compiled one could start
        before = weights(self)
        if keras.backend.backend() == "numpy":
            trial.see(self, given, [], forward(self, given))
            return None
        history = original_fit(**given)
        trial.see(self, given, before, [float(np.mean(loss)) for loss in history.history.get("loss", [])])
        return history

    @functools.wraps(original_rebuild)  # Keras looks at its signature
    def rebuild(self: keras.Sequential, *args: Any, **kwargs: Any) -> Any:
        """Makes a functional model for its own use, each time that a layer is added."""
        trial.listens, before = False, trial.listens
        try:
            return original_rebuild(self, *args, **kwargs)
        finally:
            trial.listens = before

    keras.Sequential.build = rebuild
    keras.Model.__new__ = new
    keras.Model.fit = fit


def watch_padding(trials: list[Trial]) -> None:
    """Tells the last trial of fractions that were cut off."""
    original = keras.utils.pad_sequences

    def pad_sequences(sequences: Any, *args: Any, **kwargs: Any) -> Any:
        made = original(sequences, *args, **kwargs)
        values = np.concatenate([np.ravel(one) for one in sequences])
        if made.dtype.kind == "i" and np.any(values != np.floor(values)):
            trials[-1].facts.add("truncated")
        return made

    for package in ("keras", "keras._tf_keras.keras", "tensorflow.keras"):
        for module in ("utils", "preprocessing.sequence"):
            importlib.import_module(f"{package}.{module}").pad_sequences = pad_sequences


def make_up_datasets() -> None:
    """What would be downloaded, small."""

    def words(classes: int) -> Any:
        def load_data(num_words: int = 500, **ignored: Any) -> Any:
            texts = [RANDOM.integers(1, num_words, 30) for _ in range(64)]
            for text in texts:
                text[0] = num_words - 1  # every id occurs somewhere in so large a set
            sequences = np.empty(64, object)
            sequences[:] = [text.tolist() for text in texts]
            labels = np.arange(64) % classes
            return (sequences, labels), (sequences, labels)

        return load_data

    def images() -> Any:
        pixels = RANDOM.integers(0, 256, (64, 28, 28)).astype("uint8")
        return (pixels, np.arange(64) % 10), (pixels, np.arange(64) % 10)

    for package in ("keras", "keras._tf_keras.keras", "tensorflow.keras"):
        datasets = importlib.import_module(f"{package}.datasets")
        datasets.imdb.load_data, datasets.reuters.load_data = words(2), words(46)
        datasets.mnist.load_data = datasets.fashion_mnist.load_data = images


def write(files: dict[str, Any]) -> None:
    """The data that a program loads."""
    for name, content in files.items():
        path = Path(name)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif path.suffix == ".npy" and isinstance(content, dict):
            np.save(path, RANDOM.integers(0, content["below"], content["shape"]))
        elif isinstance(content, dict):
            path.write_text(json.dumps(content), encoding="utf-8")
        elif path.suffix == ".npy":
            given = isinstance(content[0], str)
            np.save(path, np.array(content) if given else RANDOM.random(content).astype("float32"))
        else:
            np.savetxt(path, RANDOM.random(content), delimiter=",")


ORIGINAL = (keras.Model.__new__, keras.Model.fit, keras.Sequential.build)
RANDOM = np.random.default_rng(0)


def main() -> None:
    global RANDOM
    warnings.simplefilter("ignore")
    keras.utils.set_random_seed(0)  # now Keras knows whether there is a TensorFlow
    if importlib.util.find_spec("tensorflow") is None:
        sys.meta_path.insert(0, TensorFlowNames())
    make_up_datasets()
    trials: list[Trial] = []
    watch_padding(trials)
    gc.collect()
    gc.freeze()  # Keras collects after each program: half a second for all that TensorFlow holds
    for line in IN:
        program = json.loads(line)
        RANDOM = np.random.default_rng(0)
        keras.utils.set_random_seed(0)
        trial = Trial()
        watch(trial)
        trials[:] = [trial]
        environment = dict(os.environ)
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            # A parser refuses what it does not know; without one a number is read.
            sys.argv = ["program.py"] if "argparse" in program["code"] else ["program.py", "3"]
            write(program["files"])
            outcome, message = trial.run(program["code"])
            os.chdir("/")
        os.environ.clear()
        os.environ.update(environment)
        answer = {"id": program["id"], "outcome": outcome, "message": message, "facts": sorted(trial.facts)}
        print(json.dumps(answer), file=OUT, flush=True)
        keras.utils.clear_session()


if __name__ == "__main__":
    IN, OUT = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # programs that ask for input get none
    os.dup2(2, 1)  # what the programs print is no answer
    main()
