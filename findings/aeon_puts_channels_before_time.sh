#!/usr/bin/env bash
# aeon 1.6.0: collections are (cases, channels, timepoints); a Keras recurrent layer takes the last axis for features.
#
# A univariate collection of 24 steps is (n, 1, 24). Given to an LSTM as it is, Keras builds and trains without a complaint on ONE
# time step of 24 features: the recurrence never runs. tslearn, from the same field, has (n, 24, 1). The rank is right, so no shape
# check of Keras can see it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check aeon==1.6.0
cat > "$folder/look.py" <<'PYTHON'
from aeon.datasets import load_unit_test

x, y = load_unit_test(split="train")
print(x.shape, y.shape)
PYTHON
cat > "$folder/seen" <<'SEEN'
(20, 1, 24) (20,)
SEEN
"$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
