#!/usr/bin/env bash
# Keras 3.15.1: one `sample_weight` a row weights time steps when the batch is as long as the sequence.
#
# The target of a sequence model is (batch, timesteps, 1), so the loss has a value a time step: (batch, timesteps). A weight a
# row, (batch,), is multiplied without an axis being added: it broadcasts along the time steps. With a batch of 4 rows and 4
# time steps nothing complains, and leaving out row 0 leaves out step 0 of every row. With any other batch size the same call
# raises an error. The guess would be that weights belong to rows, as the documentation of `fit` says first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np

model = keras.Sequential([keras.Input((4, 1)), keras.layers.Dense(1, kernel_initializer="ones", use_bias=False)])
model.compile(loss="mse")
x = np.ones((4, 4, 1))
x[0] = 3.0  # row 0 is off by 3, the others by 1: without it the loss is 3 * 1 / 4 = 0.75
y = np.zeros((4, 4, 1))
weights = np.array([0.0, 1.0, 1.0, 1.0])
print("batch of 4:", model.evaluate(x, y, sample_weight=weights, batch_size=4, verbose=0))
try:
    model.evaluate(x, y, sample_weight=weights, batch_size=2, verbose=0)
except Exception as error:
    print("batch of 2:", type(error).__name__)
PYTHON
cat > "$folder/seen" <<'SEEN'
batch of 4: 2.25
batch of 2: ValueError
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
