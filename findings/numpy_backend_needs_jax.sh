#!/usr/bin/env bash
# Keras 3.15.1: the NumPy backend does not import without JAX.
#
# `KERAS_BACKEND=numpy` is offered as the light backend for inference. Its module `math` imports the Fourier transforms of the JAX
# backend, so `import keras` ends in a ModuleNotFoundError for `jax` where nothing but Keras, NumPy and SciPy is
# installed (SciPy is a dependency of that backend as undeclared as JAX). pip is content.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 numpy==2.4.6 scipy==1.17.1
cat > "$folder/look.py" <<'PYTHON'
import importlib.metadata

try:
    import keras  # noqa: F401
    print("imported")
except ModuleNotFoundError as error:
    print(type(error).__name__, error.name)
print("declared:", any("jax" in one for one in importlib.metadata.requires("keras")))
PYTHON
cat > "$folder/seen" <<'SEEN'
ModuleNotFoundError jax
declared: False
SEEN
KERAS_BACKEND=numpy "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
