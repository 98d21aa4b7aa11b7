"""What `build` and `call` of a class of the program ask of `self` and nothing sets; a `call` that has another name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint import nodes as cst
from lstm_lint.ir.closest import closest
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
     "train_on_batch", "train_step", "rematerialized_call", "quantized_call", "export", "stateless_call",
     "build_from_config", "call_signature_parameters", "from_config", "get_build_config", "load_own_variables",
     "quantize", "quantized_build", "save_own_variables"}
)  # fmt: skip
# Of its recurrent layers, beside those. The weights are the cell's.
_OF_RECURRENT = frozenset(
    {"activation", "bias_constraint", "bias_initializer", "bias_regularizer", "cell", "dropout", "get_initial_state",
     "go_backwards", "inner_loop", "kernel_constraint", "kernel_initializer", "kernel_regularizer",
     "recurrent_activation", "recurrent_constraint", "recurrent_dropout", "recurrent_initializer",
     "recurrent_regularizer", "reset_after", "reset_state", "reset_states", "return_sequences", "return_state",
     "single_state", "state_size", "stateful", "states", "unit_forget_bias", "units", "unroll", "use_bias", "use_cudnn",
     "zero_output_for_mask"}
)  # fmt: skip
_RECURRENT = ("RNN", "LSTM", "GRU", "SimpleRNN")


def note_unset(it: Interpreter, instance: Instance) -> None:
    """Write down why the object of a class of the program, which is about to be called, certainly cannot be."""
    cls = instance.cls
    root = _root(cls)
    if not it.target.at_least(3) or it.control.guards or root is None or cls.node.decorators:
        return
    call = cls.find("call")
    if call is None:
        _note_misnamed(it, cls)
    elif isinstance(call, Function) and isinstance(call.node, cst.FunctionDef) and not call.node.decorators:
        build = cls.find("build")
        methods = (build.node if isinstance(build, Function) else None, call.node)
        plain = [one for one in methods if isinstance(one, cst.FunctionDef) and not one.decorators]
        _note_attributes(it, instance, plain, _OF_RECURRENT if root in _RECURRENT else frozenset())


def _note_misnamed(it: Interpreter, cls: Class) -> None:
    found = next((cls.names[name] for name in _MISNAMED if name in cls.names), None)
    node = found.node if isinstance(found, Function) else None
    if isinstance(node, cst.FunctionDef) and not any(cls.find(name) for name in _TRAINS_ITSELF):
        it.record.refuse(node.name, "call-misnamed", cls.name, node.name.value)


def _note_attributes(
    it: Interpreter, instance: Instance, methods: list[cst.FunctionDef], inherited: frozenset[str]
) -> None:
    cls = instance.cls
    whole = "\n".join(it.text(one.node) for one in cls.line())
    if any(word in whole for word in _ANYTHING):
        return
    set_here = {name for one in cls.line() for name in _attributes_set(one.node)}
    known = {*set_here, *instance.names, *_OF_KERAS, *inherited}
    for method in methods:
        params = [*method.params.posonly_params, *method.params.params]
        own = params[0].name.value if params else ""
        if not own or _is_handed_on(whole, own):
            continue
        for asked in _asked(method, own):
            name = asked.attr.value
            if name not in known and not name.startswith("_") and cls.find(name) is None:
                near = closest(name, known, 0.85) or ""
                it.record.refuse(asked, "unset-attribute", name, cls.name, near)


def _asked(method: cst.FunctionDef, own: str) -> Iterator[cst.Attribute]:
    """What a method certainly asks of its object: before anything that a condition leads to, and in that condition."""
    for statement in statements(method.body):
        first = _first_of(statement)
        nodes = [first, *own_nodes(first)] if first is not None else []
        if any(isinstance(node, (cst.IfExp, cst.BooleanOperation, cst.Raise)) for node in nodes):
            return
        for node in nodes:
            if (
                isinstance(node, cst.Attribute)
                and isinstance(node.value, cst.Name)
                and node.value.value == own
            ):
                yield node
        if isinstance(statement, (cst.Return, cst.Raise)) or not isinstance(
            statement, cst.BaseSmallStatement
        ):
            return


def _first_of(statement: cst.CSTNode) -> cst.CSTNode | None:
    """What is evaluated first, whatever comes after it."""
    match statement:
        case cst.If(test=first) | cst.While(test=first) | cst.For(iter=first):
            return first
        case cst.BaseSmallStatement():
            return statement
    return None


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


def _root(cls: Class) -> str | None:
    """`Model`, `Layer` or a recurrent class of Keras that it derives from; None where there is something else."""
    base: Abstract = cls
    for _ in range(MAX_LINE):
        if isinstance(base, Class) and len(base.bases) == 1:
            base = base.bases[0]
    around, _, last = (canonical(base.path) if isinstance(base, Module) else "").rpartition(".")
    is_root = (around, last) == ("keras", "Model") or (
        around == "keras.layers" and last in ("Layer", *_RECURRENT)
    )
    return last if is_root else None
