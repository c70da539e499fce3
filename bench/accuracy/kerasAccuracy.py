"""Keras 3 on TensorFlow on real images.

prepare ARCHIVE FOLDER: decodes the CIFAR-10 pictures of an archive into the data set's own binary files.
fit NAME FOLDER SEED EPOCHS LIMIT: trains a network of the benchmarks and prints its accuracy on the test images.
"""

import gzip
import os
import sys
import tarfile

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../training/contestants"))
from networks import NETWORKS, SPARSE

CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
BATCHES = 5


def prepare(archive, folder):
    splits = {"train": [], "test": []}
    with tarfile.open(archive) as tar:
        for member in tar:
            if not member.name.endswith(".jpg"):
                continue
            split, label, _ = member.name.split("/")[-3:]
            jpeg = tar.extractfile(member).read()
            image = tf.io.decode_jpeg(jpeg, channels=3, dct_method="INTEGER_ACCURATE").numpy()
            splits[split].append(bytes([CLASSES.index(label)]) + image.transpose(2, 0, 1).tobytes())
    rows = np.random.default_rng(1).permutation(len(splits["train"]))
    for part, chosen in enumerate(np.array_split(rows, BATCHES)):
        with open(os.path.join(folder, f"data_batch_{part + 1}.bin"), "wb") as file:
            file.writelines(splits["train"][row] for row in chosen)
    with open(os.path.join(folder, "test_batch.bin"), "wb") as file:
        file.writelines(splits["test"])


def cifar(folder, names):
    records = np.concatenate([np.fromfile(os.path.join(folder, name), np.uint8) for name in names]).reshape(-1, 3073)
    return records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 0].astype(np.int32)


def idx(folder, name, header):
    path = os.path.join(folder, name)
    plain = os.path.exists(path)
    with open(path, "rb") if plain else gzip.open(path + ".gz") as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def mnist(folder, prefix):
    images = idx(folder, f"{prefix}-images-idx3-ubyte", 16).reshape(-1, 28, 28, 1)
    return images, idx(folder, f"{prefix}-labels-idx1-ubyte", 8).astype(np.int32)


def read(name, folder):
    if name == "mnist":
        return mnist(folder, "train"), mnist(folder, "t10k")
    return cifar(folder, [f"data_batch_{part + 1}.bin" for part in range(BATCHES)]), cifar(folder, ["test_batch.bin"])


def fit(name, folder, seed, epochs, limit):
    keras.utils.set_random_seed(seed)
    (x, y), (test_x, test_y) = read(name, folder)
    _, batch, build, optimizer, loss = NETWORKS[name]
    encode = (lambda labels: labels) if loss == SPARSE else (lambda labels: keras.utils.to_categorical(labels, 10))
    scale = lambda images: images.astype(np.float32) / 255
    model = build()
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"], jit_compile=False)
    model.fit(scale(x[:limit]), encode(y[:limit]), batch_size=batch, epochs=epochs, verbose=0)
    _, accuracy = model.evaluate(scale(test_x), encode(test_y), batch_size=256, verbose=0)
    print(f"accuracy {accuracy:.6f}")


if sys.argv[1] == "prepare":
    prepare(*sys.argv[2:4])
else:
    name, folder = sys.argv[2:4]
    fit(name, folder, *map(int, sys.argv[4:7]))
