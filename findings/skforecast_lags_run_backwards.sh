#!/usr/bin/env bash
# skforecast 0.26.0 puts the newest lag first, sktime 1.2.0 the oldest: reshaped to (rows, steps, 1), the one runs backwards in time.
#
# Both turn a series into a table of lags and a target, and a tree or a linear model does not mind the order of the columns. The guess is that
# the columns of such a table are the steps of a window, so that a reshape makes the input of a recurrent layer of it. In skforecast
# lag_1 is the first column: the layer reads the window from its end to its beginning, and forgets the newest value longest. Shapes
# fit, nothing raises.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  skforecast==0.26.0 sktime==1.2.0 scikit-learn==1.9.1 pandas==2.3.3 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import warnings

warnings.simplefilter("ignore")
import numpy as np
import pandas as pd
from skforecast.recursive import ForecasterRecursive
from sklearn.linear_model import LinearRegression
from sktime.forecasting.compose import make_reduction


class Shown(LinearRegression):
    def fit(self, X, y, sample_weight=None):
        print("sktime", np.asarray(X)[0].tolist(), "target", float(np.ravel(y)[0]))
        return super().fit(X, y, sample_weight)


series = pd.Series(np.arange(10.0), name="load")
table, target = ForecasterRecursive(estimator=LinearRegression(), lags=4).create_train_X_y(series)
print("skforecast", list(table.columns), table.to_numpy()[0].tolist(), "target", float(target.iloc[0]))
make_reduction(Shown(), window_length=4, strategy="recursive").fit(series, fh=[1])
PYTHON
cat > "$folder/seen" <<'SEEN'
skforecast ['lag_1', 'lag_2', 'lag_3', 'lag_4'] [3.0, 2.0, 1.0, 0.0] target 4.0
sktime [0.0, 1.0, 2.0, 3.0] target 4.0
SEEN
"$folder/venv/bin/python" "$folder/look.py" > "$folder/now" 2> "$folder/errors" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
