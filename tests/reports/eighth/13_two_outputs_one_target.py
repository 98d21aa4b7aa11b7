# line 31: error: two outputs, one target array whose columns hold both; a list of two columns
import numpy as np
import tensorflow as tf


def man_class_model(n_gender, n_age, time_step, features, lr=0.001):
    inp = tf.keras.layers.Input(shape=(time_step, features))
    x = tf.keras.layers.Dense(32)(inp)
    x = tf.keras.layers.LeakyReLU()(x)

    _, h, c = tf.keras.layers.LSTM(24, return_state=True)(x)
    states = tf.keras.layers.concatenate([h, c], axis=-1)

    out_a = tf.keras.layers.Dense(n_gender, activation="softmax", name="gender")(states)
    out_b = tf.keras.layers.Dense(n_age, activation="softmax", name="age_band")(states)

    model = tf.keras.models.Model(inputs=inp, outputs=[out_a, out_b])
    model.compile(loss=["sparse_categorical_crossentropy", "sparse_categorical_crossentropy"],
                  optimizer=tf.keras.optimizers.Adam(learning_rate=lr))
    model.summary()
    return model


steps = np.random.rand(200, 3, 14)
people = np.column_stack([np.random.randint(0, 2, 200), np.random.randint(0, 5, 200)])

X_train, y_train = steps[:160], people[:160]
X_test, y_test = steps[160:], people[160:]

model = man_class_model(2, 5, 3, 14)
model.fit(x=X_train, y=y_train, epochs=1, batch_size=40)

gender, age = model.predict(X_test)
print((gender.argmax(1) == y_test[:, 0]).mean(), (age.argmax(1) == y_test[:, 1]).mean())
