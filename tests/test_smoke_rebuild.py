"""Smoke training before any TensorFlow: what is rebuilt, what the fix changes, and how the answers are reached."""

from __future__ import annotations

import json
import math
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import ROOT, Capsys, refused, run, write

from lstm_lint.findings import Finding, Severity
from lstm_lint.lint import lint, target_of
from lstm_lint.reader import read
from lstm_lint.rulebook import rule_page, rulebook
from lstm_lint.script import Script
from lstm_lint.settings.settings import Settings
from lstm_lint.smoke import allowed, facts, probes, synthetic
from lstm_lint.smoke.decide import Pair, Run, decide
from lstm_lint.smoke.mend import mend
from lstm_lint.smoke.plan import TRAINING, Job, plan
from lstm_lint.smoke.rebuild import NotRebuilt, rebuild
from lstm_lint.smoke.runner import not_held_back
from lstm_lint.smoke.specification import from_json, key, to_json
from lstm_lint.smoke.verdict import Verdict
from lstm_lint.source.source import from_bytes

sys.path.insert(0, str(ROOT))  # for the benchmarks

HEAD = "import keras\nfrom keras import layers\n"
RELU = (
    HEAD
    + """model = keras.Sequential([
    keras.Input((60, 4)),
    layers.LSTM(500, activation="relu", dropout=0.2),
    layers.Dense(1),
])
model.compile("adam", "mse")
"""
)


def analysed(text: str) -> tuple[Script, tuple[Finding, ...]]:
    source = from_bytes(text.encode(), "train.py")
    settings = Settings(profile="strict", keras="3")
    return read(source, target_of(source, settings)), lint(source, settings)


def job(text: str, code: str) -> Job:
    script, findings = analysed(text)
    return next(j for j in plan(script, [f for f in findings if f.code == code]))


def test_every_probe_of_the_rule_pages_exists() -> None:
    known = {*probes.TRAINING, *probes.EXACT, "none"}
    assert {rule.smoke for rule in rulebook.rules()} <= known


@pytest.mark.parametrize("rule", rulebook.rules(), ids=lambda rule: rule.code)
def test_page_says_what_smoke_training_checks_or_why_it_cannot(rule: rule_page.Rule) -> None:
    from lstm_lint.output.rule import render_rule

    slower = bool(facts.of_page(rule.page).probing.get("slower"))
    about = probes.line(rule.smoke, rule.not_confirmable, slower)
    confirmable = rule.smoke != "none"
    engine = "NumPy" if rule.smoke in TRAINING else "Keras answers, with TensorFlow"
    assert (engine in about) is confirmable and ("more slowly" in about) is slower
    assert about.startswith("`lstm-lint smoke` " if confirmable else "Not confirmable by `lstm-lint smoke`: ")
    assert (rule.not_confirmable in probes.NOT_CONFIRMABLE) is not confirmable
    for form in ("text", "markdown"):
        assert about in "".join(render_rule(rule, form))
    assert json.loads("".join(render_rule(rule, "json")))["smoke_check"] == about


def test_every_confirmable_rule_has_a_planted_defect_that_is_found_and_rebuilt() -> None:
    from benchmarks.smoke.__main__ import jobs_of
    from benchmarks.smoke.planted import planted

    assert {one.code for one in planted()} == {rule.code for rule in rulebook.rules() if rule.smoke != "none"}
    assert len({one.architecture for one in planted()} - {"page", "a drawn program"}) == 5
    assert len({one.script for one in planted()}) >= 150
    for one in planted():
        jobs = [job for job in jobs_of(one.script, one.code) if job.finding.code == one.code]
        assert jobs and jobs[0].written is not None, f"{one.name}: {jobs[0].reason if jobs else 'not found'}"


