"""Keras 3 on TensorFlow. Arguments: model, data folder, jit (1 or 0)."""

import os
import sys
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
from keras import layers

name, folder, jit = sys.argv[1], sys.argv[2], sys.argv[3] == "1"


def classifier(image, first):
    return keras.Sequential(
        [
            keras.Input(image),
            layers.Conv2D(first, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def fashion():
    def conv(filters, kernel=3):
        return layers.Conv2D(filters, kernel, padding="same", activation="relu", kernel_initializer="he_normal")

    def dense(units):
        return layers.Dense(units, activation="relu", kernel_initializer="he_normal")

    return keras.Sequential(
        [keras.Input((28, 28, 1)), conv(64, 7), layers.MaxPooling2D(), conv(128), conv(128), layers.MaxPooling2D()]
        + [conv(256), conv(256), layers.MaxPooling2D(), layers.Flatten(), dense(128), layers.Dropout(0.5)]
        + [dense(64), layers.Dropout(0.5), layers.Dense(10, activation="softmax")]
    )


def residual():
    def conv_bn(x, filters, kernel=3, stride=1):
        x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
        return layers.ReLU()(layers.BatchNormalization()(x))

    def block(x, filters, stride):
        main = layers.Conv2D(filters, 3, padding="same", use_bias=False)(conv_bn(x, filters, stride=stride))
        short = layers.Conv2D(filters, 1, strides=stride, padding="same", use_bias=False)(x)
        return layers.ReLU()(layers.Add()([layers.BatchNormalization()(main), layers.BatchNormalization()(short)]))

    image = keras.Input((32, 32, 3))
    stem = conv_bn(image, 32)
    wide = conv_bn(conv_bn(stem, 16, 1), 32, 5)
    trunk = layers.MaxPooling2D(2)(layers.Concatenate()([conv_bn(stem, 32, 1), wide]))
    end = layers.GlobalAveragePooling2D()(block(block(trunk, 64, 2), 128, 2))
    return keras.Model(image, layers.Dense(10, activation="softmax")(layers.Dropout(0.3)(end)))


sparse = "sparse_categorical_crossentropy"
image, batch, build, optimizer, loss = {
    "mnist": ((28, 28, 1), 64, lambda: classifier((28, 28, 1), 32), "rmsprop", "categorical_crossentropy"),
    "cifar": ((32, 32, 3), 32, lambda: classifier((32, 32, 3), 32), "adam", sparse),
    "fashion": ((28, 28, 1), 32, fashion, "nadam", sparse),
    "residual": ((32, 32, 3), 64, residual, "adam", sparse),
}[name]

x = np.fromfile(os.path.join(folder, "images.bin"), np.uint8).reshape(-1, *image).astype(np.float32) / 255
y = np.fromfile(os.path.join(folder, "labels.bin"), np.uint8).astype(np.int32)
if loss != sparse:
    y = keras.utils.to_categorical(y, 10)


class Gate(keras.callbacks.Callback):
    """Lets batches through as the parent asks for them (see contestant.ts) and tells how long they took."""

    left = 0
    batches = 0
    start = 0.0
    ready = False

    def on_train_batch_begin(self, batch, logs=None):
        if self.left > 0:
            return
        if not self.ready:
            print("ready", flush=True)
        self.ready = True
        line = sys.stdin.readline()
        if not line:
            sys.exit(0)
        self.left = self.batches = int(line.split()[1])
        self.start = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self.left -= 1
        if self.left > 0:
            return
        # What the logs stand for is there once the step is done.
        float(logs["loss"])
        print(f"batches {self.batches} seconds {time.perf_counter() - self.start:.6f}", flush=True)


# Steps of one size alone: a compiled step of another size would be compiled anew in the middle.
rows = len(x) - len(x) % batch
model = build()
model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"], jit_compile=jit)
model.fit(x[:rows], y[:rows], batch_size=batch, epochs=1_000_000, verbose=0, callbacks=[Gate()])
