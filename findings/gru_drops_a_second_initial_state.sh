#!/usr/bin/env bash
# Keras 3.15.1: a GRU takes a list of two initial states, and the second one changes nothing.
#
# An LSTM hands over `[state_h, state_c]`, a GRU has one state. Giving both to a GRU - an encoder of LSTM before a decoder of GRU - looks like
# an error that Keras must see: the number of inputs of a model is checked, and the shapes of states are. The number of states is not: the
# model is built, trains and predicts, and reads the first of the two alone. What the cell state held is lost without a word.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers

steps, hidden, cell = keras.Input((6, 3)), keras.Input((4,)), keras.Input((4,))
model = keras.Model([steps, hidden, cell], layers.GRU(4)(steps, initial_state=[hidden, cell]))
model.compile("sgd", "mse")
x, zeros, ones = np.ones((8, 6, 3)), np.zeros((8, 4)), np.ones((8, 4))
model.fit([x, zeros, zeros], zeros, verbose=0)
as_it_is = model.predict([x, zeros, zeros], verbose=0)
for name, given in (("first", [x, ones, zeros]), ("second", [x, zeros, ones])):
    print(name, "state changes the output:", not np.allclose(as_it_is, model.predict(given, verbose=0)))
PYTHON
cat > "$folder/seen" <<'SEEN'
first state changes the output: True
second state changes the output: False
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