def test_every_experiment_that_a_page_names_can_be_run() -> None:
    from benchmarks.evidence.__main__ import experiments

    named = set()
    for rule in rulebook.rules():
        found = re.findall(r"python -m benchmarks\.evidence (\w+)", rule_page.body(rule))
        assert set(found) <= {rule.code}
        named |= set(found)
    assert named == {one.code for one in experiments()}


@pytest.mark.parametrize(
    ("unit", "stated", "measured", "agrees"),
    [
        ("loss", (0.8, 0.1), (0.4, 0.1), True),
        ("loss", (0.8, 0.1), (0.15, 0.1), False),  # within a factor of 5.3, and on the other side of 2
        ("loss", (0.8, 0.1), (5.0, 0.1), False),
        ("loss", (0.8, 0.1), (math.nan, 0.1), True),  # worse than stated
        ("loss", (0.2, 0.1), (0.15, 0.1), True),
        ("loss", (0.2, 0.1), (0.12, 0.1), False),
        ("loss", (0.01, 0.1), (0.3, 0.1), False),
        ("loss", (0.01, 0.1), (0.03, 0.1), True),
        ("share", (0.5, 1.0), (0.6, 0.9), True),
        ("share", (0.5, 1.0), (0.7, 1.0), False),
        ("figure", (4e-6, 4e-4), (5e-6, 3e-4), True),
        ("figure", (4e-6, 4e-4), (5e-6, 1e-4), False),
        ("exactly", (0.0, 0.4), (0.0, 0.1), True),
        ("exactly", (0.0, 0.4), (1e-9, 0.4), False),
        ("exactly", (0.0, 0.4), (0.0, 0.0), False),
        ("equal", (0.1, 0.1), (0.12, 0.12), True),
        ("equal", (0.1, 0.1), (0.1, 0.1001), False),
    ],
)
def test_repetition_of_an_experiment_agrees_or_does_not(
    unit: str, stated: tuple[float, float], measured: tuple[float, float], agrees: bool
) -> None:
    from benchmarks.evidence.experiment import Experiment

    one = Experiment("LL000", "", lambda backend, seed: measured, stated, unit)
    assert one.agrees([measured] * 3) is agrees


def test_experiment_that_does_not_exist_is_refused_with_those_that_do(capsys: Capsys) -> None:
    from benchmarks.evidence.__main__ import main

    assert main(["LL999"]) == 2
    said = capsys.readouterr().err
    assert "LL999" in said and "LL203" in said and said.count("\n") == 1


def test_answers_of_the_benchmark_are_taken_up_again(tmp_path: Path) -> None:
    from benchmarks.smoke.planted import planted
    from benchmarks.smoke.results import Results, digest_of, table

    one = next(planted())
    asked = digest_of(one.script)
    record = {"set": "planted", "name": one.name, "code": one.code, "architecture": one.architecture, "wall": 9.0,
              "of": asked, "cpu": 0.5, "answer": "confirmed", "probe": "builds", "line": "confirmed",
              "seconds": 0.5}  # fmt: skip
    Results(tmp_path / "r.jsonl").add(record)
    Results(tmp_path / "r.jsonl").add({**record, "set": "benign", "name": "a harmless one"})
    results = Results(tmp_path / "r.jsonl")
    assert results.has("planted", one.name, asked) and not results.has("planted", "another", asked)
    assert not results.has("planted", one.name, digest_of(f"{one.script}\n"))  # the script has changed
    shown = table(results)
    assert "| planted, exact | 1 | 1 | 0 | 0 | 0 | 100.0% confirmed |" in shown
    assert "benign: a harmless one: confirmed" in shown
    results.records["planted", one.name]["by"] = "code of another day"
    assert not results.has("planted", one.name, asked)


def test_rules_that_train_have_a_fix_to_compare_with() -> None:
    trained = {rule.code for rule in rulebook.rules() if rule.smoke in TRAINING}
    assert {code for code in trained if facts.of(code).mend is None} == {
        "LL609"
    }  # compares one arm with itself


