"""Which weights a score is of, where a checkpoint keeps the best ones: LL837."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

TEXT = """
import keras
import numpy as np
from keras import layers
from keras.callbacks import EarlyStopping, ModelCheckpoint

x, y, new_x, new_y = (np.load(name) for name in ("x.npy", "y.npy", "new_x.npy", "new_y.npy"))


class Best(keras.callbacks.Callback):
    def on_train_end(self, logs=None):
        self.model.set_weights(self.best)


class Shown(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(epoch, logs)


def network():
    model = keras.Sequential([keras.Input((50, 6)), layers.LSTM(64), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    return model


model = network()
model.fit(x, y, epochs={epochs}, validation_split=0.2, callbacks=[{callbacks}])
{after}
"""
KEPT = 'ModelCheckpoint("best.keras", save_best_only=True)'
SCORED = "print(model.evaluate(new_x, new_y))"


def found(callbacks: str = KEPT, after: str = SCORED, epochs: str = "50") -> int:
    selection = Settings((Selection("a test", ("LL837",)),), keras="3")
    text = TEXT.format(callbacks=callbacks, after=after, epochs=epochs)
    return len(lint(from_bytes(text.encode(), "elsewhere/example.py"), selection))


@pytest.mark.parametrize(
    ("callbacks", "after"),
    [
        (KEPT, SCORED),
        (f"EarlyStopping(patience=10), {KEPT}", SCORED),
        ('ModelCheckpoint("a.keras", monitor="val_mae", mode="min", save_best_only=True)', SCORED),
        (KEPT, "print(np.abs(model.predict(new_x)[:, 0] - new_y).mean())"),
        (KEPT, 'model.save("last.keras")\n' + SCORED),
    ],
)
def test_the_last_weights_are_scored_and_the_best_lie_in_a_file(callbacks: str, after: str) -> None:
    assert found(callbacks, after) == 1


@pytest.mark.parametrize(
    ("callbacks", "after", "epochs"),
    [
        (KEPT, 'model = keras.models.load_model("best.keras")\n' + SCORED, "50"),
        (KEPT, 'model = network()\nmodel.load_weights("best.keras")\n' + SCORED, "50"),
        (f"EarlyStopping(patience=10, restore_best_weights=True), {KEPT}", SCORED, "50"),
        ('ModelCheckpoint("each.keras")', SCORED, "50"),
        (KEPT, "", "50"),  # another program may use the file
        (KEPT, "print(model.predict(new_x))", "50"),
        (
            'ModelCheckpoint("a.keras", monitor="val_accuracy", save_best_only=True)',
            SCORED,
            "50",
        ),  # saves nothing
        ('ModelCheckpoint("a.keras", monitor="loss", save_best_only=True)', SCORED, "50"),
        (KEPT, SCORED, "2"),
        (KEPT, SCORED, "int(input())"),
    ],
)
def test_the_best_weights_are_scored_or_that_is_not_known(callbacks: str, after: str, epochs: str) -> None:
    assert found(callbacks, after, epochs) == 0


def test_a_callback_of_the_program_may_bring_them_back() -> None:
    assert found(f"Best(), {KEPT}") == 0
    assert found(f"Shown(), {KEPT}") == 1
    assert found(f"keras.callbacks.LambdaCallback(on_train_end=restore), {KEPT}") == 0
