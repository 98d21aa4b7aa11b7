import numpy as np
import pandas as pd
import keras
from keras import layers
from sklearn.preprocessing import MinMaxScaler

FEATURES = ["rain_mm", "temp_c", "fertiliser_kg", "yield_t"]
YEARS = 5


def train(path="yields.csv"):
    df = pd.read_csv(path).sort_values(["farm", "year"])
    last_year = df["year"].max()
    scaler = MinMaxScaler().fit(df.loc[df["year"] < last_year - 1, FEATURES])
    X, y, year = [], [], []
    for _, farm in df.groupby("farm"):
        a = scaler.transform(farm[FEATURES])
        for i in range(YEARS, len(a)):
            X.append(a[i - YEARS:i])
            y.append(a[i, 3])
            year.append(farm["year"].iloc[i])
    X, y, year = np.array(X), np.array(y), np.array(year)
    old = year < last_year - 1
    model = keras.Sequential([
        keras.Input((YEARS, len(FEATURES))), layers.LSTM(24), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(X[old], y[old], epochs=60, batch_size=16, verbose=0,
              validation_data=(X[~old], y[~old]))
    model.save("yield_lstm.keras")


def predict(rows):
    """rows: the last five years of one farm, columns as in FEATURES."""
    model = keras.models.load_model("yield_lstm.keras")
    x = pd.DataFrame(rows)[FEATURES].to_numpy("float32")
    tonnes = model.predict(x[np.newaxis], verbose=0)[0, 0]
    return {"yield_t": float(tonnes)}


if __name__ == "__main__":
    train()
    farm = pd.read_csv("yields.csv").query("farm == 1").sort_values("year")
    print(predict(farm.tail(YEARS).to_dict("records")))
