#!/usr/bin/env bash
# Keras 3.15.1: an Embedding takes negative ids and counts them from the end, on every backend; ids beyond the table are what differs.
#
# An id of -1 often marks padding or an unknown word, and a table has no such row, so the guess is an error: `tf.gather`, by which Keras 2 looked up, refuses
# negative indices on a CPU. Keras 3 looks up by `ops.take`, which wraps negative indices round first: -1 trains the vector of the
# last word. Only ids beyond either end are refused, and not everywhere: JAX gives NaN for them and goes on, NumPy raises.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers

table = layers.Embedding(3, 2)
table.build((None, 1))
table.set_weights([np.arange(6.0).reshape(3, 2)])
for number in (0, -1, -3, -4, 3):
    try:
        print(keras.backend.backend(), number, np.asarray(table(np.array([number]))).tolist())
    except IndexError:
        print(keras.backend.backend(), number, "IndexError")
PYTHON
cat > "$folder/seen" <<'SEEN'
jax 0 [[0.0, 1.0]]
jax -1 [[4.0, 5.0]]
jax -3 [[0.0, 1.0]]
jax -4 [[nan, nan]]
jax 3 [[nan, nan]]
numpy 0 [[0.0, 1.0]]
numpy -1 [[4.0, 5.0]]
numpy -3 [[0.0, 1.0]]
numpy -4 IndexError
numpy 3 IndexError
SEEN
for backend in jax numpy; do
  KERAS_BACKEND=$backend "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" || { cat "$folder/errors" >&2; exit 1; }
done > "$folder/now"
diff "$folder/seen" "$folder/now" && echo "as it was seen"