def test_arms_differ_in_what_the_fix_changes_and_nothing_else() -> None:
    found = job(RELU, "LL203")
    assert found.written is not None and found.fixed is not None
    written, fixed = found.written.nodes[0], found.fixed.nodes[0]
    assert written.arguments == {**fixed.arguments, "activation": "relu"}
    assert fixed.arguments["activation"] == "tanh"
    assert found.written.nodes[1:] == found.fixed.nodes[1:]
    assert found.written.optimizer == found.fixed.optimizer


def test_sizes_are_cut_and_every_cut_is_stated() -> None:
    found = job(RELU.replace("(60, 4)", "(200, 4)"), "LL203")
    assert found.written is not None
    assert found.written.inputs[0].shape == (64, 4)
    assert found.written.nodes[0].arguments["units"] == 64
    assert {"64 of 200 time steps", "64 of 500 units in LSTM"} <= set(found.written.stand_ins)


def test_dropout_is_left_out_unless_it_is_the_finding() -> None:
    found = job(RELU, "LL203")
    assert found.written is not None and "dropout" not in found.written.nodes[0].arguments
    found = job(RELU.replace("dropout=0.2", "dropout=0.9"), "LL602")
    assert found.written is not None and found.written.nodes[0].arguments["dropout"] == 0.9


def test_specification_survives_the_way_into_the_child() -> None:
    found = job(RELU, "LL203")
    assert found.written is not None
    assert from_json(json.loads(json.dumps(to_json(found.written)))) == from_json(to_json(found.written))
    assert key(found.written) != key(found.fixed or found.written)


@pytest.mark.parametrize(
    ("layer", "why"),
    [
        ("layers.Lambda(lambda t: t[:, -1])", "code of the program"),
        ("layers.TextVectorization()", "not among the layers"),
        ("Own(3)", "not"),
        ("layers.Dense(3, activation=pick())", "`activation`"),
    ],
)
def test_what_only_running_would_tell_is_not_rebuilt(layer: str, why: str) -> None:
    script, _ = analysed(
        HEAD + "class Own(layers.Layer):\n    def call(self, x):\n        return x[0]\n"
        f"model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(4, return_sequences=True), {layer}])\n"
    )
    with pytest.raises(NotRebuilt, match=why):
        rebuild(next(model for model in script.models if model.recurrent))


def test_layer_of_the_program_named_like_ours_is_not_taken_for_ours() -> None:
    text = """import keras
class LSTM(keras.layers.Layer):
    def call(self, x):
        return x
model = keras.Sequential([keras.Input((9, 2)), LSTM(4), keras.layers.GRU(3)])
"""
    script, _ = analysed(text)
    try:
        classes = [node.cls for node in rebuild(script.models[0]).specification.nodes]
    except NotRebuilt:
        classes = []
    assert "LSTM" not in classes  # at most an identity, where it keeps the shape


TWINS = (
    HEAD
    + """left, right = keras.Input((20, 4)), keras.Input((20, 4))
encoder = layers.LSTM(16)
merged = layers.concatenate([encoder(left), encoder(right)])
model = keras.Model([left, right], layers.Dense(1)(merged))
"""
)


def test_layer_that_is_called_twice_has_one_set_of_weights() -> None:
    script, _ = analysed(TWINS)
    first, second, merge, _ = rebuild(script.models[0]).specification.nodes
    assert (first.shares, second.shares) == (None, first.id)
    assert merge.inputs == (first.id, second.id)
    assert first.inputs != second.inputs


def test_call_of_a_shared_layer_that_was_not_told_apart_is_not_guessed() -> None:
    script, _ = analysed(
        TWINS.replace("Dense(1)(merged)", "Dense(1)(encoder(left))").replace(
            "[left, right], ", "[left, right], ", 1
        )
    )
    try:
        nodes = rebuild(script.models[0]).specification.nodes
    except NotRebuilt:
        return
    assert [node.cls for node in nodes].count("LSTM") == 1


