import numpy as np
from sklearn.model_selection import GroupShuffleSplit
from sklearn.preprocessing import StandardScaler
from tensorflow.keras.layers import Input, LSTM, Bidirectional, Dense, Dropout
from tensorflow.keras.models import Model

WIN, STEP, CARRIERS = 50, 10, 6
rng = np.random.default_rng(91)

# every recording is one person doing one activity; windows are cut with 80 % overlap
windows, labels, persons = [], [], []
for person in range(10):
    style = rng.normal(0, 1, CARRIERS)
    for activity in range(3):
        t = np.arange(300)
        rec = np.sin(t[:, None] * (0.1 + 0.12 * activity + 0.02 * style)) + style \
            + rng.normal(0, 0.3, (300, CARRIERS))
        for s in range(0, 300 - WIN + 1, STEP):
            windows.append(rec[s:s + WIN])
            labels.append(activity)
            persons.append(person)
X, y, persons = np.array(windows), np.array(labels), np.array(persons)

tr, te = next(GroupShuffleSplit(1, test_size=0.2, random_state=0).split(X, y, persons))
a, b = next(GroupShuffleSplit(1, test_size=0.15, random_state=0).split(X[tr], y[tr], persons[tr]))
tr, va = tr[a], tr[b]
sc = StandardScaler().fit(X[tr].reshape(-1, CARRIERS))
X = sc.transform(X.reshape(-1, CARRIERS)).reshape(X.shape)

inp = Input(shape=(WIN, CARRIERS))
h = Bidirectional(LSTM(24))(inp)
h = Dropout(0.3)(h)
model = Model(inp, Dense(3, activation="softmax")(h))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X[tr], y[tr], validation_data=(X[va], y[va]), epochs=25, batch_size=32, verbose=2)
print("accuracy on the test windows: %.3f" % model.evaluate(X[te], y[te], verbose=0)[1])
