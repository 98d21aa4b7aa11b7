import numpy as np
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, GRU, Dense, Dropout

DAYS, SIGNALS = 14, 5
rng = np.random.default_rng(21)

# one row per patient: two weeks of vital signs and a recovery score (0..100)
X = rng.normal(0, 1, size=(240, DAYS, SIGNALS)).cumsum(axis=1)
score = 50 + 4 * X[:, -1, 0] - 3 * X[:, 7, 1] + rng.normal(0, 3, 240)


def create_model():
    model = Sequential([
        Input(shape=(DAYS, SIGNALS)),
        GRU(16),
        Dropout(0.2),
        Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return model


kfold = KFold(n_splits=4, shuffle=True, random_state=7)
errors = []
for fold, (tr, te) in enumerate(kfold.split(X, score), 1):
    sx = StandardScaler().fit(X[tr].reshape(-1, SIGNALS))
    sy = StandardScaler().fit(score[tr].reshape(-1, 1))
    x_tr = sx.transform(X[tr].reshape(-1, SIGNALS)).reshape(-1, DAYS, SIGNALS)
    x_te = sx.transform(X[te].reshape(-1, SIGNALS)).reshape(-1, DAYS, SIGNALS)
    y_tr = sy.transform(score[tr].reshape(-1, 1))

    model = create_model()
    model.fit(x_tr, y_tr, epochs=30, batch_size=16, verbose=0)
    pred = sy.inverse_transform(model.predict(x_te, verbose=0))
    errors.append(np.abs(pred[:, 0] - score[te]).mean())
    print("fold", fold, "MAE", round(errors[-1], 2))
print("mean MAE: %.2f (+/- %.2f)" % (np.mean(errors), np.std(errors)))
