"""What smoke training does where the whole model cannot be rebuilt, or is too small to learn: and says so."""

from __future__ import annotations

import base64
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import ROOT

sys.path.insert(0, str(ROOT))

from lstm_lint.lint import lint, target_of
from lstm_lint.reader import read
from lstm_lint.settings.settings import Settings
from lstm_lint.smoke.plan import Job, plan
from lstm_lint.smoke.rebuild import NotRebuilt, rebuild
from lstm_lint.smoke.runner import not_held_back
from lstm_lint.smoke.shrink import widened
from lstm_lint.smoke.specification import Input, Node, Part, Specification
from lstm_lint.smoke.verdict import Verdict, weightiest
from lstm_lint.source.source import from_bytes

HEAD = "import keras\nfrom keras import layers\n"


def jobs(text: str, *codes: str) -> list[Job]:
    source = from_bytes((HEAD + text).encode(), "train.py")
    settings = Settings(profile="strict", keras="3")
    script, findings = read(source, target_of(source, settings)), lint(source, settings)
    return plan(script, [one for one in findings if one.code in codes])


def rebuilt(text: str) -> Specification:
    source = from_bytes((HEAD + text).encode(), "train.py")
    return rebuild(read(source, target_of(source, Settings(keras="3"))).models[0]).specification


UNREAD = """\
model = keras.Sequential([
    keras.Input((70, 4)),
    layers.LSTM(24, return_sequences=True{gates}),
    layers.Lambda(lambda x: x[:, ::2]),
    {more}
    layers.Dense(1),
])
model.compile("adam", "mse")
"""


def test_a_layer_is_put_to_the_test_alone_where_the_model_is_not_rebuilt() -> None:
    (found,) = jobs(UNREAD.format(gates=", recurrent_activation='tanh'", more=""), "LL201")
    assert found.written is not None and found.fixed is not None and found.alone
    assert [node.cls for node in found.written.nodes] == ["LSTM", "Dense"]
    assert found.written.nodes[0].arguments["recurrent_activation"] == "tanh"
    assert found.fixed.nodes[0].arguments["recurrent_activation"] == "sigmoid"
    assert weightiest(found.written.stand_ins).startswith(
        "`LSTM` alone, as the model around it is not rebuilt"
    )


def test_what_else_is_wrong_with_the_layer_is_off_in_both_arms() -> None:
    both = ", recurrent_activation='tanh', activation='relu'"
    gates, cell = sorted(
        jobs(UNREAD.format(gates=both, more=""), "LL201", "LL203"), key=lambda one: one.finding.code
    )
    assert gates.written is not None and gates.written.nodes[0].arguments["activation"] == "tanh"
    assert cell.written is not None and cell.written.nodes[0].arguments["recurrent_activation"] == "sigmoid"


def test_a_layer_alone_refutes_nothing() -> None:
    (found,) = jobs(UNREAD.format(gates=", recurrent_activation='tanh'", more=""), "LL201")
    verdict = Verdict("refuted", "loss-ratio", seconds=1.0, planned=400, seeds=3)
    said = not_held_back([found], 0, verdict)
    assert (said.answer, said.reason) == ("inconclusive", "no harm in the layer alone")


def test_what_is_about_the_model_is_not_shown_by_a_layer_alone() -> None:
    (found,) = jobs(UNREAD.format(gates="", more="layers.Dropout(0.9),"), "LL602")
    assert (
        found.written is None
        and "not read as a whole" in found.reason
        or "code of the program" in found.reason
    )


def test_a_removed_argument_of_a_layer_that_no_training_builds() -> None:
    (found,) = jobs(
        "model = keras.Sequential([keras.Input((8, 8, 8, 1)), layers.Conv3D(4, 3, border_mode='same'),"
        " layers.Reshape((8, -1)), layers.LSTM(8), layers.Dense(1)])\n",
        "LL901",
    )
    assert found.written is not None and found.fixed is not None and found.alone
    assert (
        "border_mode" in found.written.nodes[0].arguments
        and "border_mode" not in found.fixed.nodes[0].arguments
    )
    assert found.written.inputs[0].shape == (8, 8, 8, 1)


CELLS = "model = keras.Sequential([keras.Input((30, 4)), layers.RNN({cells}{more}), layers.Dense(1)])\n"


