"""Watch without Keras: its conditions on looks made by hand, its budget, and where its scalars go."""

from __future__ import annotations

import importlib
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from lstm_lint.command.cli import main
from lstm_lint.rulebook import rulebook
from lstm_lint.testing import read
from lstm_lint.watch import Watch, budget, pages, sinks
from lstm_lint.watch.conditions import seen
from lstm_lint.watch.findings import Lasting, Seen, WatchFinding
from lstm_lint.watch.look import HeadLook, InputLook, LayerLook, Look, RecurrentLook
from lstm_lint.watch.page import write
from lstm_lint.watch.record import Record
from lstm_lint.watch.sight import Batch

INPUT = InputLook("x", 2.5, False, True, 0.0)
LAYER = LayerLook("lstm", "LSTM", 6.0, 0.3, 3e-3, 1.0, 0.0, 0.0, 0.0)
LSTM = RecurrentLook("lstm", "LSTM", 16, 60, "tanh", False, False, 0.0, 0.0, None, 0.73, 0.5,
                     gradients=(0.1,) * 10, began=1.0, reads_input=True)  # fmt: skip
HEAD = HeadLook(
    "dense", "Dense", "linear", "MeanSquaredError", False, 1, -1.0, 1.0, 0.5, -2.0, 2.0, 1.0, 1.0, None
)
HEALTHY = Look(100, 1000, 0.5, 1.0, (INPUT,), (LAYER,), (LSTM,), (HEAD,), 0.001, weights_moved=3e-3)


def of(part: RecurrentLook = LSTM, layer: LayerLook = LAYER, head: HeadLook = HEAD, **changes: Any) -> Look:
    return replace(HEALTHY, recurrent=(part,), layers=(layer,), heads=(head,), **changes)


STUCK: dict[str, Any] = {"loss": 1.0}
LARGE = (replace(INPUT, size=300.0),)
FAILURES = {
    "LL701": of(replace(LSTM, gates=0.8), inputs=LARGE, **STUCK),
    "LL702": of(head=replace(HEAD, target_size=500.0), **STUCK),
    "LL501": of(layer=replace(LAYER, grown=9.0), **STUCK),
    "LL502": of(weights_moved=3e-7, rate=1e-7, **STUCK),
    "LL203": of(replace(LSTM, activation="relu", beyond=0.6, candidates=None), **STUCK),
    "LL206": of(replace(LSTM, kind="SimpleRNN", activation="relu", beyond=0.6, candidates=None), **STUCK),
    "LL404": of(head=replace(HEAD, loss="BinaryCrossentropy", low=-3.0)),
    "LL403": of(head=replace(HEAD, activation="sigmoid", outside=0.5)),
    "LL114": of(head=replace(HEAD, kind="LSTM", activation="tanh", outside=0.5)),
    "LL401": of(head=replace(HEAD, activation="softmax", loss="BinaryCrossentropy", low=1.0)),
    "LL104": of(head=replace(HEAD, broadcast="(32, 1) and (32, 3)")),
    "LL305": of(inputs=(replace(INPUT, beyond="90 in 50 rows"),)),
    "LL308": of(inputs=(replace(INPUT, beyond="fractions"),)),
    "LL301": of(inputs=(replace(INPUT, trailing=0.8),), **STUCK),
    "LL306": of(replace(LSTM, masked=1.0)),
    "LL208": of(layer=replace(LAYER, copied=0.9)),
    "LL209": of(replace(LSTM, began=5.0, gates=0.6), **STUCK),
    "LL603": of(penalty=30.0, pull=12.0, **STUCK),
    "LL505": of(replace(LSTM, gradients=(1e5, *LSTM.gradients[1:])), **STUCK),
    "LL207": of(replace(LSTM, gradients=(1e-9, *LSTM.gradients[1:]), forget=0.5), **STUCK),
    "LL251": of(replace(LSTM, gradients=(1e-9, *LSTM.gradients[1:])), **STUCK),
    "LL252": of(layer=replace(LAYER, constant=1.0, zero=1.0), **STUCK),
    "LL708": of(non_finite="input 1"),
    "LL551": of(non_finite="weights of lstm"),
}


def test_healthy_look_has_no_condition() -> None:
    assert seen([HEALTHY] * 5) == []


@pytest.mark.parametrize("code", FAILURES)
def test_condition_has_the_code_of_what_is_measured(code: str) -> None:
    (found,) = seen([FAILURES[code]] * 5)
    assert found.code == code
    assert "\n" not in found.message and len(found.message) < 180
    assert pages.rule(code).name


