"""Callback classes of the program: one that only looks on leaves the learning rate as it is, and rules speak of it."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

SCRIPT = """\
import keras
import numpy as np
from keras import callbacks


{written}

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential([keras.Input((24, 1)), keras.layers.LSTM(64), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(learning_rate=0.3), "mse")
history = model.fit(x, y, validation_split=0.2, callbacks=[{callback}])
print(history.history["accuracy"])
"""

ONLOOKING = {
    "keeps the loss": """
class Kept(keras.callbacks.Callback):
    def on_train_begin(self, logs={}):
        self.losses = []

    def on_batch_end(self, batch, logs={}):
        self.losses.append(logs.get("loss"))
""",
    "prints, with a constructor": """
class Kept(callbacks.Callback):
    def __init__(self, every=10):
        super(Kept, self).__init__()
        self.every = every

    def on_epoch_end(self, epoch, logs=None):
        if epoch % self.every == 0:
            print(epoch, logs["val_loss"], logs)
""",
    "scores what it has": """
class Kept(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.scores[epoch] = np.abs(self.model.predict(self.x) - self.y).mean()
        self.model.save_weights("best.weights.h5")
""",
    "derived from another of the program": """
class First(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(logs)


class Kept(First):
    pass
""",
}
TAKING_PART = {
    "sets the rate": ("on_epoch_begin", "self.model.optimizer.learning_rate = 1e-4"),
    "sets the rate by the backend": ("on_epoch_begin", "keras.backend.set_value(self.rate, 1e-4)"),
    "ends the training": ("on_epoch_end", "self.model.stop_training = logs['loss'] < 0.1"),
    "logs a name of its own": ("on_epoch_end", "logs['accuracy'] = 0.5"),
    "adds to the logs": ("on_epoch_end", "logs.update(accuracy=0.5)"),
    "hands the model to a function": ("on_epoch_begin", "adjusted(self.model)"),
    "hands itself to a function": ("on_epoch_begin", "adjusted(self)"),
    "ends by an exception": ("on_epoch_end", "raise KeyboardInterrupt"),
}


def _codes(written: str, callback: str = "Kept()") -> set[str]:
    settings = Settings((Selection("the test", ("LL501", "LL838")),), "strict", keras="3")
    text = SCRIPT.format(written=written, callback=callback)
    return {one.code for one in lint(from_bytes(text.encode(), "elsewhere/example.py"), settings)}


@pytest.mark.parametrize("written", ONLOOKING.values(), ids=ONLOOKING.keys())
def test_class_that_looks_on_leaves_rate_and_logs(written: str) -> None:
    assert _codes(written) == {"LL501", "LL838"}


@pytest.mark.parametrize(("hook", "does"), TAKING_PART.values(), ids=TAKING_PART.keys())
def test_class_that_takes_part_may_change_them(hook: str, does: str) -> None:
    written = f"class Kept(callbacks.Callback):\n    def {hook}(self, epoch, logs=None):\n        {does}\n"
    leaves_logs = does.startswith(("self.model", "keras.backend"))
    assert _codes(written) == ({"LL838"} if leaves_logs else set())


def test_class_of_another_base_may_do_what_that_does() -> None:
    assert _codes("from project import Base\n\n\nclass Kept(Base):\n    pass\n") == set()
    assert _codes("class Kept(callbacks.LearningRateScheduler):\n    pass\n", "Kept(print)") == set()


ASKS = """import keras
import numpy as np
from keras import layers


class Own(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        BODY


x, y = np.random.rand(200, 30, 4), np.random.rand(200, 1)
model = keras.Sequential([keras.Input((30, 4)), layers.GRU(16), layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
model.fit(x, y, callbacks=[Own()])
"""


def names_missed(body: str) -> list[str]:
    source = from_bytes(ASKS.replace("BODY", body).encode(), "elsewhere/example.py")
    return [one.message for one in lint(source, Settings(keras="3")) if one.code == "LL838"]


@pytest.mark.parametrize(
    "body",
    [
        "print(logs['val_loss'])",
        "loss = logs['val_mae'] + 1",
        "if logs.get('val_loss') < 0.1: self.model.stop_training = True",
        "if 0.9 < logs.get('acc'): self.model.stop_training = True",
        "if logs['val_loss'] < 0.1: print('low')",
    ],
)
def test_what_an_own_callback_asks_of_the_logs_is_looked_up(body: str) -> None:
    assert len(names_missed(body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "print(logs['mae'], logs['loss'], logs.get('val_loss'))",
        "if logs.get('val_loss', 1) < 0.1: print('low')",
        "if 'val_loss' in logs and logs['val_loss'] < 0.1: print('low')",
        "if 'val_loss' in logs: print(logs['val_loss'])",
        "print(logs['val_loss'] if logs else 0)",
        "logs['val_loss'] = 0.1",
        "logs.update(val_loss=0.2); print(logs['val_loss'])",
        "try: print(logs['val_loss'])\n        except KeyError: pass",
        "if epoch > 90: print(logs['val_loss'])",
    ],
)
def test_what_may_not_be_asked_or_be_there_is_left(body: str) -> None:
    assert names_missed(body) == []
