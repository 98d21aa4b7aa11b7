#!/usr/bin/env bash
# Keras 3.15.1: `layer.input` of a recurrent layer behind Embedding(mask_zero=True) is a list of two: the sequence, and its mask.
#
# `layer.input` is documented as the input of a layer, and for one that reads one tensor it is that tensor. The guess would be that the mask,
# which is handed on apart, is no part of it. With a mask it is: code that takes `model.layers[i].input` to build a model up to there, or reads
# its shape, gets a list with a boolean tensor in it, and only for models with a mask.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
from keras import layers


def seen(layer):
    found = layer.input
    several = found if isinstance(found, list) else [found]
    return type(found).__name__, [(one.shape, one.dtype) for one in several]


for masked in (False, True):
    model = keras.Sequential([keras.Input((4,)), layers.Embedding(10, 3, mask_zero=masked), layers.LSTM(2), layers.Dense(1)])
    for layer in model.layers[1:]:
        print("mask_zero", masked, type(layer).__name__, *seen(layer))
PYTHON
cat > "$folder/seen" <<'SEEN'
mask_zero False LSTM KerasTensor [((None, 4, 3), 'float32')]
mask_zero False Dense KerasTensor [((None, 2), 'float32')]
mask_zero True LSTM list [((None, 4, 3), 'float32'), ((None, 4), 'bool')]
mask_zero True Dense KerasTensor [((None, 2), 'float32')]
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
