#!/usr/bin/env bash
# skforecast 0.26.0, Keras 3.15.1: ForecasterRnn with chosen lags trains on their mirror image, and forecasts from all lags.
#
# `lags=[1, 2, 7]` asks for the values of one, two and seven days ago, `lags=[7]` for the same day of last week; the guess is that the
# network reads these. Its forecaster cuts windows that begin with the oldest value and picks by `lags - 1` from that end: 7, 6 and 1 in
# place of 7, 2 and 1, or yesterday in place of a week ago, under names that say what was asked for. The forecast does not pick at all: it
# feeds the whole window, of seven steps here. Keras holds nobody to the number of steps that an Input names, so both run. With lags 1 to n,
# the common case, all is well. In the source: `_create_lags` and `_create_predict_inputs` in deep_learning/_forecaster_rnn.py. Here the
# value of a day is its number, so that a target minus its row shows the lags.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  skforecast==0.26.0 keras==3.15.1 jax==0.10.2 scikit-learn==1.9.1 matplotlib==3.11.2 pandas==2.3.3 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import contextlib
import io
import warnings

warnings.simplefilter("ignore")
import numpy as np
import pandas as pd
from skforecast.deep_learning import ForecasterRnn, create_and_compile_model

days = pd.DataFrame({"load": np.arange(30.0)}, index=pd.date_range("2024-01-01", periods=30))
for lags in ([1, 2, 3], [1, 2, 7], [7]):
    with contextlib.redirect_stdout(io.StringIO()):
        model = create_and_compile_model(
            days, lags=lags, steps=1, levels="load", compile_kwargs={"optimizer": "sgd", "loss": "mse"}
        )
    forecaster = ForecasterRnn(
        model, levels="load", lags=lags, transformer_series=None, fit_kwargs={"epochs": 1, "verbose": 0}
    )
    rows, _, target, names = forecaster.create_train_X_y(days)
    forecaster.fit(days)
    given = []
    predict = forecaster.estimator.predict
    forecaster.estimator.predict = lambda x, **more: given.append(x) or predict(x, **more)
    forecaster.predict(steps=1)
    print("lags", lags, "are called", names["X_train"][1])
    print("  trained on", (target[0].item() - rows[0].ravel()).astype(int).tolist())
    print("  forecast from", (30 - given[0].ravel()).astype(int).tolist())
PYTHON
cat > "$folder/seen" <<'SEEN'
lags [1, 2, 3] are called ['lag_3', 'lag_2', 'lag_1']
  trained on [3, 2, 1]
  forecast from [3, 2, 1]
lags [1, 2, 7] are called ['lag_7', 'lag_2', 'lag_1']
  trained on [7, 6, 1]
  forecast from [7, 6, 5, 4, 3, 2, 1]
lags [7] are called ['lag_7']
  trained on [1]
  forecast from [7, 6, 5, 4, 3, 2, 1]
SEEN
KERAS_BACKEND=jax "$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
