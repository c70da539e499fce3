"""Writes fixtures/inspectArrays.json: the filters, feature maps and one window's arithmetic that real Keras gives.

Weights are `wave(tensor, shape)`, the image is a smooth pattern, both made the same way by the test, so that only
what Keras computes is stored. Three networks: an image network with padding, strides, groups and pooling, a
depthwise one with dilation, and a series network.

    python test/oracle/inspectArrays.py      (in an environment with tensorflow-cpu 2.21.0)
"""

import json
import math
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
from keras import layers

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")


def wave(tensor, sizes):
    """A deterministic tensor: sines of the place, in the order of memory."""
    count = math.prod(sizes)
    values = [0.5 * math.sin(1.7 * (index + 1) + 0.31 * tensor) for index in range(count)]
    return np.array(values, "float32").reshape(sizes)


def picture(sizes):
    """Values from 0 to 1."""
    count = math.prod(sizes)
    return np.array([0.5 + 0.5 * math.sin(0.9 * index + 0.01 * index * index) for index in range(count)], "float32").reshape(sizes)


NETWORKS = {
    "image": (
        "input 9x10x2 -> Conv2D(4, 3, strides=2, padding=same, activation=relu) -> Conv2D(6, (2, 3), groups=2)"
        " -> MaxPool2D(2, strides=1) -> AvgPool2D(2, padding=same) -> Flatten -> Dense(3, activation=softmax)",
        (9, 10, 2),
        [
            layers.Conv2D(4, 3, strides=2, padding="same", activation="relu"),
            layers.Conv2D(6, (2, 3), groups=2),
            layers.MaxPooling2D(2, strides=1),
            layers.AveragePooling2D(2, padding="same"),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ],
    ),
    "depthwise": (
        "input 8x8x3 -> DepthwiseConv2D(3, depth_multiplier=2, dilation_rate=2, padding=same) -> Conv2D(2, 1, activation=tanh)",
        (8, 8, 3),
        [
            layers.DepthwiseConv2D(3, depth_multiplier=2, dilation_rate=2, padding="same"),
            layers.Conv2D(2, 1, activation="tanh"),
        ],
    ),
    "series": (
        "input 24x1 -> Conv1D(3, 5, padding=causal) -> Conv1D(2, 3, strides=2, activation=relu) -> MaxPool1D(2)",
        (24, 1),
        [
            layers.Conv1D(3, 5, padding="causal"),
            layers.Conv1D(2, 3, strides=2, activation="relu"),
            layers.MaxPooling1D(2),
        ],
    ),
}


def flat(values):
    return [float(f"{value:.7g}") for value in np.asarray(values).ravel()]


def window(layer, source, unit, channel):
    """What Keras itself gives when only one window is left: every other input is 0, and without the bias."""
    values = []
    kernel = np.asarray(layer.kernel)
    groups = getattr(layer, "groups", 1)
    depthwise = isinstance(layer, layers.DepthwiseConv2D)
    for place in np.ndindex(*source.shape[1:]):
        single = np.zeros_like(source)
        single[(0, *place)] = source[(0, *place)]
        linear = layer.__class__.from_config({**layer.get_config(), "activation": None, "use_bias": False})
        linear.build(source.shape)
        linear.set_weights([kernel])
        share = np.asarray(linear(single))[(0, *unit, channel)]
        if share != 0:
            values.append([*place, float(f"{share:.7g}")])
    return values


def describe(name):
    text, shape, stack = NETWORKS[name]
    model = keras.Sequential([layers.Input(shape), *stack])
    weights = []
    for index, weight in enumerate(model.weights):
        weights.append(wave(index, weight.shape))
    model.set_weights(weights)
    image = picture((1, *shape))
    features = [image]
    for layer in stack:
        features.append(np.asarray(layer(features[-1])))
    found = []
    for index, layer in enumerate(stack):
        if not hasattr(layer, "kernel") or len(layer.kernel.shape) < 3:
            continue
        output = features[index + 1]
        unit = [size // 2 for size in output.shape[1:-1]]
        channel = output.shape[-1] - 1
        found.append({"layer": index + 1, "unit": unit, "channel": channel, "terms": window(layer, features[index], unit, channel), "bias": flat(layer.bias)[channel]})
    return {
        "name": name,
        "text": text,
        "features": [{"shape": list(value.shape[1:]), "values": flat(value)} for value in features],
        "kernels": [{"layer": index + 1, "shape": list(layer.kernel.shape), "values": flat(layer.kernel)} for index, layer in enumerate(stack) if hasattr(layer, "kernel")],
        "windows": found,
    }


if __name__ == "__main__":
    with open(os.path.join(FOLDER, "inspectArrays.json"), "w", encoding="utf-8") as file:
        json.dump([describe(name) for name in NETWORKS], file, separators=(",", ":"))
        file.write("\n")
