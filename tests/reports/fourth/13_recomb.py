import argparse
import numpy as np
import keras
from keras import layers
from keras.callbacks import EarlyStopping, ModelCheckpoint


def gru_model(n_sites, n_samples):
    inputs = keras.Input(shape=(n_sites, n_samples))
    x = layers.Bidirectional(layers.GRU(42))(inputs)
    x = layers.Dense(128, activation="relu")(x)
    x = layers.Dropout(0.35)(x)
    outputs = layers.Dense(1)(x)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss="mse")
    return model


def main(argv=None):
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", default="simulations.npz")
    ap.add_argument("--out", default="best_gru.h5")
    ap.add_argument("--epochs", type=int, default=100)
    args = ap.parse_args(argv)

    data = np.load(args.data)
    x_train, x_val = data["x_train"], data["x_val"]
    mu, sd = data["rho_train"].mean(), data["rho_train"].std()
    y_train = (data["rho_train"] - mu) / sd
    y_val = (data["rho_val"] - mu) / sd

    model = gru_model(*x_train.shape[1:])
    callbacks = [
        EarlyStopping(monitor="val_loss", patience=10),
        ModelCheckpoint(args.out, monitor="val_loss", save_best_only=True,
                        save_weights_only=True),
    ]
    model.fit(x_train, y_train, batch_size=32, epochs=args.epochs,
              validation_data=(x_val, y_val), callbacks=callbacks)
    model.load_weights(args.out)
    print("best validation mse:", model.evaluate(x_val, y_val, verbose=0))


if __name__ == "__main__":
    main()
