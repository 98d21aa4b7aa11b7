# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.model_selection import GridSearchCV
from tensorflow.keras import Input, Sequential
from tensorflow.keras.layers import Bidirectional, Dense, Dropout, LSTM

Train_Num = 12


class LSTMModel(RegressorMixin, BaseEstimator):
    def __init__(self, dropout_rate=0.1, optimizer="nadam", loss="mae", epochs=1, batch_size=32):
        self.dropout_rate = dropout_rate
        self.optimizer = optimizer
        self.loss = loss
        self.epochs = epochs
        self.batch_size = batch_size

    def fit(self, X, y):
        model = Sequential()
        model.add(Input(shape=(Train_Num, 1)))
        model.add(Bidirectional(LSTM(16, return_sequences=True)))
        model.add(Dropout(self.dropout_rate))
        model.add(Bidirectional(LSTM(8)))
        model.add(Dropout(self.dropout_rate))
        model.add(Dense(1))
        model.compile(optimizer=self.optimizer, loss=self.loss)
        model.fit(X, y, epochs=self.epochs, batch_size=self.batch_size, verbose=0)
        self.model_ = model
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0)


speed = pd.read_csv("wind.csv")["speed"].to_numpy(dtype="float32")
speed = (speed - speed.mean()) / speed.std()
X = np.stack([speed[i:i + Train_Num] for i in range(len(speed) - Train_Num)])[..., np.newaxis]
y = speed[Train_Num:].reshape(-1, 1)

grid_param_LSTM = {"optimizer": ["nadam", "adam"], "dropout_rate": [0.1, 0.2]}
GridLSTM = GridSearchCV(estimator=LSTMModel(), param_grid=grid_param_LSTM,
                        scoring="neg_mean_squared_error", cv=2, error_score="raise")
GridLSTM.fit(X, y)
print(GridLSTM.best_params_, GridLSTM.best_score_)