def test_unknown_length_is_no_length_for_a_rule_that_is_about_length() -> None:
    found = job(RELU.replace("(60, 4)", "(None, 4)"), "LL203")
    assert found.written is None and "sequences" in found.reason


def test_rules_about_data_are_never_confirmed() -> None:
    for code in ("LL601", "LL703", "LL704", "LL706", "LL211"):
        rule = rulebook.find(code)
        assert rule is not None and rule.smoke == "none"


def test_mending_names_no_node_that_is_not_there() -> None:
    found = job(RELU, "LL203")
    assert found.written is not None and found.defect is not None
    assert mend(found.written, replace(found.defect, node="elsewhere")) is None


def run_of(loss: float, gradient: float = 1.0, finite: bool = True) -> Run:
    return Run(loss, 1.0, gradient, finite)


def pair(written: float, fixed: float = 0.1, gradient: float = 1.0, finite: bool = True) -> Pair:
    return Pair(run_of(written, gradient, finite), run_of(fixed))


@pytest.mark.parametrize(
    ("pairs", "answer"),
    [
        ([pair(0.11)], "refuted"),
        ([pair(0.9, 0.6)], "inconclusive"),  # the fixed arm has not learned
        ([pair(0.15)] * 3, "inconclusive"),
        ([pair(0.4), pair(0.4), pair(0.11)], "inconclusive"),  # harm in two seeds only
        ([pair(math.nan, 0.6, finite=False)] * 3, "confirmed"),  # one breaks, and the other learns slowly
        ([pair(math.nan, 0.9, finite=False)] * 3, "inconclusive"),
        ([pair(0.4)] * 3, "confirmed"),
        ([pair(math.nan, finite=False)] * 3, "confirmed"),
        ([pair(0.14, gradient=20.0)] * 3, "confirmed"),
        ([pair(0.11, gradient=20.0)] * 3, "inconclusive"),  # gradients alone are not enough
        ([pair(0.01, 0.009)], "refuted"),  # both have solved it
        ([pair(0.01, 0.0001)], "inconclusive"),  # both have, one far better
        ([pair(0.048, 0.028)], "inconclusive"),
    ],
)
def test_decision_rule(pairs: list[Pair], answer: str) -> None:
    found = decide(pairs)
    assert found is not None and found[0] == answer


def test_a_defect_that_stays_in_both_arms_leaves_a_refutation_open() -> None:
    asked = job(RELU, "LL203")
    stays = replace(asked, finding=replace(asked.finding, code="LL709"), written=None)
    refuted = Verdict("refuted", asked.probe, planned=1250, steps=400)
    assert not_held_back([asked], 0, refuted) is refuted
    for other in (stays, replace(stays, written=asked.written)):  # which the arms of others do not show
        found = not_held_back([asked, other], 0, refuted)
        assert found.answer == "inconclusive" and "LL709" in found.reason
    elsewhere = replace(stays, finding=replace(stays.finding, model="another"))
    assert not_held_back([asked, elsewhere], 0, refuted) is refuted
    assert not_held_back([asked, stays], 0, Verdict("confirmed", asked.probe)).answer == "confirmed"


@pytest.mark.parametrize(
    ("severity", "stand_ins", "planned", "reason"),
    [
        (Severity.ADVICE, (), 1250, "no harm on this task, and it is advice"),
        (
            Severity.WARNING,
            ("64 of 100 units in LSTM",),
            1250,
            "no harm in a model of 64 of 100 units in LSTM",
        ),
        (Severity.WARNING, (), None, "no harm after 400 updates, and how many are planned is not known"),
        (Severity.WARNING, ("4 features, which are free",), 1250, ""),
    ],
)
def test_a_smaller_training_refutes_nothing(
    severity: Severity, stand_ins: tuple[str, ...], planned: int | None, reason: str
) -> None:
    asked = job(RELU, "LL203")
    asked = replace(asked, finding=replace(asked.finding, severity=severity))
    refuted = Verdict("refuted", asked.probe, planned=planned, steps=400, stand_ins=stand_ins)
    found = not_held_back([asked], 0, refuted)
    assert (found.answer, found.reason) == ("inconclusive" if reason else "refuted", reason)


