"""One scaler that is fitted again on each group of columns of the test data."""

from __future__ import annotations

from lstm_lint.findings import folded
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes


def test_one_mistake_with_several_scalers_is_told_once() -> None:
    text = """
import keras
import pandas as pd
from keras import layers
from sklearn.decomposition import PCA

train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
pca = PCA(n_components=1)
a, b = pca.fit_transform(train[["s1", "s2"]]), pca.fit_transform(test[["s1", "s2"]])
pca = PCA(n_components=1)
c, d = pca.fit_transform(train[["s3", "s4"]]), pca.fit_transform(test[["s3", "s4"]])
model = keras.Sequential([keras.Input((1, 1)), layers.LSTM(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(a.reshape(-1, 1, 1), train["y"])
"""
    found = folded(lint(from_bytes(text.encode(), "train.py"), Settings(keras="3")))
    assert [one.line for one in found if one.code == "LL713"] == [9]
