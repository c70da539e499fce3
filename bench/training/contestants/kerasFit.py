"""Keras 3 on TensorFlow. Arguments: model, data folder, jit (1 or 0)."""

import os
import sys
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np

from networks import NETWORKS, SPARSE

name, folder, jit = sys.argv[1], sys.argv[2], sys.argv[3] == "1"
image, batch, build, optimizer, loss = NETWORKS[name]

x = np.fromfile(os.path.join(folder, "images.bin"), np.uint8).reshape(-1, *image).astype(np.float32) / 255
y = np.fromfile(os.path.join(folder, "labels.bin"), np.uint8).astype(np.int32)
if loss != SPARSE:
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