def test_two_findings_on_one_input_are_mended_by_one_embedding() -> None:
    script, findings = analysed("""\
import keras
from keras import layers
from keras.datasets import imdb

(x, y), (late, z) = imdb.load_data(num_words=1000)
x = keras.utils.pad_sequences(x, maxlen=40).reshape(-1, 40, 1)
late = keras.utils.pad_sequences(late, maxlen=40).reshape(-1, 40, 1)
model = keras.Sequential([keras.Input((40, 1)), layers.LSTM(16), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y)
model.fit(late, z)
""")
    jobs = plan(script, [finding for finding in findings if finding.code == "LL709"])
    assert len(jobs) == 2
    for one in jobs:
        assert one.fixed is not None, one.reason
        assert [node.cls for node in one.fixed.nodes] == ["Embedding", "LSTM", "Dense"]


IDS = """\
import keras
from keras import layers
from keras.datasets import imdb

(x, y), _ = imdb.load_data(num_words=1000)
x = keras.utils.pad_sequences(x, maxlen=300, padding="post").reshape(-1, 300, 1)
model = keras.Sequential([
    keras.Input((300, 1)), layers.LSTM(16, return_sequences=True), layers.GRU(1), layers.Activation("sigmoid")
])
model.compile("adam", "binary_crossentropy")
model.fit(x, y)
"""


def test_what_is_said_of_an_input_waits_for_its_embedding() -> None:
    jobs = {one.finding.code: one for one in plan(*analysed(IDS))}
    waiting, ids = jobs["LL301"], jobs["LL709"]
    assert waiting.written is None and "LL709" in waiting.reason
    assert ids.written is not None and ids.written.inputs[0].shape == (32,)  # no length of LL301's
    assert ids.written.data.scattered and ids.fixed is not None and ids.fixed.data.scattered


def test_head_goes_between_the_recurrent_layer_and_its_activation() -> None:
    fixed = job(IDS, "LL114").fixed
    assert fixed is not None
    gru, dense, activation = fixed.nodes[-3:]
    assert (gru.arguments["units"], dense.arguments) == (32, {"units": 1, "activation": None})
    assert (dense.inputs, activation.inputs, fixed.outputs) == ((gru.id,), (dense.id,), (activation.id,))
    bare = job(IDS.replace(', layers.Activation("sigmoid")', ""), "LL114").fixed
    assert bare is not None and bare.outputs == ("dense_added",)
    assert bare.nodes[-1].arguments["activation"] == "sigmoid"


@pytest.mark.keras
def test_scattered_ids_say_nothing_by_their_size() -> None:
    numpy = pytest.importorskip("numpy")
    ids = job(IDS, "LL709").fixed
    assert ids is not None
    for scattered in (True, False):
        data = replace(ids, data=replace(ids.data, scattered=scattered))
        task, held_out = synthetic.make(numpy, data, [(1,)], 0)
        smallest, label = held_out.inputs[0].min(-1), held_out.targets[0][:, 0]
        assert min(smallest.min(), task.inputs[0].min()) > 0  # padding alone is 0
        right = [((smallest <= at) == label).mean() for at in range(1, 40)]
        told = max(*right, *(1 - share for share in right))
        assert (told > 0.95, told < 0.7) == (not scattered, scattered), told


SEVERAL = """\
import keras
from keras import layers

def network(units=8):
    return keras.Sequential([keras.Input((60, 4)), layers.LSTM(units, activation="relu"), layers.Dense(1)])
"""


