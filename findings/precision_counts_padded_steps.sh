#!/usr/bin/env bash
# Keras 3.15.1: Precision and Recall count the padded steps of a masked sequence, accuracy does not.
#
# `compile` hands the mask of the output to a metric as part of `sample_weight`. Metrics that are made from a function (accuracy,
# mse) use it. Here the model says 1 at each step, which is right for the two real ones; the two padded ones have the target 0.
# Accuracy is 1, Precision says 0.5. The guess would be that all metrics of one `compile` look at the same steps. Metrics given
# under `weighted_metrics` do not behave differently for a mask.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers

ids = keras.Input((4,))
hidden = layers.Embedding(5, 1, mask_zero=True, embeddings_initializer="zeros")(ids)
out = layers.Dense(1, activation="sigmoid", bias_initializer="ones")(hidden)
for kind in ("metrics", "weighted_metrics"):
    model = keras.Model(ids, out)
    model.compile(loss="mse", **{kind: ["accuracy", keras.metrics.Precision(name="precision")]})
    x, y = np.array([[1, 1, 0, 0]]), np.array([[[1.0], [1.0], [0.0], [0.0]]])
    said = model.evaluate(x, y, verbose=0, return_dict=True)
    print(kind, "accuracy", said["accuracy"], "precision", said["precision"])
PYTHON
cat > "$folder/seen" <<'SEEN'
metrics accuracy 1.0 precision 0.5
weighted_metrics accuracy 1.0 precision 0.5
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
