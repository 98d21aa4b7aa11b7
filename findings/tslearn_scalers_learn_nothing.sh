#!/usr/bin/env bash
# tslearn 0.10.0: `TimeSeriesScalerMeanVariance` scales each series by itself; `fit` keeps nothing by default.
#
# The class has fit, transform and fit_transform like a scaler of scikit-learn, and is used in its place before a recurrent model.
# It standardizes every series with that series' own mean and deviation: a test series a thousand times larger comes out the same,
# the level that the model should learn from is gone, and "fit on the training part" changes nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check tslearn==0.10.0 numpy==2.3.5
cat > "$folder/look.py" <<'PYTHON'
import numpy as np
from tslearn.preprocessing import TimeSeriesScalerMeanVariance

train = np.arange(10.0).reshape(1, 10, 1)
test = train * 1000.0 + 5000.0
scaler = TimeSeriesScalerMeanVariance().fit(train)
print("the same:", np.allclose(scaler.transform(train), scaler.transform(test)))
print("mean of the scaled test series:", abs(round(float(scaler.transform(test).mean()), 6)))
PYTHON
cat > "$folder/seen" <<'SEEN'
the same: True
mean of the scaled test series: 0.0
SEEN
"$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
