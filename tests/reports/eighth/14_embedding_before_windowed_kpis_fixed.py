# the same work with the smallest change
import numpy as np
import keras
from keras.layers import Input, Embedding, LSTM, Dense
from keras.models import Model

WINDOW = 3
rng = np.random.RandomState(5)
kpi_a = rng.randint(0, 1000, size=(260, 3))
kpi_b = rng.randint(0, 1000, size=(260, 3))
alarm = (kpi_a[:, 0] > kpi_b[:, 0]).astype("float32")


def windows(frame, size):
    return np.array([frame[i:i + size] for i in range(len(frame) - size)])


datasetX_new = windows(kpi_a, WINDOW)
dataset2X_new = windows(kpi_b, WINDOW)
Y = alarm[WINDOW:]

KPIA_input = Input(shape=(WINDOW, 3), name="KPIA_input")
x = KPIA_input

KPIB_input = Input(shape=(WINDOW, 3), name="KPIB_input")
x2 = KPIB_input

merged_KPI = keras.layers.concatenate([x, x2])

lstm_out = LSTM(32)(merged_KPI)
x = Dense(16, activation="relu")(lstm_out)
x = Dense(16, activation="relu")(x)
main_output = Dense(1, activation="sigmoid", name="main_output")(x)

model = Model(inputs=[KPIA_input, KPIB_input], outputs=main_output)
model.compile(optimizer="rmsprop", loss="binary_crossentropy")
model.fit([datasetX_new, dataset2X_new], Y, epochs=1, batch_size=32)
