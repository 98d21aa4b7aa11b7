# line 6 (also 15): error: the layer was removed; LSTM
import numpy as np
from keras.models import Model
from keras.layers import Input, Dense, Embedding
from keras.layers import Bidirectional, TimeDistributed
from keras.layers import CuDNNLSTM
from keras.layers import GlobalAveragePooling1D


class LSTMAttModel:
    @staticmethod
    def create(inputtokens, vocabsize, lstmunits=16, denseunits=8, embedding=8):
        tokens = Input(shape=(inputtokens,))
        net = Embedding(vocabsize, embedding, name="emb")(tokens)
        net = Bidirectional(CuDNNLSTM(lstmunits, return_sequences=True))(net)
        net = TimeDistributed(Dense(denseunits))(net)
        net = GlobalAveragePooling1D()(net)
        out = Dense(1, activation="linear")(net)
        return Model(inputs=tokens, outputs=out)


smiles = ["CCO", "CC(=O)O", "c1ccccc1", "CCN", "CCCl", "COC", "C#N", "CCCC"]
logs = np.array([-0.3, -0.2, 2.1, -0.1, 1.4, 0.1, -0.3, 2.9])
symbols = {s: i + 1 for i, s in enumerate(sorted(set("".join(smiles))))}
width = max(map(len, smiles))
X = np.zeros((len(smiles), width), dtype="int32")
for r, s in enumerate(smiles):
    X[r, :len(s)] = [symbols[c] for c in s]

model = LSTMAttModel.create(width, len(symbols) + 1)
model.compile(loss="mse", optimizer="adam")
model.fit(X, logs, epochs=1, batch_size=4, verbose=0)
print(model.predict(X[:2], verbose=0))
