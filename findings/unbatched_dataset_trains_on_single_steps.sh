#!/usr/bin/env bash
# Keras 3.15.1, TensorFlow 2.21.0: a tf.data.Dataset that nobody batched trains an LSTM in silence, on sequences of one step.
#
# Without `.batch(...)` every element is one sample: x of shape (20, 1), y of shape (1,). The guess is an error, for the model declares
# (batch, 20, 1) and gets two axes. A functional model adds an axis at the end of what is one axis short and ends in 1, so (20, 1)
# becomes (20, 1, 1): the 20 steps are 20 samples of one step, and their 20 results are compared with one target. The stated 20 steps are
# not asked for, nothing warns, and the progress bar counts samples. With two features the axis is missed and Keras raises.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
import tensorflow as tf
from keras import layers


class Seen(layers.Layer):
    shapes = set()

    def call(self, x):
        self.shapes.add(tuple(x.shape))
        return x


def train(features, batched):
    rng = np.random.default_rng(0)
    data = tf.data.Dataset.from_tensor_slices((rng.random((8, 20, features)), rng.random((8, 1))))
    model = keras.Sequential([keras.Input((20, features)), Seen(), layers.LSTM(4), layers.Dense(1)])
    model.compile("sgd", "mse", run_eagerly=True)
    Seen.shapes.clear()
    try:
        model.fit(data.batch(4) if batched else data, verbose=0)
    except ValueError as error:
        return type(error).__name__
    return sorted(Seen.shapes)


print("batched, 1 feature", train(1, True))
print("as it is, 1 feature", train(1, False))
print("as it is, 2 features", train(2, False))
PYTHON
cat > "$folder/seen" <<'SEEN'
batched, 1 feature [(4, 20, 1)]
as it is, 1 feature [(20, 1, 1)]
as it is, 2 features ValueError
SEEN
"$folder/venv/bin/python" "$folder/look.py" > "$folder/now" 2> "$folder/errors" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
