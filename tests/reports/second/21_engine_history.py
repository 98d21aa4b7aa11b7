# expect: line 44 (also 37, 45): metrics=['accuracy'] is recorded as 'accuracy' and 'val_accuracy'; the history has no 'acc' (error)
import numpy as np
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, Dropout, Input, LSTM
from tensorflow.keras.callbacks import EarlyStopping

sequence_length = 25
nb_features = 6
rng = np.random.default_rng(3)


def engines(count):
    seqs, labels = [], []
    for _ in range(count):
        life = rng.integers(60, 110)
        wear = np.linspace(0, 1, life)[:, None] ** 3
        sensors = wear * rng.normal(1, 0.2, nb_features) + rng.normal(0, 0.1, (life, nb_features))
        for end in range(sequence_length, life, 5):
            seqs.append(sensors[end - sequence_length:end])
            labels.append(int(life - end <= 30))
    return np.array(seqs, dtype=np.float32), np.array(labels)


seq_array, label_array = engines(20)
seq_test, label_test = engines(5)

model = Sequential()
model.add(Input((sequence_length, nb_features)))
model.add(LSTM(32, return_sequences=True))
model.add(Dropout(0.2))
model.add(LSTM(16))
model.add(Dropout(0.2))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

history = model.fit(seq_array, label_array, epochs=2, batch_size=32,
                    validation_split=0.1, verbose=2,
                    callbacks=[EarlyStopping(monitor="val_loss", patience=3)])

fig_acc = plt.figure(figsize=(8, 8))
plt.plot(history.history["acc"])
plt.plot(history.history["val_acc"])
plt.title("model accuracy")
plt.legend(["train", "val"])
fig_acc.savefig("model_accuracy.png")
print(model.evaluate(seq_test, label_test, verbose=0))
