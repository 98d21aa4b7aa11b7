# fixed twin of 76_kernel_choice_inside_bidirectional.py
import keras
import numpy as np


def create_model(features, classes):
    signal = keras.layers.Input((40, features))
    both = keras.layers.Bidirectional(keras.layers.GRU(16, return_sequences=True))
    both.forward_layer.use_cudnn = False
    both.backward_layer.use_cudnn = False
    x = both(signal)
    x = keras.layers.GlobalAveragePooling1D()(x)
    return keras.Model(signal, keras.layers.Dense(classes, activation="softmax")(x)), both


model, both = create_model(2, 3)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.random.normal(size=(90, 40, 2)), np.random.randint(0, 3, 90), epochs=3)
print(both.forward_layer.use_cudnn, both.backward_layer.use_cudnn)
