#!/usr/bin/env bash
# Keras 3.15.1: `layers.Softmax` on a masked sequence applies the mask of time steps to the features.
#
# The implicit mask of an Embedding or Masking layer is (batch, timesteps), the input of the softmax is (batch, timesteps,
# features). Softmax hands the mask on to the addition of a large negative number, which broadcasts from the right: where the
# number of features equals the number of time steps and the batch is 1 (or equals them too), the mask silently hides features.
# For all other shapes the layer raises an error. The guess would be that padded time steps are left alone, or that the layer
# is transparent for masks, since `supports_masking` is True.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import numpy as np
from keras import layers

ids = np.array([[1, 2, 0]])  # the last time step is padded
for features in (3, 4):
    sequence = layers.Embedding(5, features, mask_zero=True)(ids)
    try:
        shares = np.asarray(layers.Softmax()(sequence))
        print(features, "features: share of the last feature by time step", shares[0, :, -1].tolist())
    except Exception as error:
        print(features, "features:", type(error).__name__)
print("supports_masking:", layers.Softmax().supports_masking)
PYTHON
cat > "$folder/seen" <<'SEEN'
3 features: share of the last feature by time step [0.0, 0.0, 0.0]
4 features: ValueError
supports_masking: True
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
