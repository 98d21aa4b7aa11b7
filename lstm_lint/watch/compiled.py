"""What a live Keras model says of itself: its package, its layers, its losses, its learning rate."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from lstm_lint.smoke.specification import Part

_ALIASES = {
    "mse": "MeanSquaredError", "mae": "MeanAbsoluteError", "mape": "MeanAbsolutePercentageError",
    "msle": "MeanSquaredLogarithmicError", "logcosh": "LogCosh", "bce": "BinaryCrossentropy",
    "kld": "KLDivergence",
}  # fmt: skip
_ARGUMENTS = ("from_logits", "label_smoothing", "delta")


def package(model: Any) -> str:
    """`keras` or `tf_keras`: the package that the class of the model comes from."""
    for cls in type(model).__mro__:
        root = str(cls.__module__).partition(".")[0]
        if root in ("keras", "tf_keras"):
            return root
    return ""


def backend(model: Any) -> str:
    """`tensorflow`, `jax`, `torch`, `tf_keras` or another word for what nothing here computes with."""
    root = package(model)
    if root == "tf_keras":
        return root
    module = sys.modules.get("keras")
    if root != "keras" or module is None:
        return "unknown"
    if not hasattr(module, "StatelessScope"):
        return "keras 2"
    return str(module.config.backend())


def layers(model: Any) -> Iterator[Any]:
    """The layers in their order, those of nested models one by one."""
    for layer in model.layers:
        if hasattr(layer, "layers") and hasattr(layer, "compute_loss"):
            yield from layers(layer)
        else:
            yield layer


def kind(layer: Any) -> str:
    """The class of a layer, or of the one that a wrapper holds."""
    inner = getattr(layer, "forward_layer", None) or getattr(layer, "layer", None)
    return type(inner if inner is not None else layer).__name__


def reads(model: Any) -> dict[str, str]:
    """The first thing that each layer reads, by name; empty for models that are no graph of layers."""
    found: dict[str, str] = {}
    for layer in layers(model):
        try:
            read = layer.input
            first = read[0] if isinstance(read, (list, tuple)) else read
            history = first._keras_history
        except (AttributeError, ValueError, IndexError, RuntimeError):
            continue
        found[layer.name] = (getattr(history, "operation", None) or history.layer).name
    return found


def inputs(model: Any) -> list[str]:
    """The names of the inputs of a graph of layers, as `reads` has them."""
    found = []
    for tensor in getattr(model, "inputs", None) or ():
        history = getattr(tensor, "_keras_history", None)
        producer = getattr(history, "operation", None) or getattr(history, "layer", None)
        found.append(str(getattr(producer, "name", "")))
    return found


def heads(model: Any) -> list[Any]:
    """The layer that makes each output, None for an operation; nothing for a model that is no graph of layers."""
    by_name = {layer.name: layer for layer in layers(model)}
    found = []
    for tensor in getattr(model, "outputs", None) or ():
        history = getattr(tensor, "_keras_history", None)
        producer = getattr(history, "operation", None) or getattr(history, "layer", None)
        found.append(by_name.get(getattr(producer, "name", "")))
    return found


def variables(layer: Any) -> list[Any]:
    """The weights of a layer as it lists them, moving statistics left out; no seeds, no counters."""
    moving = {id(one) for one in getattr(layer, "non_trainable_variables", ())}
    if not getattr(layer, "trainable", True):
        moving = set()
    return [one for one in layer.weights if id(one) not in moving]


def losses(model: Any, outputs: int) -> list[Part] | None:
    """The loss of each output; None where one is no loss of Keras, or is weighed against others."""
    given = getattr(model, "loss", None)
    if isinstance(given, Mapping):
        given = [given.get(name) for name in getattr(model, "output_names", ())]
    listed = list(given) if isinstance(given, (list, tuple)) else [given] * outputs
    found = [part_of(one) for one in listed]
    if len(found) != outputs or any(one is None for one in found):
        return None
    return [one for one in found if one is not None]


def part_of(loss: Any) -> Part | None:
    """A loss as its class and arguments, where it is one of Keras'."""
    if isinstance(loss, str):
        return Part(_class_named(loss))
    module = str(getattr(loss, "__module__", None) or type(loss).__module__)
    if loss is None or module.partition(".")[0] not in ("keras", "tf_keras"):
        return None
    if hasattr(loss, "get_config"):
        config = loss.get_config()
        arguments = {key: config[key] for key in _ARGUMENTS if config.get(key)}
        return Part(type(loss).__name__, arguments)
    name = getattr(loss, "__name__", "")
    return Part(_class_named(name)) if name else None


