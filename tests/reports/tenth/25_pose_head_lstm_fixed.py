# the same work with the smallest change
import numpy as np
from tensorflow.keras.layers import (LSTM, AveragePooling2D, Conv2D, Dense, Dropout, Flatten, Input,
                                     MaxPooling2D, Reshape)
from tensorflow.keras.models import Model
from tensorflow.keras.optimizers import Adam

fc_size = 256


def create_posenet():
    image = Input(shape=(64, 64, 3))
    x = Conv2D(16, (7, 7), strides=(2, 2), padding="same", activation="relu", name="conv1")(image)
    x = MaxPooling2D((3, 3), strides=(2, 2), padding="same")(x)
    x = Conv2D(32, (3, 3), padding="same", activation="relu", name="conv2")(x)
    x = MaxPooling2D((3, 3), strides=(2, 2), padding="same")(x)

    cls3_ave_pool = AveragePooling2D(pool_size=(4, 4), strides=(2, 2), name="cls3_ave_pool")(x)
    cls3_flat = Flatten()(cls3_ave_pool)
    cls3_fc = Dense(fc_size, activation="relu", name="cls3_fc")(cls3_flat)
    cls3_drop_fc = Dropout(0.5)(cls3_fc)
    lstm1 = LSTM(64, return_sequences=True)(Reshape((1, fc_size))(cls3_drop_fc))
    lstm2 = LSTM(50)(lstm1)
    pose_xyz = Dense(3, name="cls3_fc_pose_xyz")(lstm2)
    pose_wpqr = Dense(4, name="cls3_fc_pose_wpqr")(lstm2)
    return Model(inputs=image, outputs=[pose_xyz, pose_wpqr])


rng = np.random.default_rng(13)
frames = rng.random((80, 64, 64, 3)).astype("float32")
xyz = rng.normal(size=(80, 3)).astype("float32")
wpqr = rng.normal(size=(80, 4)).astype("float32")
wpqr /= np.linalg.norm(wpqr, axis=1, keepdims=True)

model = create_posenet()
model.compile(optimizer=Adam(1e-3), loss=["mse", "mse"], loss_weights=[1.0, 50.0])
model.fit(frames, [xyz, wpqr], batch_size=16, epochs=1, verbose=0)
position, rotation = model.predict(frames[:2], verbose=0)
print(position.shape, rotation.shape)
