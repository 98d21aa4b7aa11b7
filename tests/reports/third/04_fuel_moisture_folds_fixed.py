import numpy as np
import keras
from keras import layers
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import StandardScaler

SITES, MONTHS, BANDS = 150, 12, 4
rng = np.random.default_rng(8)
X = rng.normal(0, 1, (SITES, MONTHS, BANDS)).cumsum(axis=1)
lfmc = 100 + 8 * X[:, -1, 0] - 5 * X[:, 5, 2] + rng.normal(0, 4, SITES)


def build():
    m = keras.Sequential([
        keras.Input(shape=(MONTHS, BANDS)),
        layers.LSTM(16),
        layers.Dropout(0.1),
        layers.Dense(1),
    ])
    m.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")
    return m



scores = []
for k, (tr, te) in enumerate(KFold(3, shuffle=True, random_state=0).split(X)):
    tr, va = train_test_split(tr, test_size=0.2, random_state=k)
    sx = StandardScaler().fit(X[tr].reshape(-1, BANDS))
    sy = StandardScaler().fit(lfmc[tr, None])

    def prep(idx):
        return sx.transform(X[idx].reshape(-1, BANDS)).reshape(-1, MONTHS, BANDS)

    path = "lfmc_best_fold%d.keras" % k
    checkpoint = keras.callbacks.ModelCheckpoint(path, monitor="val_loss", save_best_only=True)
    model = build()
    model.fit(prep(tr), sy.transform(lfmc[tr, None]), epochs=24, batch_size=16,
              validation_data=(prep(va), sy.transform(lfmc[va, None])),
              callbacks=[checkpoint], verbose=0)
    best = keras.models.load_model(path)
    pred = sy.inverse_transform(best.predict(prep(te), verbose=0))[:, 0]
    scores.append(np.sqrt(np.mean((pred - lfmc[te]) ** 2)))
    print("fold %d rmse %.2f" % (k, scores[-1]))
print("cross-validated rmse: %.2f" % np.mean(scores))
