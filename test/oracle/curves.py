"""Writes fixtures/curves.json: how real Keras trains the notebooks' networks from given weights, in a given order.

Weights, pixels and the order of the batches come from Philox draws that both sides make for themselves, so the
fixture holds losses alone. Dropout is off. Per network: the losses of the first 20 steps, and the mean losses of
three epochs for five runs whose weights were moved by 1e-7 (chaos sets in early: that is the spread to stay in).
At the notebooks' rates Keras moved by 1e-7 is already 1e-3 from itself after 20 steps of Adam or Nadam, which divide
tiny gradients by themselves; step by step it is compared at rates at which it agrees with itself.
Run with the Python tools' environment: python test/oracle/curves.py
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import layers

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 60
EPOCHS = 3
RUNS = 5


def philox(seed, salt, count):
    """StatelessRandomUniformV2 with alg=1, as in server/src/compiler/philox.ts."""
    blocks = (count + 3) // 4
    c0 = np.arange(blocks, dtype=np.uint64)
    c1, c3 = np.zeros(blocks, np.uint64), np.zeros(blocks, np.uint64)
    c2 = np.full(blocks, salt, np.uint64)
    k0, k1 = np.uint64(seed[0]), np.uint64(seed[1])
    mask = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        left = c0 * np.uint64(0xD2511F53)
        right = c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (
            ((right >> np.uint64(32)) ^ c1 ^ k0) & mask,
            right & mask,
            ((left >> np.uint64(32)) ^ c3 ^ k1) & mask,
            left & mask,
        )
        k0 = (k0 + np.uint64(0x9E3779B9)) & mask
        k1 = (k1 + np.uint64(0xBB67AE85)) & mask
    words = np.stack([c0, c1, c2, c3], axis=1).ravel()[:count]
    return ((words & np.uint64(0x7FFFFF)).astype(np.float64) / 0x800000).astype(np.float32)


def examples(shape, count):
    """Noise with a class's own faint stripes: enough to learn, with nothing to store."""
    size = int(np.prod(shape))
    labels = np.floor(philox((1, 0), 1, count) * 10).astype(np.int32)
    noise = philox((1, 0), 2, count * size).reshape(count, size)
    stripes = (np.arange(size)[None, :] // shape[-1]) % 10 == labels[:, None]
    return ((noise + stripes.astype(np.float32)) * np.float32(0.5)).reshape(count, *shape), labels


def initial(model):
    values = []
    for index, weight in enumerate(model.weights):
        shape = tuple(weight.shape)
        if len(shape) == 1:
            values.append(np.zeros(shape, np.float32))
            continue
        taps = int(np.prod(shape[:-2]))
        limit = np.float32(np.sqrt(6 / (taps * shape[-2] + taps * shape[-1])))
        draws = philox((2, 0), index, int(np.prod(shape))).reshape(shape)
        values.append((draws * 2 - 1) * limit)
    return values


def mnist():
    return keras.Sequential([
        layers.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"), layers.MaxPool2D(2),
        layers.Conv2D(64, 3, activation="relu"), layers.MaxPool2D(2),
        layers.Conv2D(64, 3, activation="relu"), layers.Flatten(),
        layers.Dense(64, activation="relu"), layers.Dense(10, activation="softmax"),
    ])


def cifar():
    return keras.Sequential([
        layers.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu"), layers.MaxPool2D(2),
        layers.Conv2D(64, 3, activation="relu"), layers.MaxPool2D(2),
        layers.Conv2D(64, 3, activation="relu"), layers.Flatten(),
        layers.Dense(64, activation="relu"), layers.Dense(10, activation="softmax"),
    ])


def fashion():
    conv = lambda filters, size=3: layers.Conv2D(filters, size, padding="same", activation="relu")
    return keras.Sequential([
        layers.Input((28, 28, 1)),
        conv(64, 7), layers.MaxPool2D(), conv(128), conv(128), layers.MaxPool2D(), conv(256), conv(256),
        layers.MaxPool2D(), layers.Flatten(),
        layers.Dense(128, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(10, activation="softmax"),
    ])


NETWORKS = [
    ("mnist", mnist, "RMSprop", 0.001, 0.001, 64),
    ("cifar", cifar, "Adam", 0.00005, 0.001, 32),
    ("fashion", fashion, "Nadam", 0.00001, 0.0002, 32),
]


def train(build, optimizer, rate, batch, nudge, steps=STEPS * EPOCHS):
    keras.backend.clear_session()
    model = build()
    values = initial(model)
    if nudge:
        rng = np.random.default_rng(nudge)
        values = [v + (rng.random(v.shape) * 2 - 1).astype(np.float32) * np.float32(1e-7) for v in values]
    model.set_weights(values)
    model.compile(optimizer=getattr(keras.optimizers, optimizer)(rate), loss="sparse_categorical_crossentropy")
    x, y = examples(model.input_shape[1:], STEPS * batch)
    losses = []
    for step in range(steps):
        start = step % STEPS * batch
        rows = slice(start, start + batch)
        model.reset_metrics()
        losses.append(float(model.train_on_batch(x[rows], y[rows])))
    return losses


def epochs(losses):
    return [float(np.mean(losses[i * STEPS:(i + 1) * STEPS])) for i in range(EPOCHS)]


def main():
    cases = []
    for name, build, optimizer, step_rate, rate, batch in NETWORKS:
        losses = train(build, optimizer, step_rate, batch, 0, 20)
        runs = [epochs(train(build, optimizer, rate, batch, run)) for run in range(RUNS + 1)]
        cases.append({
            "name": name, "optimizer": optimizer, "batch": batch, "steps": STEPS,
            "stepRate": step_rate, "losses": [float(f"{v:.8g}") for v in losses],
            "rate": rate, "epochs": [[float(f"{v:.6g}") for v in run] for run in runs],
        })
        print(name, cases[-1], flush=True)
    with open(os.path.join(HERE, "fixtures", "curves.json"), "w") as file:
        json.dump(cases, file, indent=1)
        file.write("\n")


main()
