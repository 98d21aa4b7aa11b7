#!/usr/bin/env bash
# Keras 3.15.1: inside Bidirectional an LSTM gives 0 for padded steps; alone the same LSTM repeats its last real step there.
#
# `return_sequences=True` under a mask: an LSTM puts out at each padded step what it put out at the last real one, so that `h[:, -1]`
# is the state after the whole row. Bidirectional sets `zero_output_for_mask` of the layers that it is given, and the last step of a
# row that is padded behind is 0 in all features, of the forward half too. The guess would be that the forward half of a Bidirectional
# is the layer that it was made of. Here two rows of the same tokens, one of them padded; the weights are the same in both layers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers


def lstm():
    return layers.LSTM(1, return_sequences=True, kernel_initializer="ones", recurrent_initializer="ones")


ids = keras.Input((5,), dtype="int32")
x = layers.Embedding(3, 1, mask_zero=True, embeddings_initializer="ones")(ids)
model = keras.Model(ids, [lstm()(x), layers.Bidirectional(lstm())(x)])
rows = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
alone, both = model.predict(rows, verbose=0)
for name, sequence in (("LSTM", alone), ("forward half of Bidirectional", both[..., :1])):
    print(name)
    print(np.round(sequence[..., 0], 3))
PYTHON
cat > "$folder/seen" <<'SEEN'
LSTM
[[0.37  0.667 0.805 0.85  0.862]
 [0.37  0.667 0.805 0.805 0.805]]
forward half of Bidirectional
[[0.37  0.667 0.805 0.85  0.862]
 [0.37  0.667 0.805 0.    0.   ]]
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
