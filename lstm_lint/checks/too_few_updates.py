"""LL710: a training that is over before it has begun."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.training import epochs, has_frozen_layers, planned_steps, sequences, trained
from lstm_lint.notions.trials import is_made_up
from lstm_lint.script import Script


@check("too-few-updates", needs="recurrent fits")
def too_few_updates(script: Script, *, updates: int = 100) -> Iterator[Problem]:
    for fit, models in trained(script):
        if fit.method != "fit" or fit.in_loop or any(map(has_frozen_layers, models)):
            continue
        if any(len(model.fits) > 1 for model in models):
            continue  # trained further elsewhere
        if is_made_up(fit.x):
            continue  # however few, they teach nothing
        planned, passes = planned_steps(fit), epochs(fit)
        if planned is None or passes is None or not 0 < planned < updates:
            continue
        count = sequences(fit)
        over = f", {count} sequences" if count is not None else ""
        told = "one weight update" if planned == 1 else f"{planned} weight updates"
        yield Problem(
            f"only {told} will run (epochs={passes:.0f}{over}); raise `epochs` or lower `batch_size`",
            fit.span("nb_epoch" if fit.given("nb_epoch") else "epochs"),
            model=models[0].name,
        )
