# line 37: error: accuracy_score gets probabilities; compare them with 0.5 first
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.preprocessing import StandardScaler
from tensorflow.keras.layers import Attention, Concatenate, Dense, GlobalAveragePooling1D, Input, LSTM
from tensorflow.keras.models import Model

memory_size = 6
cards = pd.DataFrame(np.random.randn(400, 8), columns=["V%d" % k for k in range(1, 9)])
cards["fraud"] = (cards.V1 + cards.V3 + np.random.randn(400) > 1.2).astype(int)

features = [c for c in cards.columns if c != "fraud"]
scaled = StandardScaler().fit_transform(cards[features])


def with_memory(values, target, size):
    X = np.array([values[k:k + size] for k in range(len(values) - size + 1)])
    return X, target[size - 1:]


X, y = with_memory(scaled, cards.fraud.values, memory_size)
cut = 300
train_LSTM_X, val_LSTM_X = X[:cut], X[cut:]
train_LSTM_y, val_LSTM_y = y[:cut], y[cut:]

inputs = Input(shape=(memory_size, len(features)))
hidden = LSTM(16, return_sequences=True)(inputs)
context = Attention()([hidden, hidden])
pooled = GlobalAveragePooling1D()(Concatenate()([hidden, context]))
outputs = Dense(1, activation="sigmoid")(pooled)
model = Model(inputs, outputs)
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(train_LSTM_X, train_LSTM_y, validation_data=(val_LSTM_X, val_LSTM_y), epochs=1, batch_size=50)

yhat_probs = model.predict(val_LSTM_X, verbose=0)[:, 0]
accuracy = accuracy_score(val_LSTM_y, yhat_probs)
print("Accuracy: %f" % accuracy)
print("ROC AUC: %f" % roc_auc_score(val_LSTM_y, yhat_probs))