@pytest.mark.parametrize(
    "cells",
    [
        "[layers.LSTMCell(32), layers.GRUCell(16)]",
        "layers.StackedRNNCells([layers.LSTMCell(32), layers.GRUCell(16)])",
    ],
)
def test_an_rnn_of_several_cells_is_a_stack_of_layers(cells: str) -> None:
    first, second, head = rebuilt(CELLS.format(cells=cells, more=", go_backwards=True")).nodes
    assert (first.cell, second.cell) == (Part("LSTMCell", {"units": 32}), Part("GRUCell", {"units": 16}))
    assert first.arguments == {"return_sequences": True, "go_backwards": True}
    assert (second.arguments, second.inputs, head.inputs) == ({}, (first.id,), (second.id,))


def test_states_of_several_cells_are_not_guessed() -> None:
    text = CELLS.format(cells="[layers.LSTMCell(8), layers.LSTMCell(8)]", more="")
    with pytest.raises(NotRebuilt, match="states"):
        rebuilt(
            text.replace("layers.RNN(", "layers.Bidirectional(layers.RNN(").replace(
                ")]), layers.D", ")])), layers.D"
            )
        )


OUTPUTS = """\
steps, words = keras.Input((30, 4)), keras.Input((12,), dtype="int32")
x = layers.LSTM(16)(steps)
y = layers.GRU(8)(layers.Embedding(100, 8)(words))
z = layers.Concatenate()([x, y])
price, kind = layers.Dense(1, name="price")(z), layers.Dense(3, activation="softmax", name="kind")(z)
model = keras.Model([steps, words], [price, kind])
model.compile("adam", {loss})
"""


@pytest.mark.parametrize(
    "loss",
    [
        "['mae', keras.losses.SparseCategoricalCrossentropy()]",
        "{'kind': 'sparse_categorical_crossentropy', 'price': 'mae'}",
    ],
)
def test_losses_of_several_outputs_are_those_of_the_script(loss: str) -> None:
    found = rebuilt(OUTPUTS.replace("{loss}", loss))
    assert [one.cls for one in found.losses] == ["MeanAbsoluteError", "SparseCategoricalCrossentropy"]
    assert len(found.inputs) == 2 and not found.stand_ins


def test_a_loss_that_belongs_to_no_output_is_a_stand_in() -> None:
    found = rebuilt(OUTPUTS.replace("{loss}", "{'other': 'mae', 'price': 'mae'}"))
    assert any("the loss" in note for note in found.stand_ins)


def test_a_list_of_one_loss_is_that_loss() -> None:
    text = "model = keras.Sequential([keras.Input((9, 2)), layers.GRU(8), layers.Dense(1)])\n"
    found = rebuilt(text + "model.compile('adam', loss=['mae'])\n")
    assert (found.losses, found.stand_ins) == ((Part("MeanAbsoluteError"),), ())


def stack(*units: int, **of_last: object) -> Specification:
    nodes = [
        Node(f"rnn_{at}", "LSTM", {"units": one}, (f"rnn_{at - 1}" if at else "x",))
        for at, one in enumerate(units)
    ]
    nodes[-1] = replace(nodes[-1], arguments={**nodes[-1].arguments, **of_last})
    nodes.append(Node("head", "Dense", {"units": 1}, (nodes[-1].id,)))
    return Specification(tuple(nodes), (Input("x", (9, 2)),), ("head",), (Part("MeanSquaredError"),))


def test_layers_of_a_few_units_are_widened_in_both_arms() -> None:
    arms = widened(stack(20, 3, recurrent_activation="tanh"), stack(20, 3))
    assert arms is not None
    assert [[node.arguments["units"] for node in one.nodes] for one in arms] == [[20, 16, 1]] * 2
    assert arms[0].stand_ins == arms[1].stand_ins == ("16 units for 3 in LSTM",)


def test_what_has_to_be_remembered_takes_wider_layers() -> None:
    remembering = stack(20).with_data(memory=1.0)
    arms = widened(remembering, remembering)
    assert arms is not None and arms[0].nodes[0].arguments["units"] == 32


