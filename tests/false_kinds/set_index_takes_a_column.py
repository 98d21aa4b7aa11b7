# set_index and other methods of a frame take a column out of its values, or add one.
# == frame
import numpy as np
import pandas as pd
from tensorflow.keras import Input, Model, layers

f = pd.DataFrame(np.random.rand(60, 4), columns=["a", "b", "c", "d"])
y = np.random.rand(60, 1)
...
i = Input((3, 1))
model = Model(i, layers.Dense(1)(layers.LSTM(4)(i)))
model.compile("adam", "mse")
model.fit(z, y, epochs=2)
# == set_index
z = np.expand_dims(f.set_index("a").values, -1)
# == set_index by keyword
z = f.set_index(keys="a").to_numpy()[:, :, None]
# == set_index of a list
z = f.set_index(["a"]).values.reshape(60, 3, 1)
# == set_index of two, and one column more
g = f.set_index(["a", "b"])
g["e"] = g["c"] - g["d"]
z = g.values[..., np.newaxis]
# == set_index in place
f.set_index("a", inplace=True)
z = f.values.reshape(-1, 3, 1)
# == set_index in place of a copy
g = f.copy()
g.set_index("d", inplace=True)
z = np.expand_dims(np.array(g), axis=2)
# == set_index that keeps the column
z = np.expand_dims(f[["a", "b", "c"]].set_index("a", drop=False).values, -1)
# == set_index of values that are no column
z = np.expand_dims(f.drop(columns="a").set_index(pd.RangeIndex(60)).values, -1)
# == the index assigned, the column dropped
f.index = f["a"]
f = f.drop("a", axis=1)
z = f.values[:, :, None]
# == pop
label = f.pop("d")
y = label.values
z = f.values.reshape((f.shape[0], f.shape[1], 1))
# == del
del f["b"]
z = np.reshape(f.values, (60, 3, 1))
# == read_csv with index_col
f = pd.read_csv("four_scaled.csv", index_col="a")
z = f.values.reshape(-1, 3, 1)
y = f["d"].values * 0.5
# == read_csv with usecols and index_col by number
f = pd.read_csv("four_scaled.csv", usecols=[0, 1, 2, 3], index_col=0)
z = f.to_numpy().reshape(len(f), 3, 1)
y = f["d"] * 0.5
# == reset_index back and forth
g = f.set_index("a").reset_index(drop=True)
z = np.expand_dims(g.values, -1)
# == reset_index adds one
g = f[["a", "b"]].reset_index()
z = np.expand_dims(g.values, -1)
# == sorted and sliced after it
g = f.set_index("a").sort_index().loc[:, :]
z = np.expand_dims(g.values, -1)
# == a chain
z = (
    f.assign(e=lambda t: t.a * t.b)
    .set_index("a")
    .drop(columns=["e"])
    .rename(columns={"b": "B"})
    .to_numpy()
    .reshape(-1, 3, 1)
)
# == a helper
def prepared(table, key):
    return table.set_index(key)


z = prepared(f, "a").values[:, :, np.newaxis]
# == a date column as the index
f["a"] = pd.date_range("2020-01-01", periods=60)
f = f.set_index("a")
z = np.expand_dims(f.values.astype("float32"), -1)
# == the mean of each day
f["a"] = pd.date_range("2020-01-01", periods=60, freq="D")
z = f.set_index("a").resample("D").mean().values.reshape(-1, 3, 1)
# == a dict of columns
g = pd.DataFrame({"t": range(60), "p": f.a, "q": f.b, "r": f.c}).set_index("t")
z = g.values.reshape(g.shape[0], g.shape[1], 1)
# == filter and set_axis
z = np.expand_dims(f.set_axis(["t", "p", "q", "r"], axis=1).set_index("t").values, -1)
# == melted and pivoted again
g = f.assign(n=range(60)).melt(id_vars="n").pivot(index="n", columns="variable", values="value")
z = np.expand_dims(g[["a", "b", "c"]].values, -1)
# == the result is thrown away -> LL116, LL724
f.set_index("a")
z = np.expand_dims(f.values, -1)
# == two columns became the index -> LL116
z = np.expand_dims(f.set_index(["a", "b"]).values, -1)
# == the column is kept -> LL116
z = np.expand_dims(f.set_index("a", drop=False).values, -1)