@pytest.mark.parametrize(
    "code", ["LL701", "LL501", "LL502", "LL301", "LL603", "LL505", "LL251", "LL252", "LL702"]
)
def test_what_has_been_learned_is_no_failure(code: str) -> None:
    """The same measures beside a loss that is a tenth of the constant's."""
    assert seen([replace(FAILURES[code], loss=0.1)] * 5) == []


@pytest.mark.parametrize("code", ["LL251", "LL252", "LL603"])
def test_the_first_updates_show_nothing(code: str) -> None:
    assert seen([replace(FAILURES[code], step=10)] * 5) == []


def test_a_gradient_of_few_units_says_nothing() -> None:
    part = FAILURES["LL251"].recurrent[0]
    assert seen([of(replace(part, units=1), **STUCK)] * 5) == []


def test_a_schedule_that_warms_up_is_no_low_rate() -> None:
    low = FAILURES["LL502"]
    assert seen([replace(low, scheduled=True)] * 5) == []
    assert seen([replace(low, rate=rate) for rate in (1e-7, 2e-7, 3e-7)]) == []


def test_weights_that_no_gradient_moves_are_no_low_rate() -> None:
    assert seen([replace(FAILURES["LL502"], rate=0.001)] * 5) == []


def test_a_symptom_is_not_said_beside_its_cause() -> None:
    vanishing = FAILURES["LL251"].recurrent[0]
    look = replace(FAILURES["LL502"], recurrent=(vanishing,))
    assert [one.code for one in seen([look] * 5)] == ["LL502"]


def test_condition_is_said_once_and_after_three_looks_in_a_row() -> None:
    lasting, one = Lasting(), Seen("LL701", "m", "lstm")
    said = [list(lasting.after(looks)) for looks in ([one], [one], [], [one], [one], [one], [one])]
    assert said == [[], [], [], [], [], [one], []]
    at_once = Seen("LL551", "m", at_once=True)
    assert list(lasting.after([at_once])) == [at_once] and list(lasting.after([at_once])) == []


def test_budget_looks_no_more_than_its_share() -> None:
    for cost, update, planned in (
        (0.01, 0.002, 2000),
        (0.5, 0.2, 2000),
        (0.05, 0.02, 5000),
        (0.3, 0.001, 3000),
    ):
        clock = SimpleNamespace(now=0.0)
        counted = budget.Budget(planned)
        counted.started = 0.0
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(budget.time, "perf_counter", lambda clock=clock: clock.now)
            for step in range(1, planned + 1):
                clock.now += update
                counted.updated(step)
                if counted.due(step):
                    clock.now += cost
                    counted.looked(step, cost)
        whole = planned * update
        most = max(0.02 * whole, 0.02)
        assert counted.looks >= 2 and counted.spent <= max(most, 2 * cost) + 1e-9
        if 3 * cost < most:
            assert counted.looks >= 3


def test_training_of_unknown_length_is_looked_at() -> None:
    counted = budget.Budget(None, share=1.0)
    for step in range(1, 200):
        counted.updated(step)
        if counted.due(step):
            counted.looked(step, 0.0)
    assert 5 < counted.looks < 40


def test_import_takes_neither_keras_nor_numpy() -> None:
    program = "import sys; from lstm_lint.watch import Watch; Watch(); print(*{m.split('.')[0] for m in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"keras", "tensorflow", "tf_keras", "numpy", "libcst", "jax", "torch"} & set(
        done.stdout.split()
    )


def test_unknown_severity_to_stop_at_is_refused() -> None:
    with pytest.raises(ValueError, match="stop_on"):
        Watch(stop_on="advice")  # type: ignore[arg-type]


def test_without_a_model_it_is_off_with_one_line() -> None:
    said = io.StringIO()
    watch = Watch(say=said)
    watch.step([[0.0]], [[0.0]])
    watch.step([[0.0]], [[0.0]])
    watch.finish()
    assert watch.off is not None and said.getvalue().count("\n") == 1 and "model" in said.getvalue()


def test_trackers_get_the_scalars_of_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[Any] = []
    mlflow, wandb = ModuleType("mlflow"), ModuleType("wandb")
    mlflow.active_run = lambda: object()  # type: ignore[attr-defined]
    mlflow.log_metrics = lambda scalars, step: logged.append((scalars, step))  # type: ignore[attr-defined]
    wandb.run = SimpleNamespace(log=lambda scalars, commit: logged.append((scalars, commit)))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mlflow", mlflow)
    monkeypatch.setitem(sys.modules, "wandb", wandb)
    sinks.Tracker().look(HEALTHY)
    assert logged == [(HEALTHY.scalars(), 100), (HEALTHY.scalars(), False)]
    assert HEALTHY.scalars()["watch/lstm/update_ratio"] == 3e-3
    assert HEALTHY.scalars()["watch/lstm/gradient_first_to_last"] == 1.0


