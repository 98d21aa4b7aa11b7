#!/usr/bin/env bash
# Keras 3.15.1: of a target that is a class a time step, `class_weight` weights the row, by the PLACE of its largest class.
#
# A tagger has (batch, timesteps) classes, and `sparse_categorical_crossentropy` takes them so. The guess is that class_weight={0: 1, 1: 10}
# weights each step by its class, or that it raises. It takes any last axis that is longer than 1 for one-hot classes: the argmax over the
# time steps is looked up as if it were a class, and a place that is no key of the dictionary weighs 1. A row with its first tag at step 1
# counts ten times in all its steps, one with the same tag at step 2 once, and a row of nothing but the rare class weighs what a row
# without it does. Targets of (batch, timesteps, 1) raise. Nothing is learned here, so that the loss, log 2 a step, shows the
# weight. In the source: `class_weight_to_sample_weights` in trainers/data_adapters/data_adapter_utils.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers

weights = {0: 1.0, 1: 10.0}
model = keras.Sequential(
    [
        keras.Input((4, 1)),
        layers.LSTM(2, return_sequences=True),
        layers.Dense(2, "softmax", kernel_initializer="zeros"),
    ]
)
model.compile(keras.optimizers.SGD(0.0), "sparse_categorical_crossentropy")
for tags in ([0, 0, 0, 0], [0, 1, 0, 0], [0, 1, 1, 1], [0, 0, 1, 0], [1, 1, 1, 1]):
    history = model.fit(np.ones((1, 4, 1)), np.array([tags]), class_weight=weights, verbose=0).history
    by_step = np.mean([weights[tag] for tag in tags])
    print(tags, "weighs", round(history["loss"][0] / np.log(2), 2), "and by its steps", by_step)
PYTHON
cat > "$folder/seen" <<'SEEN'
[0, 0, 0, 0] weighs 1.0 and by its steps 1.0
[0, 1, 0, 0] weighs 10.0 and by its steps 3.25
[0, 1, 1, 1] weighs 10.0 and by its steps 7.75
[0, 0, 1, 0] weighs 1.0 and by its steps 3.25
[1, 1, 1, 1] weighs 1.0 and by its steps 10.0
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