def test_what_holds_of_the_model_as_read_alone_says_so() -> None:
    assumed = job(SEVERAL, "LL203")
    assert assumed.assumed
    called = job(f"{SEVERAL}\nmodel = network()\nmodel.compile('adam', 'mse')\n", "LL203")
    assert not called.assumed
    verdict = Verdict("confirmed", "builds", "raises ValueError", "builds", 1.0, assumed=True)
    assert verdict.line().startswith("if the model is as read: confirmed: raises ValueError")
    assert verdict.document()["if_as_read"] is True


@pytest.mark.parametrize(
    ("shape", "parameters", "differs"),
    [
        ((None, 32), 100, False), ((None, 32), 101, True), ((None, 31), 100, True), ((None, None), 100, False),
        ((None, 3, 32), 100, True), (None, 100, False), (None, None, False),
    ],
)  # fmt: skip
def test_layer_of_keras_differs_in_what_was_read(
    shape: object, parameters: int | None, differs: bool
) -> None:
    from lstm_lint.smoke.keras_check import Row

    assert Row("LSTM", (shape, parameters), ([None, 32], 100)).differs is differs  # type: ignore[arg-type]


def test_decision_waits_for_three_seeds() -> None:
    assert decide([pair(0.4)] * 2) is None


def test_verdict_is_one_honest_line() -> None:
    figures = {"loss": 0.2, "share": 0.21, "largest_gradient": 187.0, "not_finite": 0}
    fixed = {"loss": 0.025, "share": 0.024, "largest_gradient": 2.4}
    verdict = Verdict(
        "confirmed", "loss-ratio", figures, fixed, 5.3, "", 400, 3, 3, planned=1250, engine="numpy"
    )
    assert verdict.line() == (
        "confirmed in 3 of 3 seeds: median held-out loss 0.21 of a constant's as written, 0.024 as fixed; "
        "largest gradient norm 187 against 2.4; synthetic task, after 400 of 1250 planned updates, 5.3 s"
    )
    document = verdict.document()
    assert (document["verdict"], document["share_as_written"], document["share_as_fixed"]) == (
        "confirmed",
        0.21,
        0.024,
    )
    assert (document["as_written"]["loss"], document["updates"], document["planned"]) == (0.2, 400, 1250)


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (None, "task, 400 updates,"), (400, "task, 400 planned updates,"), (64, "400 updates where 64 are planned,"),
        (2000, "after 400 of 2000 planned updates,"),
    ],
)  # fmt: skip
def test_line_says_how_much_of_the_plan_was_trained(planned: int | None, said: str) -> None:
    shares = {"loss": 1.0, "share": 1.0}
    verdict = Verdict("confirmed", "loss-ratio", shares, shares, 5.0, "", 400, 3, 3, planned=planned)
    assert said in verdict.line()


@pytest.mark.parametrize(
    ("written", "fixed", "said"),
    [
        ({"first_update": 3.9}, {"first_update": 0.01}, "moves the weights by 390 % of their norm, by 1 % as"),
        ({"gates_saturated": 0.86}, {"gates_saturated": 0.0}, "86 % of the gate values saturated before"),
        ({"candidates_saturated": 0.4}, {"candidates_saturated": 0.3}, ""),
        ({"gates_saturated": None}, {"gates_saturated": 0.0}, ""),
        ({"gradient_first_over_last": 1e-9}, {"gradient_first_over_last": 0.1}, "1e-09 of that at the last, 0.1"),
        ({"gradient_first_over_last": 1e-9}, {"gradient_first_over_last": None}, ""),
    ],
)  # fmt: skip
def test_confirmed_harm_is_explained_by_what_shows_before_training(
    written: dict[str, float], fixed: dict[str, float], said: str
) -> None:
    for answer in ("confirmed", "refuted"):
        verdict = Verdict(
            answer, "loss-ratio", {"share": 1.0, **written}, {"share": 0.1, **fixed}, 5.0, "", 150, 3, 3
        )
        line = verdict.line()
        assert ("before training" in line or "first update" in line) == (bool(said) and answer == "confirmed")
        assert said in line or answer == "refuted"