def _class_named(name: str) -> str:
    if name.lower() in _ALIASES:
        return _ALIASES[name.lower()]
    if "_" not in name and name != name.lower():
        return name
    return re.sub(r"(^|_)(\w)", lambda found: found[2].upper(), name)


def rate(model: Any) -> tuple[float | None, bool]:
    """The learning rate, and whether a schedule sets it."""
    optimizer = getattr(model, "optimizer", None)
    given = getattr(optimizer, "_learning_rate", None)
    scheduled = given is not None and hasattr(given, "get_config") and callable(given)
    try:
        return float(numbers(optimizer.learning_rate)), scheduled  # type: ignore[union-attr]
    except Exception:  # an optimizer of someone's own
        return None, scheduled


def numbers(value: Any) -> Any:
    """A tensor or variable of any backend as a NumPy array on the host."""
    np: Any = importlib.import_module("numpy")
    value = getattr(value, "value", value)
    if callable(value):  # a variable of TensorFlow: `value` is a method there
        value = value()
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    elif hasattr(value, "numpy"):
        value = value.numpy()
    found = np.asarray(value)
    if found.dtype.kind not in "biuf":  # bfloat16 of ml_dtypes
        found = found.astype("float32")
    return found


def activation(layer: Any) -> str:
    """The name of the activation at the end of a layer: "linear" where it has none, "" where it is nobody's we know."""
    inner = getattr(layer, "forward_layer", None) or getattr(layer, "layer", None) or layer
    given = getattr(inner, "activation", None)
    if given is None:
        return {"Softmax": "softmax", "ReLU": "relu"}.get(type(inner).__name__, "linear")
    module = str(getattr(given, "__module__", ""))
    return str(getattr(given, "__name__", "")) if module.partition(".")[0] in ("keras", "tf_keras") else ""


def distributed(model: Any, backend_: str) -> str | None:
    """Why a model on several devices is not looked at; None for one on a single device."""
    count = getattr(getattr(model, "distribute_strategy", None), "num_replicas_in_sync", 1)
    if isinstance(count, int) and count > 1:
        return f"the training is distributed over {count} replicas"
    if backend_ in ("jax", "tensorflow", "torch"):
        distribution = getattr(sys.modules["keras"], "distribution", None)
        if distribution is not None and distribution.distribution() is not None:
            return "the training is distributed by keras.distribution"
    return None


def steps_a_call(model: Any) -> int:
    """`steps_per_execution`: updates between two calls of a callback."""
    given = getattr(model, "steps_per_execution", None) or getattr(model, "_steps_per_execution", None)
    try:
        return max(int(numbers(given)), 1) if given is not None else 1
    except (TypeError, ValueError):
        return 1


def fixed_batch(model: Any) -> bool:
    """Whether the model takes batches of one size alone."""
    entries = getattr(model, "inputs", None) or ()
    return any(one.shape[0] is not None for one in entries)


def synchronize(model: Any, backend_: str) -> None:
    """Under JAX `fit` keeps the weights to itself; this puts them back into the model, as Keras lets callbacks do."""
    if backend_ == "jax" and getattr(model, "_jax_state", None):
        model.jax_state_sync()


def penalties(layer: Any) -> list[tuple[Any, float, float]]:
    """The weights of a layer that an L1 or L2 penalty is on, with its factors."""
    found = []
    inner = [
        one for name in ("forward_layer", "backward_layer", "layer") if (one := getattr(layer, name, None))
    ]
    for one in inner or [layer]:
        holder = getattr(one, "cell", one)
        for name in ("kernel", "recurrent_kernel", "bias"):
            regularizer = getattr(holder, name.replace("_kernel", "") + "_regularizer", None)
            weight = getattr(holder, name, None)
            if regularizer is not None and weight is not None:
                l1, l2 = (float(numbers(getattr(regularizer, key, 0.0) or 0.0)) for key in ("l1", "l2"))
                found.append((weight, l1, l2))
    return found
