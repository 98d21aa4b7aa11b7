"""How the jobs of a file are answered: by which engine, in which order, within which budget."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from command_line import ROOT

pytest.importorskip("numpy")
sys.path.insert(0, str(ROOT))

import numpy as np

from benchmarks.smoke.__main__ import jobs_of
from lstm_lint.smoke import runner
from lstm_lint.smoke.answering import Answers, agreed
from lstm_lint.smoke.budget import Budget
from lstm_lint.smoke.compare import Terms, compare, look_again
from lstm_lint.smoke.decide import Pair, Run
from lstm_lint.smoke.mend import mend
from lstm_lint.smoke.specification import Defect, Input, Node, Part, Specification, train_alike
from lstm_lint.smoke.synthetic import make

SCRIPT = """\
import numpy as np
import keras
from keras import layers

x = np.random.randn(640, 6, 2)
y = np.random.randn(640, 1)
model = keras.Sequential([
    keras.Input((6, 2)), layers.LSTM(32), layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(8.0), loss="mse")
model.fit(x, y, epochs=4, batch_size=32)
"""
TWO_WAYS_TO_CLIP = SCRIPT.replace("Adam(8.0)", "Adam(8.0, clipnorm=1.0, clipvalue=0.5)")


class Absent(Exception):
    """TensorFlow is not there."""


def asked(script: str, *codes: str) -> list[dict[str, Any]]:
    jobs = [job for job in jobs_of(script) if job.finding.code in codes and job.written is not None]
    assert {job.finding.code for job in jobs} == set(codes)
    return [runner._asked(number, job, False) for number, job in enumerate(jobs)]


def answered(
    script: str, *codes: str, engine: str = "auto", seconds: float = 120.0
) -> tuple[list[dict[str, Any]], Exception | None]:
    """What is said where TensorFlow is not installed."""
    said: list[dict[str, Any]] = []

    def load() -> Any:
        raise Absent

    answers = Answers(
        asked(script, *codes), engine, seconds, lambda event, **more: said.append({"event": event, **more}),
        load, (Absent,),
    )  # fmt: skip
    missing = answers.run()
    return [one for one in said if one["event"] == "answer"], missing


def test_plain_stack_is_answered_without_tensorflow() -> None:
    found, missing = answered(SCRIPT, "LL501")
    assert missing is None and {one["engine"] for one in found} == {"numpy"}
    first, last = found[0], found[-1]
    assert (first["answer"], first["provisional"], first["steps"] <= 150) == ("confirmed", True, True)
    assert (last["answer"], last["provisional"], last["steps"]) == ("confirmed", False, 400)
    assert last["written"]["share"] > 2 * last["fixed"]["share"]


def test_what_takes_tensorflow_says_so_where_it_is_not_there() -> None:
    found, missing = answered(TWO_WAYS_TO_CLIP, "LL506")
    assert found == [] and isinstance(missing, Absent)
    said, missing = answered(TWO_WAYS_TO_CLIP, "LL506", engine="numpy")
    assert missing is None and "--engine tensorflow" in said[0]["reason"]


def test_figures_are_the_same_in_every_run_also_under_load() -> None:
    tiny = SCRIPT.replace("LSTM(32)", "LSTM(8)")
    runs = [answered(tiny, "LL501")[0]]
    others = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)
    ]
    try:
        runs += [answered(tiny, "LL501")[0] for _ in range(2)]
    finally:
        for other in others:
            other.kill()
            other.wait()
    for one in (said for run in runs for said in run):
        del one["seconds"], one["processor"]
    assert runs[0] == runs[1] == runs[2] and runs[0][-1]["steps"] == 400


def test_a_small_budget_ends_a_training_by_its_estimated_work() -> None:
    found, _ = answered(SCRIPT, "LL501", seconds=0.01)
    assert (found[-1]["answer"], found[-1]["reason"]) == (
        "inconclusive", "the budget was used up after 0 of 3 seeds",
    )  # fmt: skip
    first, _ = answered(SCRIPT, "LL501", seconds=4.0)
    assert first[-1]["answer"] == "confirmed" and first[-1]["steps"] < 400


def test_engines_that_disagree_are_inconclusive_with_both_figures() -> None:
    ours = {"answer": "confirmed", "engine": "numpy", "written": {"share": 1.0}, "fixed": {"share": 0.1}}
    theirs = {"answer": "refuted", "engine": "tensorflow", "written": {"share": 0.2}, "fixed": {"share": 0.2}}
    found = agreed({"numpy": ours, "tensorflow": theirs})
    assert (found["answer"], found["engine"]) == ("inconclusive", "both")
    assert "numpy confirmed (1 of a constant's loss as written, 0.1 as fixed)" in found["reason"]
    assert "tensorflow refuted (0.2 of a constant's loss as written, 0.2 as fixed)" in found["reason"]
    assert agreed({"numpy": ours, "tensorflow": {**theirs, "answer": "confirmed"}})["answer"] == "confirmed"


class Told:
    """A trainer whose losses are told, by the number of updates."""

    name = "told"

    def __init__(self, written: dict[int, Any], fixed: dict[int, Any]) -> None:
        self.written, self.fixed = written, fixed  # a loss for all seeds, or one for each
        self.asked: list[int] = []

    def pair(self, written: Any, fixed: Any, seed: int, steps: int, progress: Any) -> Pair:
        self.asked.append(steps)
        losses = [one[min(steps, max(one))] for one in (self.written, self.fixed)]
        return Pair(*(Run(one[seed] if isinstance(one, tuple) else one, 1.0, 1.0) for one in losses))

    def by_batch(self, written: Any, seed: int) -> float:
        return 1.0

    def cost(self, written: Any, fixed: Any, seed: int, steps: int) -> float:
        return 1.0


def model(planned: int | None) -> Specification:
    nodes = (Node("rnn", "LSTM", {"units": 4}, ("x",)), Node("head", "Dense", {"units": 1}, ("rnn",)))
    return Specification(
        nodes, (Input("x", (5, 2)),), ("head",), (Part("MeanSquaredError"),), planned=planned
    )


@pytest.mark.parametrize(
    ("written", "planned", "answer", "steps"),
    [
        ({75: 0.9, 150: 0.9, 400: 0.9}, 1250, "confirmed", 400),  # falls no more
        ({75: 0.9, 150: 0.5, 400: 0.3, 1250: 0.2}, 1250, "confirmed", 1250),  # falls, and is worse to the end
        ({75: 0.9, 150: 0.5, 400: 0.3, 1250: 0.01}, 1250, "inconclusive", 1250),
        ({75: 0.9, 150: 0.5, 400: 0.01}, 1250, "inconclusive", 400),  # slower, and no more than that
        ({75: 0.9, 150: 0.5, 400: 0.3}, None, "confirmed", 400),  # how many are planned is not known
        ({75: 0.9, 150: 0.5, 400: 0.3, 2000: 0.2}, 9000, "confirmed", 2000),  # of 9000
    ],
)
def test_what_is_confirmed_lasts(
    written: dict[int, float], planned: int | None, answer: str, steps: int
) -> None:
    trainer = Told(written, {75: 0.1, 150: 0.05, 400: 0.01})
    made = compare(trainer, model(planned), model(planned), Budget(1e6), lambda *_: None)
    assert (made.answer, made.open) == ("confirmed", True)
    look_again(trainer, made, Budget(1e6), lambda *_: None)
    assert (made.answer, made.steps, made.open) == (answer, steps, False)


@pytest.mark.parametrize(
    ("late", "answer", "reason"), [(0.01, "refuted", ""), (0.4, "inconclusive", "harm in 3 of 3 seeds")]
)
def test_what_is_refuted_is_refuted_by_all_seeds_and_after_400_updates(
    late: float, answer: str, reason: str
) -> None:
    trainer = Told({75: 0.3, 150: 0.05, 400: late}, {75: 0.3, 150: 0.05, 400: 0.01})
    made = compare(trainer, model(None), model(None), Budget(1e6), lambda *_: None)
    assert (made.answer, made.open, len(made.pairs)) == ("refuted", True, 1)
    look_again(trainer, made, Budget(1e6), lambda *_: None)
    assert (made.answer, made.reason, made.steps, len(made.pairs)) == (answer, reason, 400, 3)


def test_a_refutation_that_the_budget_ends_is_none() -> None:
    trainer = Told({75: 0.3, 150: 0.05}, {75: 0.3, 150: 0.05})
    made = compare(trainer, model(None), model(None), Budget(1e6), lambda *_: None)
    look_again(trainer, made, Budget(2.0), lambda *_: None)
    assert (made.answer, made.reason) == ("inconclusive", "no harm in 1 of 3 seeds so far")


@pytest.mark.parametrize(
    ("late", "answer", "said"),
    [
        ((0.8, 0.01, 0.9), "confirmed", ""),  # it does not learn in two seeds of three, and had luck in one
        ((0.1, 0.09, 0.2), "inconclusive", "harm in 3 of 3 seeds after 400 updates, and no more than before"),
        ((0.3, 0.01, 0.3), "inconclusive", "harm in 2 of 3 seeds after 400 updates"),
        ((0.02, 0.01, 0.9), "inconclusive", "harm in 1 of 3 seeds after 400 updates"),
        ((0.02, 0.01, 0.03), "inconclusive", "slower, but no harm is left after 400 updates"),
    ],
)
def test_seeds_that_differ_are_asked_again(late: tuple[float, ...], answer: str, said: str) -> None:
    trainer = Told({75: (0.9, 0.13, 0.9), 150: (0.9, 0.13, 0.9), 400: late}, {75: 0.1, 150: 0.1, 400: 0.01})
    made = compare(trainer, model(None), model(None), Budget(1e6), lambda *_: None)
    assert made.open
    look_again(trainer, made, Budget(1e6), lambda *_: None)
    assert (made.answer, made.reason, made.steps) == (answer, said, 400)


@pytest.mark.parametrize(
    ("early", "late", "answer"),
    [
        (0.35, 0.25, "confirmed"),  # 1.75 times the loss, then 2.5 times
        (0.35, 0.15, "inconclusive"),  # 1.75 times, then 1.5 times
        (0.25, 0.25, "inconclusive"),  # 1.25 times at first is too little to be asked again
    ],
)
def test_harm_that_grows_is_seen_late(early: float, late: float, answer: str) -> None:
    trainer = Told({75: 0.6, 150: early, 400: late}, {75: 0.5, 150: 0.2, 400: 0.1})
    made = compare(trainer, model(None), model(None), Budget(1e6), lambda *_: None)
    assert made.answer != "confirmed"
    look_again(trainer, made, Budget(1e6), lambda *_: None)
    assert made.answer == answer


def test_what_has_to_be_remembered_shows_in_the_first_step_only() -> None:
    head = Node("head", "Dense", {"units": 4, "activation": "softmax"}, ("rnn",))
    told = Specification(
        (Node("rnn", "LSTM", {"units": 8}, ("x",)), head), (Input("x", (6, 3)),), ("head",),
        (Part("SparseCategoricalCrossentropy"),),
    ).with_data(memory=0.3)  # fmt: skip
    train, held = make(np, told, [(4,)], 0)
    for task in (train, held):
        x, y = task.inputs[0], task.targets[0]
        assert set(y.tolist()) == {0, 1}
        first = {kind: x[y == kind][:, 0] for kind in (0, 1)}
        assert (first[0] == first[0][0]).all() and (first[1] == -first[0][0]).all()
        later = np.stack([x[y == kind][:, 1:].mean(0) for kind in (0, 1)])
        assert abs(later).max() < 0.15  # 0.3 wide, of 120 samples and more of each class
    assert (train.inputs[0][train.targets[0] == 1][0, 0] == held.inputs[0][held.targets[0] == 1][0, 0]).all()


def test_half_of_what_a_stream_asks_for_lies_before_the_piece() -> None:
    told = Specification(
        (Node("rnn", "LSTM", {"units": 8, "stateful": True}, ("x",)), Node("head", "Dense", {"units": 1}, ("rnn",))),
        (Input("x", (4, 2), batch=32),), ("head",), (Part("MeanSquaredError"),),
    ).with_data(stream="ordered")  # fmt: skip
    task = make(np, told, [(1,)], 0)[0]
    x, y = task.inputs[0].reshape(len(task.inputs[0]), -1), task.targets[0][:, 0]
    before = np.roll(x, 32, 0)  # the piece that the same row had in the batch before
    left = [np.linalg.lstsq(one[320:], y[320:], rcond=None)[1][0] / (y[320:] ** 2).sum()
            for one in (x, np.concatenate([x, before], 1))]  # fmt: skip
    assert 0.4 < left[0] < 0.6  # of the variance that the piece does not explain
    assert 0.15 < left[1] < 0.35


@pytest.mark.parametrize(
    ("losses", "planned", "answer", "steps"),
    [
        ({150: 0.97, 400: 0.95}, None, "confirmed", 400),
        ({150: 0.85, 400: 0.7, 500: 0.6}, 500, "confirmed", 500),  # to the end of the plan
        ({150: 0.85, 400: 0.7, 500: 0.4}, 500, "inconclusive", 500),
        ({150: 0.85, 400: 0.7}, None, "inconclusive", 400),  # who knows how long it trains
        ({150: 0.4}, 500, "inconclusive", 150),
    ],
)
def test_nothing_is_learned_or_the_task_is_not_learned_by_the_end_of_the_plan(
    losses: dict[int, float], planned: int | None, answer: str, steps: int
) -> None:
    trainer = Told(losses, {150: 0.05})
    made = compare(
        trainer, model(planned), model(planned), Budget(1e6), lambda *_: None, Terms(standstill=True)
    )
    look_again(trainer, made, Budget(1e6), lambda *_: None)
    assert (made.answer, made.steps) == (answer, steps)


def test_a_claim_of_speed_is_not_looked_at_again() -> None:
    trainer = Told({75: 0.9, 150: 0.9}, {75: 0.4, 150: 0.1})
    made = compare(trainer, model(None), model(None), Budget(1e6), lambda *_: None, Terms(slower=True))
    assert (made.answer, made.open, made.found("told")["slower"]) == ("confirmed", False, True)


def test_the_budget_ends_the_long_look_and_not_the_verdict() -> None:
    trainer = Told({75: 0.9, 150: 0.5, 400: 0.3, 1250: 0.01}, {75: 0.1, 150: 0.05, 400: 0.01})
    made = compare(trainer, model(1250), model(1250), Budget(1e6), lambda *_: None)
    look_again(trainer, made, Budget(4.0), lambda *_: None)
    assert (made.answer, made.steps, made.open) == ("confirmed", 400, False)
    assert trainer.asked.count(1250) == 1  # the seeds after the first were not paid for


def test_a_rate_is_mended_where_one_is_written() -> None:
    entry, losses = (Input("x", (6, 2)),), (Part("MeanSquaredError"),)
    nodes = (
        Node("rnn", "LSTM", {"units": 4, "dropout": 0.9}, ("x",)),
        Node("off", "Dropout", {"rate": 0.9}, ("rnn",)),
    )
    one = Specification(nodes, entry, ("off",), losses)
    assert mend(one, Defect("LL602", "rnn")) is None
    assert mend(one, Defect("LL602", "rnn", "dropout")) == one.changed("rnn", dropout=0.2)
    assert mend(one, Defect("LL602", "off")) == one.changed("off", rate=0.2)


def test_a_whole_number_is_no_float() -> None:
    one = model(None).optimized_by("Adam", learning_rate=1)
    assert train_alike(one, model(400).optimized_by("Adam", learning_rate=1))
    assert not train_alike(one, model(None).optimized_by("Adam", learning_rate=1.0))


def test_identical_arms_are_no_comparison() -> None:
    job = asked(SCRIPT, "LL501")[0]
    said: list[dict[str, Any]] = []
    answers = Answers(
        [{**job, "fixed": job["written"]}],
        "auto",
        60.0,
        lambda event, **more: said.append(more),
        lambda: None,
        (),
    )  # type: ignore[arg-type, return-value]
    answers.run()
    assert said[-1]["answer"] == "inconclusive" and "both arms are the same" in said[-1]["reason"]
