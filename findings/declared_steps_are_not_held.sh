#!/usr/bin/env bash
# Keras 3.15.1: a model takes sequences of another length than its Input declares, and says nothing.
#
# `Input((4, 1))` names four time steps, `summary` and `input_shape` show them, and Keras compares what it is given with that in other
# places: the rank, the number of inputs. The guess would be that seven steps raise. They do not: `fit` and `predict` of seven or two steps
# run through, for a layer that reads any length makes the same weights, and the output has the declared shape. Windows that were cut with
# the wrong length therefore train without a word; only a layer whose weights hang on the length (Flatten before Dense) refuses them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers


def model(*stack):
    made = keras.Sequential([keras.Input((4, 1)), *stack, layers.Dense(1)])
    made.compile("sgd", "mse")
    return made


for name, stack in (("LSTM", [layers.LSTM(3)]), ("Conv1D, pooled", [layers.Conv1D(3, 2), layers.GlobalMaxPooling1D()])):
    made = model(*stack)
    for steps in (4, 2, 7):
        x = np.zeros((8, steps, 1))
        made.fit(x, np.zeros((8, 1)), verbose=0)
        print(name, "declared", made.input_shape, "given", x.shape, "predicts", made.predict(x, verbose=0).shape)
try:
    model(layers.Flatten()).predict(np.zeros((8, 7, 1)), verbose=0)
    print("Flatten: taken")
except Exception:
    print("Flatten: refused")
PYTHON
cat > "$folder/seen" <<'SEEN'
LSTM declared (None, 4, 1) given (8, 4, 1) predicts (8, 1)
LSTM declared (None, 4, 1) given (8, 2, 1) predicts (8, 1)
LSTM declared (None, 4, 1) given (8, 7, 1) predicts (8, 1)
Conv1D, pooled declared (None, 4, 1) given (8, 4, 1) predicts (8, 1)
Conv1D, pooled declared (None, 4, 1) given (8, 2, 1) predicts (8, 1)
Conv1D, pooled declared (None, 4, 1) given (8, 7, 1) predicts (8, 1)
Flatten: refused
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
