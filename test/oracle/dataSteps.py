"""Writes fixtures/dataSteps.json.gz: what real Keras 3 does to one picture, step by step.

Each case is [layer, arguments, training, output shape, output]: the picture is `wave()`, whole numbers from 0 to 255
of 13 x 17 x 3 as float32. A Random... layer gets a range of one value, so that nothing is random about it; `draws`
holds the smallest, mean and largest change of 4,000 pictures for layers that take a range. A step of one direction is
measured by a picture whose values are places.

    python test/oracle/dataSteps.py      (in an environment with tensorflow-cpu 2.21.0)
"""

import gzip
import json
import math
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

HEIGHT, WIDTH, CHANNELS = 13, 17, 3


def wave():
    count = HEIGHT * WIDTH * CHANNELS
    values = [math.floor(127.5 + 127.5 * math.sin(1.7 * (index + 1))) for index in range(count)]
    return np.array(values, "float32").reshape([1, HEIGHT, WIDTH, CHANNELS])


def cases():
    for size in ((7, 9), (26, 34), (13, 5), (20, 11)):
        for interpolation in ("bilinear", "nearest", "area"):
            yield "Resizing", dict(height=size[0], width=size[1], interpolation=interpolation), False
        yield "Resizing", dict(height=size[0], width=size[1], crop_to_aspect_ratio=True), False
        yield "Resizing", dict(height=size[0], width=size[1], pad_to_aspect_ratio=True, fill_value=9.0), False
    for size in ((7, 9), (8, 17), (20, 20), (5, 30)):
        yield "CenterCrop", dict(height=size[0], width=size[1]), False
    # Where one side has no room nothing is random. Outside training Keras leaves the picture whole; here it is the middle.
    for size in ((13, 17), (20, 20), (5, 30), (8, 17), (13, 4)):
        yield "RandomCrop", dict(height=size[0], width=size[1]), True
    yield "Rescaling", dict(scale=1 / 127.5, offset=-1.0), False
    yield "Normalization", dict(mean=[10.0, 20.0, 30.0], variance=[4.0, 9.0, 0.0]), False
    yield "Normalization", dict(mean=[10.0, 20.0, 30.0], variance=[4.0, 9.0, 2.0], invert=True), False
    for fill_mode in ("reflect", "wrap", "nearest", "constant"):
        for interpolation in ("bilinear", "nearest"):
            common = dict(fill_mode=fill_mode, interpolation=interpolation, fill_value=77.0)
            yield "RandomRotation", dict(factor=(0.083, 0.083), **common), True
            yield "RandomTranslation", dict(height_factor=(0.21, 0.21), width_factor=(-0.63, -0.63), **common), True
            yield "RandomZoom", dict(height_factor=(0.37, 0.37), **common), True
            yield "RandomZoom", dict(height_factor=(-0.41, -0.41), width_factor=(0.6, 0.6), **common), True
    yield "RandomBrightness", dict(factor=(0.2, 0.2)), True
    yield "RandomBrightness", dict(factor=(-0.3, -0.3), value_range=(0.0, 200.0)), True


def compute(name, arguments, training):
    layer = getattr(keras.layers, name)(**arguments)
    try:
        output = layer(wave(), training=training)
    except TypeError:
        output = layer(wave())
    return np.asarray(output)[0]


def places():
    """A picture whose two channels say in which column and row a pixel stood."""
    rows, columns = np.mgrid[0:21, 0:21].astype("float32")
    return np.stack([columns, rows], -1)[None]


def draws():
    """The change of each of 4,000 pictures: [layer, arguments, what is measured, [smallest, mean, largest]]."""
    grey = np.array([100.0, 140.0], "float32").reshape([1, 1, 2, 1]).repeat(4000, axis=0)
    for name, factor in (
        ("RandomBrightness", 0.3), ("RandomBrightness", [-0.1, 0.35]), ("RandomContrast", 0.4), ("RandomContrast", [0.2, 0.5]),
    ):
        output = np.asarray(getattr(keras.layers, name)(factor, seed=1)(grey, training=True))[:, 0, :, 0]
        change = output[:, 0] - 100 if name == "RandomBrightness" else (output[:, 1] - output[:, 0]) / 40
        yield draw(name, dict(factor=factor), "added" if name == "RandomBrightness" else "spread", change)
    for name, arguments, measure in (
        ("RandomTranslation", dict(height_factor=0.0, width_factor=[-0.1, 0.25]), "right"),
        ("RandomTranslation", dict(height_factor=0.2, width_factor=0.0), "down"),
        ("RandomZoom", dict(height_factor=[-0.2, 0.3]), "widen"),
        ("RandomZoom", dict(height_factor=0.2, width_factor=[0.1, 0.3]), "widen"),
        ("RandomRotation", dict(factor=0.1), "angle"),
        ("RandomRotation", dict(factor=[-0.05, 0.15]), "angle"),
    ):
        output = np.asarray(getattr(keras.layers, name)(fill_mode="nearest", seed=1, **arguments)(places().repeat(4000, axis=0), training=True))
        yield draw(name, dict(arguments, fill_mode="nearest"), measure, CHANGES[measure](output))


CHANGES = {
    "right": lambda output: output[:, 10, 10, 0] - 10,
    "down": lambda output: output[:, 10, 10, 1] - 10,
    "widen": lambda output: (output[:, 10, 14, 0] - output[:, 10, 6, 0]) / 8,
    "angle": lambda output: np.arctan2(output[:, 10, 14, 1] - output[:, 10, 6, 1], output[:, 10, 14, 0] - output[:, 10, 6, 0]),
}


def draw(name, arguments, measure, change):
    return [name, arguments, measure, [float(change.min()), float(change.mean()), float(change.max())]]


def adapted():
    layer = keras.layers.Normalization(axis=-1)
    layer.adapt(wave())
    whole = keras.layers.Normalization(axis=None)
    whole.adapt(wave())
    return [np.asarray(layer.mean).ravel().tolist(), np.asarray(layer.variance).ravel().tolist(), *(float(np.asarray(value).ravel()[0]) for value in (whole.mean, whole.variance))]


def main():
    results = []
    for name, arguments, training in cases():
        output = compute(name, arguments, training)
        results.append([name, arguments, training, list(output.shape), [round(float(value), 5) for value in output.ravel()]])
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
    document = {"keras": keras.__version__, "cases": results, "draws": list(draws()), "adapted": adapted()}
    with gzip.GzipFile(os.path.join(folder, "dataSteps.json.gz"), "wb", mtime=0) as file:
        file.write(json.dumps(document, separators=(",", ":")).encode())
    print(len(results), "cases")


main()
