#!/usr/bin/env bash
# Keras 3.15.1: `Bidirectional(a, backward_layer=b)` holds b itself, and of a only a copy with new weights.
#
# TimeDistributed holds the layer that it is given. The docstring of Bidirectional says that it starts from fresh weights, and the guess is
# that this goes for both halves, or for none. The first layer is made anew from its configuration, and what it has learned stays behind;
# the second is taken as it is. Of two trained layers one half goes on from its weights and the other starts from random numbers. Training
# changes b, wherever else it is used, and never a. Freezing a afterwards freezes nothing, freezing b works. Shapes fit and nothing is
# said. In the source: `Bidirectional.__init__` in layers/rnn/bidirectional.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers

x = keras.random.normal((8, 5, 2), seed=1)
y = np.ones((8, 3))
a = layers.LSTM(3)
b = layers.LSTM(3, go_backwards=True)
alone = {"a": np.array(a(x)), "b": np.array(b(x))}
both = layers.Bidirectional(a, backward_layer=b, merge_mode=None)
forward, backward = both(x)
print("forward half computes what a does:", np.allclose(forward, alone["a"]))
print("backward half computes what b does:", np.allclose(backward, alone["b"]))

a.trainable = b.trainable = False
print("weights that are trained:", len(both.trainable_variables), "of", len(both.weights))
a.trainable = b.trainable = True
given = keras.Input((5, 2))
model = keras.Model(given, layers.Add()(both(given)))
model.compile("adam", "mse")
model.fit(x, y, verbose=0)
print("training changed a:", not np.allclose(a(x), alone["a"]))
print("training changed b:", not np.allclose(b(x), alone["b"]))
PYTHON
cat > "$folder/seen" <<'SEEN'
forward half computes what a does: False
backward half computes what b does: True
weights that are trained: 3 of 6
training changed a: False
training changed b: True
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
