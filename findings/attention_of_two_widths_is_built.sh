#!/usr/bin/env bash
# Keras 3.15.1: attention of a query and values of different width is built, and fails only when data comes.
#
# Layers check their inputs when they are called on symbolic tensors, so the guess is that a graph which was built can be run: LSTM, Dense and
# Concatenate refuse what does not fit at once. Attention and AdditiveAttention state the shape of their output by a formula of their own,
# which looks at the width of the values alone and never multiplies anything. A query of 8 features and values of 16 give a model,
# a summary and a count of weights; the first batch raises. MultiHeadAttention takes the same two, for it projects both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers


def attempt(name, attention):
    asked, given = keras.Input((5, 8)), keras.Input((7, 16))
    try:
        model = keras.Model([asked, given], attention(asked, given))
    except Exception as error:
        print(name, "is not built:", type(error).__name__)
        return
    try:
        got = model.predict([np.ones((2, 5, 8)), np.ones((2, 7, 16))], verbose=0).shape
    except Exception as error:
        got = type(error).__name__
    print(name, "is built as", model.output.shape, "and gives", got)


attempt("Attention", lambda a, b: layers.Attention()([a, b]))
attempt("AdditiveAttention", lambda a, b: layers.AdditiveAttention()([a, b]))
attempt("MultiHeadAttention", lambda a, b: layers.MultiHeadAttention(2, 4)(a, b))
attempt("Dot", lambda a, b: layers.Dot(-1)([a, b]))
PYTHON
cat > "$folder/seen" <<'SEEN'
Attention is built as (None, 5, 16) and gives TypeError
AdditiveAttention is built as (None, 5, 16) and gives TypeError
MultiHeadAttention is built as (None, 5, 8) and gives (2, 5, 8)
Dot is not built: ValueError
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" > "$folder/now" 2> "$folder/errors" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