def test_infinities_do_not_reach_the_document() -> None:
    verdict = Verdict("confirmed", "loss-ratio", {"largest_gradient": math.inf}, {}, 1.0)
    assert json.loads(json.dumps(verdict.document(), allow_nan=False))["as_written"] == {
        "largest_gradient": None
    }


def test_allow_list_holds_nothing_that_runs_code() -> None:
    dangerous = {"Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer", "TextVectorization"}
    assert not dangerous & allowed.LAYERS


def test_a_layer_that_the_installed_keras_lacks_is_named_with_the_version_that_has_it() -> None:
    from types import SimpleNamespace
    from typing import Any

    from lstm_lint.smoke.build import Refused, build
    from lstm_lint.smoke.specification import Input, Node, Part, Specification

    older: Any = SimpleNamespace(
        keras=SimpleNamespace(__version__="3.4.1", Input=lambda **given: None, layers=SimpleNamespace())
    )
    arm = Specification(
        (Node("norm", "RMSNormalization", {}, ("x",)),),
        (Input("x", (4, 2)),),
        ("norm",),
        (Part("MeanSquaredError"),),
    )
    with pytest.raises(Refused, match="RMSNormalization came with Keras 3.9; 3.4.1 is installed"):
        build(older, arm)


def test_no_module_of_smoke_evaluates_or_deserialises() -> None:
    import ast

    for file in (Path(rulebook.__file__).parent / "smoke").glob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        called = {
            n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        called |= {
            n.func.attr
            for n in ast.walk(tree)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
        }
        assert not called & {
            "eval",
            "exec",
            "load_model",
            "from_config",
            "deserialize",
            "loads_pickle",
            "system",
        }, file
        imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        assert not imported & {"pickle", "marshal", "shelve", "tensorflow", "keras", "numpy"}, file


def test_smoke_takes_one_file(capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "no such file" in refused(capsys, "smoke", "absent.py")
    assert "--smoke-budget" in refused(capsys, "smoke", str(write("a.py", RELU)), "--smoke-budget", "soon")


def test_without_tensorflow_one_line_says_what_to_install(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_lint.smoke import runner

    def missing(*_: object, **__: object) -> list[Verdict]:
        raise runner.Missing(runner.INSTALL)

    monkeypatch.setattr(runner, "run", missing)
    monkeypatch.chdir(tmp_path)
    write("train.py", RELU)
    code, out, err = run(capsys, "smoke", "train.py")
    assert (code, out, err.count("\n")) == (2, "", 1) and "pip install 'lstm-lint[smoke]'" in err
    code, out, err = run(capsys, "check", "--smoke", "train.py")
    assert code == 1 and "LL203" in out and "smoke:" not in out
    assert err.count("\n") == 1 and "pip install 'lstm-lint[smoke]'" in err


@pytest.mark.parametrize(("answer", "expected"), [("refuted", 0), ("confirmed", 1), ("inconclusive", 1)])
def test_gate_lets_a_refuted_finding_pass(
    answer: str, expected: int, capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_lint.smoke import runner

    def verdicts(jobs: list[Job], *_: object, **__: object) -> list[Verdict]:
        return [Verdict(answer, j.probe, "seen", None, 1.0) for j in jobs]  # type: ignore[arg-type]

    monkeypatch.setattr(runner, "run", verdicts)
    monkeypatch.chdir(tmp_path)
    write("train.py", RELU)
    code, out, _ = run(capsys, "check", "--smoke", "--smoke-gate", "train.py")
    assert code == expected and f"smoke: {answer}" in out
    code, out, _ = run(capsys, "check", "--smoke", "--output-format", "json", "train.py")
    assert code == 1 and {f["smoke"]["verdict"] for f in json.loads(out)["findings"]} == {answer}
