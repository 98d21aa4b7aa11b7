# the same work with the smallest change
import keras
import numpy as np

window = 10
wave = np.sin(np.linspace(0, 40, 61))
extra = np.cos(np.linspace(0, 40, 61))
table = np.stack([wave, extra, wave * extra], axis=1)

X_train = np.stack([table[i:i + window] for i in range(50)])
y_train = np.stack([table[i + 1:i + window + 1, :2] for i in range(50)])
print(X_train.shape, y_train.shape)


class ResetEachEpoch(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        for layer in self.model.layers:
            if hasattr(layer, "reset_states"):
                layer.reset_states()


stateful_net = keras.Sequential([
    keras.layers.Input(batch_shape=[1, window, 3]),
    keras.layers.LSTM(10, return_sequences=True, stateful=True),
    keras.layers.LSTM(10, return_sequences=True, stateful=True),
    keras.layers.Dense(2),
])
stateful_net.compile(loss="mse", optimizer="sgd")
stateful_net.fit(X_train, y_train, batch_size=1, epochs=1, shuffle=False, callbacks=[ResetEachEpoch()])
