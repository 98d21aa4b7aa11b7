# line 18: error: initial_state is no argument of the ConvLSTM2D constructor; give it when the layer is called
import numpy as np
from keras.layers import Input, ConvLSTM2D, Conv2D
from keras.models import Model

SIZE, CHANNELS, FILTERS = 16, 3, 8

rng = np.random.default_rng(3)
clips = rng.random((12, 6, SIZE, SIZE, CHANNELS)).astype("float32")
next_frames = rng.random((12, SIZE, SIZE, CHANNELS)).astype("float32")
hidden = np.zeros((12, SIZE, SIZE, FILTERS), dtype="float32")
carry = np.zeros((12, SIZE, SIZE, FILTERS), dtype="float32")

lstm_input = Input(shape=(None, SIZE, SIZE, CHANNELS), name="clip")
state_h = Input(shape=(SIZE, SIZE, FILTERS), name="state_h")
state_c = Input(shape=(SIZE, SIZE, FILTERS), name="state_c")

x = ConvLSTM2D(FILTERS, (3, 3), padding="same", initial_state=[state_h, state_c], name="lstm")(lstm_input)
frame = Conv2D(CHANNELS, (3, 3), padding="same", activation="sigmoid")(x)

model = Model([lstm_input, state_h, state_c], frame)
model.compile(optimizer="adam", loss="mse")
model.summary()

model.fit([clips, hidden, carry], next_frames, batch_size=4, epochs=1)
prediction = model.predict([clips[:2], hidden[:2], carry[:2]])
print(prediction.shape)