def test_trackers_without_a_run_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    mlflow, wandb = ModuleType("mlflow"), ModuleType("wandb")
    mlflow.active_run = lambda: None  # type: ignore[attr-defined]
    wandb.run = None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mlflow", mlflow)
    monkeypatch.setitem(sys.modules, "wandb", wandb)
    sinks.Tracker().look(HEALTHY)


def test_json_lines_are_json(tmp_path: Path) -> None:
    file = tmp_path / "watch.jsonl"
    sink = sinks.JsonLines(file)
    sink.look(replace(HEALTHY, constant=None))
    sink.close()
    (line,) = [json.loads(one) for one in file.read_text().splitlines()]
    assert line["kind"] == "look" and line["step"] == 100 and line["share"] is None
    assert line["recurrent"][0]["gradients"] == [0.1] * 10


def test_report_is_one_page_with_curves_and_findings(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    pytest.importorskip("jinja2")
    said = WatchFinding("LL251", "vanishing-gradient", "warning", "the `gradient` <is> gone", "lstm", "train.py", 7,
                        200, 1000, {}, "https://example.org/LL251")  # fmt: skip
    looks = tuple(replace(HEALTHY, step=step, loss=1.0 / step) for step in (10, 20, 40))
    write(Record("own", "jax", 200, 1000, looks, (said,), 0.5, 20.0, "numpy"), tmp_path / "run.html")
    text = (tmp_path / "run.html").read_text(encoding="utf-8")
    assert text.count("<svg") == 5  # loss, gates, candidates, forget gates, gradients
    assert (
        "line 7, layer lstm, update 200 of 1000" in text
        and "&lt;is&gt;" in text
        and "<code>gradient</code>" in text
    )
    assert set(re.findall(r"https?://[^/\"]+", text)) <= {"https://example.org", "http://www.w3.org"}


def test_ids_that_an_embedding_cannot_read_are_seen() -> None:
    np = pytest.importorskip("numpy")
    measure = importlib.import_module("lstm_lint.watch.measure")
    embedding = type("Embedding", (), {"input_dim": 50})()
    said = {
        name: [
            one.beyond for one in measure.inputs(Batch((np.array([ids]),), ()), ["ids"], {"ids": embedding})
        ]
        for name, ids in {"fine": [1, 49], "beyond": [1, 90], "fractions": [0.5, 2.0]}.items()
    }
    assert said == {"fine": [""], "beyond": ["90 in 50 rows"], "fractions": ["fractions"]}


def test_pages_of_watch_have_what_a_reader_needs() -> None:
    taken = {rule.code for rule in rulebook.rules()} | {rule.name for rule in rulebook.rules()}
    assert len(pages.rules()) == 3
    for rule in pages.rules():
        page = read(rule.page)
        assert rule.code not in taken and rule.name not in taken
        assert {"Why", "What Watch measures", "What to write instead", "When to ignore it"} <= set(
            page.sections
        )
        assert page.title and rule.page.stem == f"{rule.code}-{rule.name}"


def test_command_shows_a_page_of_watch(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "LL251"]) == 0
    shown = capsys.readouterr().out
    assert (
        "LL251" in shown
        and "WHAT WATCH MEASURES" in shown
        and "lstm_lint/watch/rules" in pages.rule("LL251").url
    )


def test_documentation_has_a_row_for_every_code() -> None:
    page = (Path(__file__).parent.parent / "docs" / "watch.md").read_text(encoding="utf-8")
    rows = "\n".join(line for line in page.splitlines() if line.startswith("|"))
    assert [code for code in FAILURES if code not in rows] == []


def test_a_tensor_of_pytorch_is_no_set_of_slices() -> None:
    """It has methods called `indices` and `values`, which only sparse ones answer."""
    numpy = pytest.importorskip("numpy")
    from lstm_lint.watch.by_backend import _dense

    class Tensor(numpy.ndarray):  # type: ignore[misc, name-defined]
        def indices(self) -> None:
            raise RuntimeError("expected sparse")

        values = indices

    class IndexedSlices:
        indices, values = numpy.array([2, 0, 2]), numpy.array([[1.0], [2.0], [3.0]])

    assert _dense(numpy.ones((2, 2)).view(Tensor)).tolist() == [[1.0, 1.0], [1.0, 1.0]]
    assert _dense(IndexedSlices()).tolist() == [[2.0], [0.0], [4.0]]
