"""The probes by the names that rule pages give them, each with the line that says what it checks.

Known without importing the probes themselves: `lstm-lint rule` prints these lines without TensorFlow.
"""

from __future__ import annotations

EXACT = {
    "builds": "builds the model or its optimizer with Keras, as written and as fixed: one is refused, the other taken",
    "one-step": "runs one batch as written and as fixed: one raises, or has no usable loss, the other runs",
    "shapes": "builds the model and compares the shape of its output with that of the targets",
    "zero-gradient": "takes the gradient of the first batch: that of a kernel is exactly 0, and not as fixed",
    "gradient-norm": "compares the gradient norm of the first batch as written and as fixed, in 3 seeds: 10 times",
    "padding-invariance": "predicts sequences with and without padding behind them: with a mask both would be equal",
    "constant-prediction": "predicts different samples: all predictions are exactly equal, and not as fixed",
    "predict-twice": "predicts the same batch twice: the second prediction differs",
    "train-equals-inference": "compares the output of training and of prediction: the dropout is off",
    "two-epochs": "trains a small model for three epochs with the callback: Keras refuses to set the rate",
    "schedule": "asks Keras' schedule for its rates: under 1 % is left after the first quarter of the training, or it "
    "rises to 10 times",
    "logged": "trains a small model for an epoch, compiled alike, and looks for the monitored name in its logs",
    "callback": "builds the callback with Keras, as written and as fixed: one is refused, the other taken",
    "one-product": "adds inputs before and after the two layers: what comes out is the same, as of one product",
    "compares-arrays": "pads the numbers 0.25 and 0.5 with `pad_sequences`: zeros come out",
    "compares-outputs": "looks up 0.9 in an Embedding: it gets the row of 0",
    "exists": "looks the name up in the installed Keras",
}
_BOTH = "trains as written and as fixed on the same synthetic data"
TRAINING = {
    "loss-ratio": f"{_BOTH}: the held-out loss is twice that of the fix or more in 3 of 3 seeds, or one arm alone does "
    "not learn in 2 of them",
    "standstill": f"{_BOTH}: in 3 of 3 seeds one learns, and the other keeps 0.8 of the loss of a constant, or 0.5 "
    "after all planned updates",
    "first-token": f"{_BOTH}, to recall the first of 30 steps: twice the held-out loss or more in 3 of 3 seeds",
    "displacement": "trains 50 steps, and multiplies how far the weights move by the updates that the script plans: "
    "below 2 % of their size nothing is learned",
    "batch-statistics": "trains for the updates that the script plans: in 3 of 3 seeds the loss in prediction is at "
    "least 3 times that by the statistics of the batch",
}
NOT_CONFIRMABLE = {
    "data": "its effect depends on your data, which nothing synthetic can stand for",
    "split": "its effect depends on how your data is split, which nothing synthetic can stand for",
    "device": "it shows on a GPU only, and a smoke training runs on the CPU",
    "backend": "on TensorFlow, which trains here, `fit` is the same as fixed; the harm shows on JAX and PyTorch",
    "meaning": "the training runs alike; what changes is what the numbers mean",
    "procedure": "it is about how the training is run and judged, not about what the model learns",
    "packages": "it takes another Keras beside the installed one to show",
    "foreign": "it is about another package than Keras",
    "text": "it is about the text of the script, and there is nothing to train",
}


_BY_TRAINING = ("zero-gradient", "gradient-norm")  # where the first gradient does not decide
_KERAS = "Keras answers, with TensorFlow"
_TRAINED = "It trains plain stacks in NumPy, all others with TensorFlow"


def line(probe: str, why_not: str, slower: bool = False) -> str:
    """What `lstm-lint smoke` does about a rule, in one line, from what its front matter names: which engine decides.

    `slower`: the rule claims no more than that.
    """
    if probe in EXACT:
        more = "; where that gradient does not decide, a training does, in NumPy for plain stacks"
        return f"`lstm-lint smoke` {EXACT[probe]}. {_KERAS}{more if probe in _BY_TRAINING else ''}."
    if probe in TRAINING:
        claim = " What is shown is that it learns more slowly, and no more is said." if slower else ""
        return f"`lstm-lint smoke` {TRAINING[probe]}.{claim} {_TRAINED}."
    return (
        f"Not confirmable by `lstm-lint smoke`: {NOT_CONFIRMABLE.get(why_not, 'there is no probe for it')}."
    )
