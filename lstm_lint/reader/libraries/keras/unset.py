"""What the `call` of a class of the program asks of `self` and nothing sets, and a `call` that has another name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import MAX_LINE, Abstract, Class, Function, Instance, Module
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.tree.syntax import everything, own_nodes, statements

_MISNAMED = ("forward", "__call", "_call")
_TRAINS_ITSELF = ("train_step", "test_step", "fit", "__call__")
_ANYTHING = ("setattr", "__dict__", "vars(", "__getattr", "exec(", "hasattr", "getattr")
# Of layers and models of Keras 3.15, which need not be set.
_OF_KERAS = frozenset(
    {"activity_regularizer", "autocast", "built", "compiled", "compiled_loss", "compiled_metrics", "compute_dtype",
     "distribute_reduction_method", "distribute_strategy", "dtype", "dtype_policy", "history", "input", "input_dtype",
     "input_shape", "input_spec", "inputs", "jit_compile", "layers", "loss", "losses", "metrics", "metrics_names",
     "metrics_variables", "name", "non_trainable_variables", "non_trainable_weights", "optimizer", "output",
     "output_shape", "outputs", "path", "predict_function", "quantization_mode", "run_eagerly", "steps_per_execution",
     "stop_training", "supports_jit", "supports_masking", "test_function", "train_function", "trainable",
     "trainable_variables", "trainable_weights", "unrolled_steps_per_execution", "variable_dtype", "variables",
     "weights", "submodules", "name_scope", "with_name_scope", "add_loss", "add_metric", "add_variable", "add_weight",
     "build", "call", "compile", "compute_loss", "compute_mask", "compute_metrics", "compute_output_shape",
     "compute_output_spec", "count_params", "evaluate", "fit", "get_config", "get_layer", "get_metrics_result",
     "get_weights", "load_weights", "predict", "predict_on_batch", "predict_step", "reset_metrics", "save",
     "save_weights", "set_weights", "summary", "symbolic_call", "test_on_batch", "test_step", "to_json",
     "train_on_batch", "train_step", "rematerialized_call", "quantized_call", "export", "stateless_call"}
)  # fmt: skip


def note_unset(it: Interpreter, instance: Instance) -> None:
    """Write down why the object of a class of the program, which is about to be called, certainly cannot be."""
    cls = instance.cls
    if not it.target.at_least(3) or it.control.guards or not _is_of_keras(cls) or cls.node.decorators:
        return
    call = cls.find("call")
    if call is None:
        _note_misnamed(it, cls)
    elif isinstance(call, Function) and isinstance(call.node, cst.FunctionDef) and not call.node.decorators:
        _note_attributes(it, instance, call.node)


def _note_misnamed(it: Interpreter, cls: Class) -> None:
    found = next((cls.names[name] for name in _MISNAMED if name in cls.names), None)
    node = found.node if isinstance(found, Function) else None
    if isinstance(node, cst.FunctionDef) and not any(cls.find(name) for name in _TRAINS_ITSELF):
        it.record.refuse(node.name, "call-misnamed", cls.name, node.name.value)


def _note_attributes(it: Interpreter, instance: Instance, call: cst.FunctionDef) -> None:
    cls, params = instance.cls, [*call.params.posonly_params, *call.params.params]
    whole = "\n".join(it.text(one.node) for one in cls.line())
    own = params[0].name.value if params else ""
    if not own or any(word in whole for word in _ANYTHING) or _is_handed_on(whole, own):
        return
    set_here = {name for one in cls.line() for name in _attributes_set(one.node)}
    known = {*set_here, *instance.names, *_OF_KERAS}
    for asked in _asked(call, own):
        name = asked.attr.value
        if name not in known and not name.startswith("_") and cls.find(name) is None:
            it.record.refuse(asked, "unset-attribute", name, cls.name)


def _asked(call: cst.FunctionDef, own: str) -> Iterator[cst.Attribute]:
    """What a `call` certainly asks of its object: before anything that a condition leads to."""
    for statement in statements(call.body):
        if not isinstance(statement, cst.BaseSmallStatement):
            return
        nodes = list(own_nodes(statement))
        if any(isinstance(node, (cst.IfExp, cst.BooleanOperation, cst.Raise)) for node in nodes):
            return
        for node in nodes:
            if (
                isinstance(node, cst.Attribute)
                and isinstance(node.value, cst.Name)
                and node.value.value == own
            ):
                yield node
        if isinstance(statement, (cst.Return, cst.Raise)):
            return


def _attributes_set(node: cst.CSTNode) -> Iterator[str]:
    """The names of all attributes that some statement inside assigns, of whatever object."""
    for one in everything(node):
        targets: list[cst.CSTNode] = []
        if isinstance(one, cst.Assign):
            targets = [each.target for each in one.targets]
        elif isinstance(one, (cst.AnnAssign, cst.AugAssign, cst.For, cst.NamedExpr)):
            targets = [one.target]
        elif isinstance(one, cst.AsName):
            targets = [one.name]
        for target in targets:
            yield from (
                each.attr.value for each in (target, *own_nodes(target)) if isinstance(each, cst.Attribute)
            )


def _is_handed_on(whole: str, own: str) -> bool:
    """Whether the object itself goes to other code, which may set anything."""
    rest = re.sub(rf"def \w+\(\s*{own}\b|super\([^)]*\)|\w+\.__init__\(\s*{own}\b", "", whole)
    return re.search(rf"(?<![\w.]){own}(?!\s*[.\w])", rest) is not None


def _is_of_keras(cls: Class) -> bool:
    """Whether it derives from `Model` or `Layer` of Keras and from nothing else that is not of the program."""
    base: Abstract = cls
    for _ in range(MAX_LINE):
        if isinstance(base, Class) and len(base.bases) == 1:
            base = base.bases[0]
    root = canonical(base.path) if isinstance(base, Module) else ""
    return root in ("keras.Model", "keras.layers.Layer")
