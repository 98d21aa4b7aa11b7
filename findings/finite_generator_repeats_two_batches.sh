#!/usr/bin/env bash
# Keras 3.15.1: a Python generator that ends gives its first two batches again in each later epoch, and nothing else.
#
# `fit` looks at two batches to learn their shape and puts them back in front - of every epoch, while the generator itself is used up
# after the first. The guess would be that the training stops there, or that it raises. It says "Your input ran out of data" and goes
# on to the last epoch, and the loss that it reports is that of two batches. Given as validation data, such a generator is scored whole
# once and by its first two batches from then on: later scores are the same however many batches there are.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np

rows = np.arange(40.0)[:, None]


class Seen(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.batches = 0

    def on_train_batch_end(self, batch, logs=None):
        self.batches += 1

    def on_epoch_end(self, epoch, logs=None):
        print("epoch", epoch + 1, "batches", self.batches)


def once(count):
    for at in range(0, 4 * count, 4):
        yield rows[at : at + 4], rows[at : at + 4]


def model():
    made = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    made.compile(keras.optimizers.SGD(0.0), "mse")
    return made


model().fit(once(10), epochs=4, verbose=0, callbacks=[Seen()])
for count in (10, 5):
    history = model().fit(rows, rows, epochs=3, verbose=0, validation_data=once(count)).history
    print(count, "batches, val_loss", [round(loss, 1) for loss in history["val_loss"]])
PYTHON
cat > "$folder/seen" <<'SEEN'
epoch 1 batches 10
epoch 2 batches 2
epoch 3 batches 2
epoch 4 batches 2
10 batches, val_loss [513.5, 17.5, 17.5]
5 batches, val_loss [123.5, 17.5, 17.5]
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
