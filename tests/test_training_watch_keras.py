"""Watch in trainings by Keras and TensorFlow: what it finds, which line it names, and that it never stops one."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("tensorflow")
keras = pytest.importorskip("keras")

import numpy as np  # noqa: E402 - comes with Keras

from lstm_lint.watch import Watch, compiled, looking  # noqa: E402
from lstm_lint.watch.by_backend import BACKENDS  # noqa: E402
from lstm_lint.watch.by_engine import ByEngine  # noqa: E402
from lstm_lint.watch.hold import batch_of  # noqa: E402
from lstm_lint.watch.measure import norm  # noqa: E402
from lstm_lint.watch.sight import NotSeen  # noqa: E402

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        not os.environ.get("WATCH_TRAININGS"), reason="minutes of trainings: WATCH_TRAININGS=1 runs them"
    ),
]
ROOT = Path(__file__).parent.parent
layers = keras.layers


def arrays(rows: int = 64, steps: int = 12, features: int = 3) -> tuple[Any, Any]:
    x = np.random.default_rng(0).standard_normal((rows, steps, features)).astype("float32")
    return x, x.mean((1, 2))[:, None]


def compiled_model(
    *made: Any, loss: Any = "mse", optimizer: Any = "adam", steps: int = 12, features: int = 3
) -> Any:
    model = keras.Sequential([keras.Input((steps, features)), *made])
    model.compile(optimizer, loss)
    return model


def words() -> Any:
    x = np.random.default_rng(1).integers(1, 20, (16, 12))
    x[:, 8:] = 0
    return x


MODELS: dict[str, tuple[Any, Any, Any]] = {
    "stack": (
        lambda: compiled_model(
            layers.LSTM(4, return_sequences=True), layers.LayerNormalization(), layers.GRU(3), layers.Dense(1)
        ),
        *arrays(16),
    ),
    "both ways": (
        lambda: compiled_model(
            layers.Bidirectional(layers.SimpleRNN(4, return_sequences=True)),
            layers.GlobalMaxPooling1D(),
            layers.Dense(3, activation="softmax"),
            loss="sparse_categorical_crossentropy",
        ),
        arrays(16)[0],
        np.arange(16) % 3,
    ),
    "masked words": (lambda: _of_words(), words(), (np.arange(16) % 2)[:, None].astype("float32")),
}


def _of_words() -> Any:
    model = keras.Sequential(
        [
            keras.Input((12,)),
            layers.Embedding(20, 5, mask_zero=True),
            layers.LSTM(4, go_backwards=True),
            layers.Dropout(0.0),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy")
    return model


@pytest.mark.parametrize("name", MODELS)
def test_numpy_and_tensorflow_see_the_same(name: str) -> None:
    """The engine and a tape: loss, gradients of each layer, gates, and the gradient for each tenth of the steps."""
    made, x, y = MODELS[name]
    keras.utils.set_random_seed(1)
    model = made()
    batch = batch_of((x, y), None)
    assert batch is not None
    ours, theirs = ByEngine(model, batch).look(batch), BACKENDS["tensorflow"](model, False).look(batch)
    assert ours.loss == pytest.approx(theirs.loss, rel=1e-4)
    assert set(ours.gradients) == set(theirs.gradients)
    for layer, gradients in ours.gradients.items():
        if layer.startswith("embedding"):  # theirs are the rows that were read
            continue
        assert norm(gradients) == pytest.approx(norm(theirs.gradients[layer]), rel=1e-3, abs=1e-7), layer
    assert [one.name for one in ours.directions] == [one.name for one in theirs.directions]
    for one, other in zip(ours.directions, theirs.directions):
        assert one.gradient == pytest.approx(other.gradient, rel=1e-3, abs=1e-6)
        assert one.part.hidden == pytest.approx(other.part.hidden, rel=1e-4, abs=1e-6)


def watched(
    model: Any, x: Any, y: Any, *, epochs: int = 30, watch: Watch | None = None, **given: Any
) -> Watch:
    watch = watch if watch is not None else Watch(say=None, share=1.0)
    model.fit(x, y, epochs=epochs, batch_size=32, verbose=0, callbacks=[watch], **given)
    return watch


def test_healthy_training_ends_without_a_finding() -> None:
    x, y = arrays(128)
    said = io.StringIO()
    keras.utils.set_random_seed(1)
    watch = watched(
        compiled_model(layers.LSTM(8), layers.Dense(1)), x, 5 * y, epochs=15, watch=Watch(say=said, share=1.0)
    )
    assert not watch.findings and watch.off is None and len(watch.looks) > 10
    assert said.getvalue().startswith("watch: 0 findings in 60 updates") and said.getvalue().count("\n") == 1


def test_inputs_in_hundreds_are_named_with_their_layer() -> None:
    x, y = arrays(128)
    keras.utils.set_random_seed(1)
    watch = watched(compiled_model(layers.GRU(8, name="reader"), layers.Dense(1)), 200 * x, y, epochs=8)
    (finding,) = watch.findings
    assert (finding.code, finding.name, finding.severity) == ("LL701", "unscaled-inputs", "warning")
    assert finding.layer == "reader" and finding.numbers["saturated"] > 0.5


def test_training_ends_at_an_error_where_that_is_asked_for() -> None:
    x, y = arrays()
    x[0, 0, 0] = np.nan
    model = compiled_model(layers.LSTM(4), layers.Dense(1))
    watch = watched(model, x, y, watch=Watch(data=(x, y), say=None, stop_on="warning", share=1.0))
    assert [one.code for one in watch.findings] == ["LL708"]
    assert len(model.history.epoch) == 1


def test_failure_inside_watch_is_one_warning_and_the_training_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    x, y = arrays()

    def fails(*given: Any) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(looking.Looking, "look", fails)
    model = compiled_model(layers.LSTM(4), layers.Dense(1))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        watch = watched(model, x, y, epochs=3)
    (one,) = [w for w in caught if "lstm_lint.watch" in str(w.message)]
    assert "MemoryError: no room" in str(one.message) and one.category is RuntimeWarning
    assert len(model.history.epoch) == 3 and watch.off is not None and not watch.looks


def test_distributed_training_is_not_looked_at() -> None:
    said = io.StringIO()
    watch = Watch(say=said)
    model = compiled_model(layers.LSTM(4), layers.Dense(1))
    model._distribute_strategy = SimpleNamespace(num_replicas_in_sync=2)
    watch.set_model(model)
    watch.on_train_begin()
    assert watch.off == "the training is distributed over 2 replicas" and said.getvalue().count("\n") == 1


class Own(keras.Model):  # type: ignore[misc]
    """No graph of layers: the backend computes."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = layers.LSTM(4)
        self.says = layers.Dense(1)

    def call(self, x: Any) -> Any:
        return self.says(self.reads(x))


