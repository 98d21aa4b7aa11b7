# player policy
import numpy as np
import keras
from keras import layers

STEPS, SENSES, MOVES = 6, 5, 3
WIDTH = [16, 16]


def player():
    seen = keras.Input((STEPS, SENSES), name="seen")
    cells = [layers.LSTMCell(w) for w in WIDTH]
    memory = [[keras.Input((w,), name=f"{part}_{i}") for part in "hc"] for i, w in enumerate(WIDTH)]
    core = layers.RNN(cells, name="core")(seen, initial_state=memory)
    scores = layers.Dense(MOVES, name="scores")(core)
    return keras.Model([seen, memory], scores)


rng = np.random.default_rng(2)
frames = rng.normal(size=(128, STEPS, SENSES)).astype("float32")
wanted = rng.normal(size=(128, MOVES)).astype("float32")
blank = [[np.zeros((128, w), "float32") for _ in "hc"] for w in WIDTH]

agent = player()
agent.compile("adam", "mse")
log = agent.fit([frames, blank], wanted, epochs=1, batch_size=32, verbose=0)
print("loss", round(log.history["loss"][0], 3))
