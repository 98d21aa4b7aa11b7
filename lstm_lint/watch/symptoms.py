"""Conditions that may come of many causes: they are looked for where none of the causes holds."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.watch.findings import Seen
from lstm_lint.watch.look import Look, RecurrentLook
from lstm_lint.watch.progress import Looks, enough, stuck, unlearned

FEWEST = 4  # units whose gradient says something; that of one may vanish by chance
LATE = 0.1, 100  # share of the planned updates, and updates


def explodes(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    if not unlearned(look):
        return
    for part in look.recurrent:
        if len(part.gradients) > 1 and part.gradients[-1] > 0 and not part.sequences and not part.backwards:
            ratio = part.gradients[0] / part.gradients[-1]
            if ratio > 1e3:
                yield Seen(
                    "LL505",
                    f"the gradient of `{part.name}` grows {ratio:.1e} times over {part.steps} steps; add "
                    "`global_clipnorm=1.0`, or bound the recurrent weights",
                    part.name, {"ratio": ratio, "share": look.share},
                )  # fmt: skip


def vanishes(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    if not stuck(looks) or not enough(look, *LATE):
        return
    for part in look.recurrent:
        if len(part.gradients) < 2 or part.sequences or part.backwards or part.gradients[-1] <= 0:
            continue
        if part.units < FEWEST:
            continue
        ratio = part.gradients[0] / part.gradients[-1]
        if ratio < 1e-4:
            yield _vanished(look, part, ratio)


def _vanished(look: Look, part: RecurrentLook, ratio: float) -> Seen:
    said = f"the gradient of the first tenth of {part.steps} steps is {ratio:.0e} of the last tenth's in `{part.name}`"
    numbers = {"ratio": ratio, "steps": part.steps, "forget": part.forget, "share": look.share}
    if part.kind == "SimpleRNN" and part.steps >= 30:
        return Seen("LL206", f"{said}; use an LSTM or GRU", part.name, numbers)
    if part.forget is not None and part.forget < 0.6:
        forget = f"{said}, its forget gates are {part.forget:.2f}; keep unit_forget_bias=True"
        return Seen("LL207", forget, part.name, numbers)
    return Seen(
        "LL251", f"{said} and the loss is the constant's; shorten or pool the sequence", part.name, numbers
    )


def dead(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    if not unlearned(look) or not enough(look, *LATE):
        return
    for layer in look.layers:
        still = layer.constant
        if still is not None and still > 0.9:
            what = "0" if (layer.zero or 0) > 0.9 else "one value"
            yield Seen(
                "LL252",
                f"{still:.0%} of the units of `{layer.name}` give {what} for every row and step: no gradient passes; "
                "lower the learning rate, or use tanh",
                layer.name, {"constant": still, "zero": layer.zero, "share": look.share},
            )  # fmt: skip
