#!/usr/bin/env bash
# Keras 3.15.1: on TensorFlow a crossentropy reads the logits of the last activation, whichever it was; on JAX it reads the probabilities.
#
# Softmax over one unit is 1 for everything, so the guess is a loss that no training can lower, and that is what JAX shows. On TensorFlow
# softmax and sigmoid both leave their logits on the tensor, and each crossentropy takes them without asking which of the two it was:
# softmax over one unit is trained as a sigmoid, sigmoids under categorical_crossentropy as a softmax, and from_logits=True after
# a softmax counts once, not twice. The loss falls as it should, while `predict` gives 1 for every row of the first head.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  keras==3.15.1 tensorflow==2.21.0 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers, losses

rng = np.random.default_rng(3)
x, two, three = rng.normal(size=(64, 6, 2)), rng.integers(0, 2, (64, 1)), np.eye(3)[rng.integers(0, 3, 64)]


def score(units, activation, loss, y):
    keras.utils.set_random_seed(5)
    model = keras.Sequential([keras.Input((6, 2)), layers.LSTM(4), layers.Dense(units, activation)])
    model.compile("sgd", loss)
    return f"{model.evaluate(x, y, verbose=0):.3f}", f"{float(model.predict(x, verbose=0).max()):.2f}"


print(keras.backend.backend())
print("1 unit, sigmoid, binary", *score(1, "sigmoid", losses.BinaryCrossentropy(), two))
print("1 unit, softmax, binary", *score(1, "softmax", losses.BinaryCrossentropy(), two))
print("3 units, softmax, categorical", *score(3, "softmax", losses.CategoricalCrossentropy(), three))
print("3 units, sigmoid, categorical", *score(3, "sigmoid", losses.CategoricalCrossentropy(), three))
print("3 units, softmax, from_logits", *score(3, "softmax", losses.CategoricalCrossentropy(from_logits=True), three))
PYTHON
for backend in tensorflow jax; do
  KERAS_BACKEND=$backend "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" || { cat "$folder/errors" >&2; exit 1; }
done > "$folder/now"
cat > "$folder/seen" <<'SEEN'
tensorflow
1 unit, sigmoid, binary 0.694 0.51
1 unit, softmax, binary 0.694 1.00
3 units, softmax, categorical 1.098 0.41
3 units, sigmoid, categorical 1.098 0.58
3 units, softmax, from_logits 1.098 0.41
jax
1 unit, sigmoid, binary 0.694 0.60
1 unit, softmax, binary 7.971 1.00
3 units, softmax, categorical 1.123 0.42
3 units, sigmoid, categorical 1.109 0.59
3 units, softmax, from_logits 1.106 0.42
SEEN
diff "$folder/seen" "$folder/now" && echo "as it was seen"
