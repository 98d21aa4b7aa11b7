#!/usr/bin/env bash
# tsfresh 0.21.2: `max_timeshift=3` gives windows of four rows in roll_time_series and of three in make_forecasting_frame.
#
# The second function calls the first and hands the argument on, so the guess is that both mean the same by it, and that a window has as many
# rows as the argument says. A shift of 3 reaches back three rows from the current one, which is in the window too; the frame for a
# forecast drops the current row, for it is the target. A model whose Input is written by the one and fed by the other has a step too many. The
# first windows are shorter in both, unless min_timeshift says otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check tsfresh==0.21.2 pandas==2.3.3 numpy==2.4.6
cat > "$folder/look.py" <<'PYTHON'
import warnings

warnings.simplefilter("ignore")
import numpy as np
import pandas as pd
from tsfresh.utilities.dataframe_functions import make_forecasting_frame, roll_time_series

values = np.arange(6.0)
table = pd.DataFrame({"id": 1, "time": range(6), "value": values})
quiet = {"n_jobs": 0, "disable_progressbar": True}
for least in (0, 3):
    rolled = roll_time_series(
        table, column_id="id", column_sort="time", max_timeshift=3, min_timeshift=least, **quiet
    )
    print("rolled from", least, [part.tolist() for _, part in rolled.groupby("id").value])
frame, target = make_forecasting_frame(pd.Series(values), kind="v", max_timeshift=3, rolling_direction=1)
print("to forecast", [part.tolist() for _, part in frame.groupby("id").value], "targets", target.tolist())
PYTHON
cat > "$folder/seen" <<'SEEN'
rolled from 0 [[0.0], [0.0, 1.0], [0.0, 1.0, 2.0], [0.0, 1.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0], [2.0, 3.0, 4.0, 5.0]]
rolled from 3 [[0.0, 1.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0], [2.0, 3.0, 4.0, 5.0]]
to forecast [[0.0], [0.0, 1.0], [0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [2.0, 3.0, 4.0]] targets [1.0, 2.0, 3.0, 4.0, 5.0]
SEEN
"$folder/venv/bin/python" "$folder/look.py" > "$folder/now" 2> "$folder/errors" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
