# line 39: warning: accuracy counts exact hits, a regression needs an error such as mae
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
import keras
from keras import layers

WINDOW = 14


def gauge(days=600, seed=3):
    rng = np.random.default_rng(seed)
    rain = rng.gamma(0.6, 4.0, days)
    level = np.zeros(days)
    for d in range(1, days):
        level[d] = 0.85 * level[d - 1] + 0.1 * rain[d - 1] + rng.normal(0, 0.1)
    return pd.DataFrame({"level": level, "rain": rain},
                        index=pd.date_range("2021-01-01", periods=days, freq="D"))


def cut(values):
    x = np.stack([values[i:i + WINDOW] for i in range(len(values) - WINDOW)])
    return x, values[WINDOW:, 0]


def main():
    keras.utils.set_random_seed(3)
    table = gauge()
    past, later = table.iloc[:480], table.iloc[480:]
    scaler = StandardScaler().fit(past)
    x_train, y_train = cut(scaler.transform(past))
    x_test, y_test = cut(scaler.transform(later))

    model = keras.Sequential([
        keras.Input((WINDOW, 2)),
        layers.LSTM(16, dropout=0.1),
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=10, batch_size=32, verbose=0)
    scores = model.evaluate(x_test, y_test, verbose=0, return_dict=True)
    print({name: round(value, 4) for name, value in scores.items()})


main()
