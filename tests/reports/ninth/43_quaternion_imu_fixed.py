# the same work with the smallest change
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Input, Conv1D, MaxPooling1D, concatenate, Bidirectional, LSTM, Flatten, Dense, UnitNormalization
from tensorflow.keras.models import Model

log = np.load("imu_log.npz")
acc, gyro, quat = log["acc"], log["gyro"], log["quat"]
steps = acc.shape[1]
cut = int(0.8 * len(quat))


def quaternion_error(y_true, y_pred):
    dot = tf.reduce_sum(y_true * y_pred, axis=1)
    cosine = tf.clip_by_value(tf.abs(dot), 0.0, 0.99999)
    return 2.0 * tf.acos(cosine)


def branch(inputs):
    x = Conv1D(32, 3, activation="relu")(inputs)
    x = Conv1D(32, 3, activation="relu")(x)
    return MaxPooling1D(2)(x)


acc_in = Input(shape=(steps, 3), name="acc")
gyro_in = Input(shape=(steps, 3), name="gyro")
merged = concatenate([branch(acc_in), branch(gyro_in)])
x = Bidirectional(LSTM(32, return_sequences=True, dropout=0.1))(merged)
x = Flatten()(x)
attitude = Dense(4, activation="linear", name="quat")(x)
attitude = UnitNormalization(axis=-1)(attitude)

model = Model([acc_in, gyro_in], attitude)
model.compile(loss=quaternion_error, optimizer="adam", metrics=["mse"])
history = model.fit([acc[:cut], gyro[:cut]], quat[:cut], epochs=20, batch_size=64,
                    validation_data=([acc[cut:], gyro[cut:]], quat[cut:]), verbose=0)
print("loss", [round(v, 4) for v in history.history["val_loss"][::4]])
print("mse", [round(v, 4) for v in history.history["val_mse"][::4]])

guess = model.predict([acc[cut:], gyro[cut:]], verbose=0)
print("length of the predicted quaternions", np.linalg.norm(guess, axis=1).mean())
guess = guess / np.linalg.norm(guess, axis=1, keepdims=True)
angle = 2 * np.degrees(np.arccos(np.clip(np.abs((guess * quat[cut:]).sum(axis=1)), 0, 1)))
print("mean angle error in degrees", angle.mean())
