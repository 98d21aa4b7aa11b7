# the same work with the smallest change
import numpy as np
from keras import layers, optimizers
from keras.models import Sequential
from keras.wrappers import SKLearnClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import RandomizedSearchCV, StratifiedKFold

rng = np.random.default_rng(1)
X_train = rng.random((200, 10))
y_train = rng.integers(0, 2, 200)
X_test = rng.random((50, 10))
y_test = rng.integers(0, 2, 50)


def create_model(X, y, units=16, dropout=0.1, learning_rate=0.001):
    model = Sequential()
    model.add(layers.Input(shape=X.shape[1:]))
    model.add(layers.Reshape((1, X.shape[1])))
    model.add(layers.LSTM(units, dropout=dropout))
    model.add(layers.Dense(y.shape[1], activation="softmax"))
    model.compile(optimizer=optimizers.RMSprop(learning_rate=learning_rate),
                  loss="categorical_crossentropy", metrics=["accuracy"])
    return model


classifier = SKLearnClassifier(create_model, fit_kwargs={"epochs": 1, "verbose": 0})
choices = {
    "model_kwargs": [
        {"units": units, "dropout": dropout, "learning_rate": rate}
        for units in (8, 16, 32) for dropout in (0.0, 0.2) for rate in (0.001, 0.01)
    ]
}
search = RandomizedSearchCV(
    classifier,
    param_distributions=choices,
    n_iter=3,
    cv=StratifiedKFold(n_splits=2, shuffle=True, random_state=0),
    random_state=0,
    error_score="raise",
)
search.fit(X_train, y_train)
print(search.best_params_)
print(accuracy_score(y_test, search.predict(X_test)))
