"""LL212: cuDNN is demanded of a layer that it cannot run."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.cudnn import obstacles
from lstm_lint.script import Known, Script


@check("use-cudnn-forced", needs="use_cudnn=")
def use_cudnn_forced(script: Script) -> Iterator[Problem]:
    for layer, model in script.layers():
        if not layer.traits.fused or layer["use_cudnn"] != Known(True):
            continue
        reason = next((f"`{layer.written(name)}`" for name in obstacles(layer, script.target)), None)
        if reason is None and script.uses_gpu is False:
            reason = "the GPU hidden"
        if reason is not None:
            yield layer.problem(
                f"`use_cudnn=True` with {reason} raises ValueError when the layer is called; write use_cudnn='auto'",
                at="use_cudnn",
                fix=layer.set_argument("use_cudnn", '"auto"'),
                model=model,
            )
