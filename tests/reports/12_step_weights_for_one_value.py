# expect: line 16: sample_weight is (100, 40), one weight a step, but the model gives one value a sample; give weights of shape (100,) (error)
import numpy as np
from keras import Input, Model
from keras.layers import LSTM, Dense

series = np.random.normal(size=(100, 40, 2))
dose = np.random.normal(size=(100,))
trust = np.random.uniform(0.2, 1.0, size=(100, 40))

model_input = Input(shape=(series.shape[1], series.shape[-1]))
encode = LSTM(48)(model_input)
hidden = Dense(48, activation="relu")(encode)
out_y = Dense(1)(hidden)
model = Model(model_input, out_y)
model.compile(optimizer="adam", loss="mse")
model.fit(series, dose, sample_weight=trust, epochs=10, batch_size=20)
