"""Writes fixtures/small.keras, an archive as model.save makes it, and fixtures/smallKeras.json with an input and what
the model gives for it: an input layer of its own name, a nested Sequential, a layer used twice, a separable
convolution, batch normalization, and compile's settings.

    python test/oracle/kerasArchive.py      (in an environment with tensorflow-cpu 2.21.0)
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")


def main():
    keras.utils.set_random_seed(5)
    image = keras.Input((8, 8, 3), name="image")
    stem = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization()], name="stem")
    twice = layers.Dense(4, activation="relu", name="twice")
    x = stem(image)
    x = layers.SeparableConv2D(4, 3, padding="same")(x)
    x = twice(twice(x))
    x = layers.GlobalAveragePooling2D()(x * 0.5 + 1)
    model = keras.Model(image, layers.Dense(3, activation="softmax", name="kind")(x), name="small")
    for variable in model.weights:
        if "seed" not in variable.name:
            variable.assign(np.random.uniform(0.1, 0.6, variable.shape) * np.random.choice([-1, 1, 1], variable.shape)
                            if "variance" not in variable.name else np.random.uniform(0.5, 1.5, variable.shape))
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.save(os.path.join(FOLDER, "small.keras"))
    given = np.random.uniform(0, 1, (1, 8, 8, 3)).astype("float32")
    values = np.asarray(model(given, training=False))[0]
    with open(os.path.join(FOLDER, "smallKeras.json"), "w") as file:
        json.dump({"input": [round(float(v), 7) for v in given.ravel()], "values": [float(v) for v in values]}, file)
        file.write("\n")


main()
