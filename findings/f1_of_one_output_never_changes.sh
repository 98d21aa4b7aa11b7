#!/usr/bin/env bash
# Keras 3.15.1: F1Score of one sigmoid output is the same number for every model, and categorical_accuracy of it is 1.
#
# scikit-learn takes class labels, and most metrics of Keras cut a probability at 0.5, so the guess is that F1Score does that too. Its threshold is
# None, and then an output is positive where it is the largest of its row. A row of one output has no other: all rows are positive, whatever
# the model says, and the score is 2p / (1 + p) of the share p of positive labels. Categorical accuracy compares the place of the largest entry
# of target and output, which is 0 for both. Neither raises or warns, so a monitor on them never improves.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import keras
import numpy as np

labels = np.array([1, 0, 0, 1, 0, 0, 0, 0], "float32").reshape(-1, 1)
models = {"right": 0.9 * labels + 0.05, "wrong": 0.95 - 0.9 * labels, "undecided": np.full((8, 1), 0.5)}
for name, outputs in models.items():
    told = []
    for metric in (
        keras.metrics.F1Score(),
        keras.metrics.F1Score(threshold=0.5),
        keras.metrics.CategoricalAccuracy(),
        keras.metrics.BinaryAccuracy(),
    ):
        metric.update_state(labels, outputs.astype("float32"))
        told.append(float(np.round(np.asarray(metric.result()), 2).ravel()[0]))
    print(f"{name}: F1 {told[0]:.2f}, with a threshold {told[1]:.2f}, categorical accuracy {told[2]:.2f}, binary {told[3]:.2f}")
PYTHON
cat > "$folder/seen" <<'SEEN'
right: F1 0.40, with a threshold 1.00, categorical accuracy 1.00, binary 1.00
wrong: F1 0.40, with a threshold 0.00, categorical accuracy 1.00, binary 0.00
undecided: F1 0.40, with a threshold 0.00, categorical accuracy 1.00, binary 0.75
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" > "$folder/now" 2> "$folder/errors" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
