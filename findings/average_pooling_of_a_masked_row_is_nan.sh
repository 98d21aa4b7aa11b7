#!/usr/bin/env bash
# Keras 3.15.1: `GlobalAveragePooling1D` gives NaN for a row of which every time step is masked.
#
# The layer divides the sum of the unmasked steps by their number and does not guard against zero. An LSTM gives its initial
# state, zeros, for the same row, and GlobalMaxPooling1D ignores the mask, so swapping one for the other looks harmless. One empty
# text in a batch (a tokenizer that knows none of its words) is enough: the loss of the batch is NaN, and after one step all weights
# are.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import numpy as np
from keras import layers

ids = np.array([[0, 0, 0], [1, 2, 0]])  # the first row is nothing but padding
sequence = layers.Embedding(5, 2, mask_zero=True)(ids)
for layer in (layers.GlobalAveragePooling1D(), layers.GlobalMaxPooling1D(), layers.LSTM(2)):
    print(type(layer).__name__, "NaN in each row:", np.isnan(np.asarray(layer(sequence))).any(axis=1).tolist())
PYTHON
cat > "$folder/seen" <<'SEEN'
GlobalAveragePooling1D NaN in each row: [True, False]
GlobalMaxPooling1D NaN in each row: [False, False]
LSTM NaN in each row: [False, False]
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