def test_nothing_is_widened_where_width_is_in_question_or_has_to_agree() -> None:
    assert widened(stack(2), stack(32)) is None  # the width itself
    assert widened(stack(20), stack(20)) is None
    one = stack(3)
    added = replace(one, nodes=(*one.nodes[:-1], Node("sum", "Add", {}, ("rnn_0", "rnn_0")), one.nodes[-1]))
    assert widened(added, added) is None
    head = replace(one, nodes=one.nodes[:-1], outputs=("rnn_0",))
    assert widened(head, head) is None  # what it predicts


@pytest.mark.parametrize(
    ("stand_ins", "said"),
    [
        ((), ""),
        (("64 of 100 units in LSTM",), "64 of 100 units in LSTM"),
        (
            (
                "64 of 100 units in LSTM",
                "30 time steps, which are free",
                "the loss mean_squared_error, as that is not known",
            ),
            "the loss mean_squared_error, as that is not known and 2 more stand-ins (--verbose)",
        ),
        (
            ("4 features, which are free", "32 of 90 time steps"),
            "32 of 90 time steps and 1 more stand-in (--verbose)",
        ),
    ],
)
def test_the_line_names_the_stand_in_that_matters_most(stand_ins: tuple[str, ...], said: str) -> None:
    assert weightiest(stand_ins) == said
    figures = {"share": 0.5, "largest_gradient": 1.0}
    verdict = Verdict(
        "confirmed", "loss-ratio", figures, figures, 1.0, steps=150, seeds=3, speaking=3, stand_ins=stand_ins
    )
    assert (f"; with {said}; synthetic task" in verdict.line()) is bool(said)


def test_a_claim_of_speed_is_confirmed_as_that() -> None:
    figures = {"share": 0.5, "largest_gradient": 1.0}
    verdict = Verdict(
        "confirmed", "loss-ratio", figures, figures, 1.0, steps=75, seeds=3, speaking=3, slower=True
    )
    assert verdict.line().startswith(
        "confirmed in 3 of 3 seeds: learns more slowly, median held-out loss 0.5"
    )


def test_one_page_shows_all_pictures_and_needs_nothing_beside_it(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from lstm_lint.smoke.overview import Gallery

    steps = {"updates": [(1.0, 1.0), (0.5, 2.0)], "by_step": [0.1, 0.2]}
    curves = {"written": {"0": steps}, "fixed": {"0": steps}}
    figures = {"share": 0.5, "baseline": 2.0, "largest_gradient": 1.0}
    verdict = Verdict(
        "confirmed", "loss-ratio", figures, figures, 1.0, steps=2, seeds=3, speaking=3, curves=curves
    )
    (asked,) = jobs(UNREAD.format(gates=", activation='relu'", more=""), "LL203")
    made = replace(
        asked.finding, message="<script>alert(1)</script> & more", path="one.py", line=3, file_line=3
    )
    gallery = Gallery(str(tmp_path))
    paths = [gallery.draw(one, verdict, 32) for one in (made, replace(made, path="two.py", cell=4))]
    page = Path(gallery.write()).read_text("utf-8")
    assert [Path(one).name for one in paths] == ["LL203-line-3.png", "LL203-line-3-2.png"]
    assert "one.py:3" in page and "two.py cell 4:3" in page and "confirmed in 3 of 3 seeds" in page
    assert "<script" not in page and "&lt;script&gt;" in page
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)", page)
    for picture, path in zip(re.findall(r"base64,([^\"]+)", page), paths):
        assert base64.b64decode(picture) == Path(path).read_bytes()


def test_two_findings_that_ask_for_one_change_do_not_hide_each_other() -> None:
    text = (
        "import numpy as np\nmodel = keras.Sequential([keras.Input((9, 2)), layers.LSTM(8, return_sequences='False'),"
        " layers.Dense(1)])\nmodel.compile('adam', 'mse')\nmodel.fit(np.zeros((64, 9, 2)), np.zeros((64, 1)))\n"
    )
    found = {one.finding.code: one for one in jobs(text, "LL103", "LL115")}
    for one in found.values():
        assert one.written is not None and one.fixed is not None
        assert one.fixed.nodes[0].arguments["return_sequences"] is False
        assert "return_sequences" not in one.fixed.nodes[1].arguments  # the head may be what is blamed
    assert found["LL115"].written is not None
    assert found["LL115"].written.nodes[0].arguments["return_sequences"] == "False"
