# line 12: error: load_model of Keras 3 reads .keras and .h5 files only, not a SavedModel folder; use TFSMLayer for the folder or save the model anew as .keras
from pathlib import Path

import numpy as np
from tensorflow import keras

clusters = {cluster: number for number, cluster in enumerate(Path("thai_clusters.txt").read_text(encoding="utf-8").split())}
unknown = len(clusters)

model_name = "Thai_model4"
file = Path.joinpath(Path("Models"), model_name)
model = keras.models.load_model(file)


class WordSegmenter:
    def __init__(self, model, n=50):
        self.model = model
        self.n = n

    def probabilities(self, line):
        ids = [clusters.get(letter, unknown) for letter in line]
        padded = np.zeros((1, self.n), dtype="float32")
        padded[0, :len(ids)] = ids[:self.n]
        return np.asarray(self.model(padded))[0, :len(ids)]

    def segment(self, line):
        words, word = [], ""
        for letter, row in zip(line, self.probabilities(line)):
            word += letter
            if row.argmax() in (2, 3):
                words.append(word)
                word = ""
        return words + ([word] if word else [])


segmenter = WordSegmenter(model)
for line in Path("lines.txt").read_text(encoding="utf-8").splitlines():
    print("|".join(segmenter.segment(line)))
