# the same work with the smallest change
import numpy as np
import pandas as pd
from keras.layers import Input, SimpleRNN
from keras.models import Sequential

pred_frame = pd.read_csv("predictors.csv", index_col=0)
target = pd.read_csv("target.csv", index_col=0)["growth"]

pred_frame = (pred_frame - pred_frame.mean()) / pred_frame.std()
split = int(0.8 * len(pred_frame))
predictor_train = pred_frame.to_numpy()[:split, np.newaxis, :]
predictor_test = pred_frame.to_numpy()[split:, np.newaxis, :]
target_train = target.to_numpy()[:split]
target_test = target.to_numpy()[split:]

model = Sequential()
model.add(Input(shape=(None, len(pred_frame.columns))))
model.add(SimpleRNN(1, kernel_initializer="random_uniform"))
model.compile(loss="mse", optimizer="sgd")
model.summary()

model.fit(predictor_train, target_train, batch_size=len(predictor_train), epochs=2)

print("test loss", model.evaluate(predictor_test, target_test))