def test_model_that_is_a_class_is_looked_at_by_its_backend() -> None:
    x, y = arrays()
    model = Own()
    model.compile("adam", "mse")
    record = watched(model, x, y, epochs=4).record()
    assert record.looks and len(record.looks[-1].recurrent) == 1
    assert record.looks[-1].recurrent[0].gradients and record.looks[-1].share is not None
    with pytest.raises(NotSeen):
        ByEngine(model, batch_of((x, y), None))  # type: ignore[arg-type]


def test_loop_of_ones_own_is_looked_at() -> None:
    x, y = arrays(32)
    model = compiled_model(layers.LSTM(4), layers.Dense(1), optimizer=keras.optimizers.Adam(0.5))
    watch = Watch(model=model, planned=60, say=None, share=1.0)
    for _ in range(60):
        model.train_on_batch(x, y)
        watch.step(x, y)
    watch.finish()
    assert watch.looks and watch.looks[-1].planned == 60
    assert "LL501" in [one.code for one in watch.findings]


def test_scalars_reach_tensorboard_and_json_lines(tmp_path: Path) -> None:
    import tensorflow as tf
    from tensorflow.core.util import event_pb2

    x, y = arrays()
    watch = Watch(tensorboard=tmp_path / "logs", json_lines=tmp_path / "lines", say=None, share=1.0)
    watched(compiled_model(layers.LSTM(4, name="one"), layers.Dense(1)), x, y, epochs=6, watch=watch)
    (file,) = (tmp_path / "logs").iterdir()
    events = [event_pb2.Event.FromString(one.numpy()) for one in tf.data.TFRecordDataset(str(file))]
    assert events[0].file_version == "brain.Event:2"
    read = {(event.step, value.tag): value.simple_value for event in events for value in event.summary.value}
    lines = [json.loads(line) for line in (tmp_path / "lines").read_text().splitlines()]
    assert len(events) == 1 + len(watch.looks) > 2
    assert [one["step"] for one in lines if one["kind"] == "look"] == [look.step for look in watch.looks]
    for look in watch.looks:
        for name, value in look.scalars().items():
            assert read[look.step, name] == pytest.approx(value, rel=1e-6)
    assert any(name == "watch/one/forget_gate" for _, name in read)


def test_steps_per_execution_are_counted() -> None:
    x, y = arrays(128)
    model = keras.Sequential([keras.Input((12, 3)), layers.LSTM(4), layers.Dense(1)])
    model.compile("adam", "mse", steps_per_execution=4)
    watch = watched(model, x, y, epochs=5)
    assert watch.looks[-1].step <= 20 and watch.record().step == 20
    assert compiled.steps_a_call(model) == 4


README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_run_in_the_readme_is_as_shown(tmp_path: Path) -> None:
    """The lines are those of a run; how often it looks, and so the update that is named, hangs on the machine."""
    pytest.importorskip("pandas")
    (script,) = [
        one for one in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "lstm_lint.watch" in one
    ]
    (shown,) = re.findall(r"```text\n(train\.py:\d+: .*?)```", README, re.DOTALL)
    (tmp_path / "train.py").write_text(script, encoding="utf-8")
    shutil.copy(ROOT / "examples" / "power.csv", tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KERAS_BACKEND": "tensorflow"}
    done = subprocess.run(
        [sys.executable, "train.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = [line for line in done.stderr.splitlines() if "[LL" in line or line.startswith("watch:")]
    assert [without_numbers(line) for line in said] == [without_numbers(line) for line in shown.splitlines()]
    assert said[0].startswith(f"train.py:{script.count(chr(10))}: warning[LL701]")


def without_numbers(line: str) -> str:
    """But those of places and codes."""
    place, _, rest = line.partition("] ")
    return place + re.sub(r"\d+(\.\d+)?%?", "n", rest) if rest else re.sub(r"\d+(\.\d+)?%?", "n", place)
