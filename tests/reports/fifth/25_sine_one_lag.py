import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dense
from tensorflow.keras.optimizers import Adam

look_back = 1


def create_dataset(series, look_back):
    xs, ys = [], []
    for i in range(len(series) - look_back):
        xs.append(series[i:i + look_back])
        ys.append(series[i + look_back])
    return np.array(xs)[..., None], np.array(ys)


wave = np.sin(np.linspace(0, 60 * np.pi, 900))
train, test = wave[:700], wave[700:]
trainX, trainY = create_dataset(train, look_back)

model = Sequential([Input(shape=(look_back, 1)), LSTM(16), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01))
model.fit(trainX, trainY, epochs=8, batch_size=32, verbose=0)

# free running: every prediction becomes an input of the next one
window = list(train[-look_back:])
free_run = []
for _ in range(60):
    step = model(np.array(window[-look_back:]).reshape(1, look_back, 1)).numpy()[0, 0]
    free_run.append(step)
    window.append(step)
print("free-running rmse:", np.sqrt(np.mean((np.array(free_run) - test[:60]) ** 2)))
