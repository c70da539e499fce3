"""Writes fixtures/applications.json.gz: the models of keras.applications as real Keras 3 sees them.

"models" has for each model that the installed Keras offers (weights=None) its JSON and, in Keras's order and with
nested models opened, [layer, class, output shape without the batch, parameters]. "outputs" has for some of them,
with a small input and ten classes, the JSON and what the model gives for made-up weights and a made-up input, both
drawn by `draw`, which test/oracle/applications.ts has as well.

    python test/oracle/applications.py      (in an environment with tensorflow-cpu 2.21.0)
"""

import gzip
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras  # noqa: E402
import numpy as np  # noqa: E402

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")

# Model, input size, and whether it takes pixels from 0 to 255.
OUTPUTS = [
    ("MobileNet", 64, False),
    ("MobileNetV2", 64, False),
    ("MobileNetV3Small", 64, True),
    ("EfficientNetB0", 64, True),
    ("EfficientNetV2B0", 64, True),
    ("NASNetMobile", 64, False),
    ("DenseNet121", 64, False),
    ("ResNet50", 64, False),
    ("ResNet50V2", 64, False),
    ("Xception", 96, False),
    ("InceptionV3", 96, False),
    ("InceptionResNetV2", 96, False),
    ("ConvNeXtTiny", 64, True),
    ("VGG16", 32, False),
]


def draw(key, count):
    """Uniform draws in [0, 1): the finalizer of MurmurHash3 over a counter, begun at the FNV-1a hash of the key."""
    seed = 0x811C9DC5
    for byte in key.encode():
        seed = ((seed ^ byte) * 0x01000193) & 0xFFFFFFFF
    with np.errstate(over="ignore"):
        h = np.uint32(seed) + np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B9)
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x85EBCA6B)
        h ^= h >> np.uint32(13)
        h *= np.uint32(0xC2B2AE35)
        h ^= h >> np.uint32(16)
    return h.astype(np.float64) / 2**32


def weight(layer, name, shape):
    """A value for a weight: kernels keep the size of what goes through, the rest stays near its usual value."""
    count = int(np.prod(shape)) if len(shape) else 1
    u = draw(f"{layer}/{name}", count)
    if name == "depthwise_kernel" or name == "kernel" or name == "pointwise_kernel":
        depthwise = name == "depthwise_kernel"
        fan_in = np.prod(shape[:-2] if depthwise else shape[:-1])
        values = (2 * u - 1) * np.sqrt(4 / fan_in)
    elif name in ("gamma", "variance", "moving_variance"):
        values = 0.8 + 0.4 * u
    elif name == "count":
        values = 0 * u
    else:
        values = 0.2 * (2 * u - 1)
    return values.reshape(shape).astype("float32")


def flat_layers(model):
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from flat_layers(layer)
        else:
            yield layer


def table(model):
    rows = []
    for layer in flat_layers(model):
        shape = layer.output.shape
        rows.append([layer.name, type(layer).__name__, list(shape[1:]), layer.count_params()])
    return rows


def name_of(layer, variable):
    kind = type(layer).__name__
    return "gamma" if kind == "LayerScale" else variable.name


def output(name, size, pixels):
    keras.backend.clear_session()
    model = getattr(keras.applications, name)(weights=None, input_shape=(size, size, 3), classes=10, classifier_activation=None)
    for layer in flat_layers(model):
        for variable in layer.weights:
            if "seed" not in variable.name:
                variable.assign(weight(layer.name, name_of(layer, variable), variable.shape))
    image = draw("input", size * size * 3).reshape(1, size, size, 3).astype("float32") * (255 if pixels else 1)
    values = np.asarray(model(image, training=False))[0]
    return {"name": name, "size": size, "pixels": pixels, "json": model.to_json(), "values": [float(f"{v:.8g}") for v in values]}


def write(name, value):
    with open(os.path.join(FOLDER, name), "wb") as file:
        packed = gzip.compress(json.dumps(value, separators=(",", ":")).encode(), 9, mtime=0)
        file.write(packed)


def main():
    outputs = []
    for name, size, pixels in OUTPUTS:
        outputs.append(output(name, size, pixels))
        print(name, outputs[-1]["values"][:3], flush=True)
    write("applicationOutputs.json.gz", outputs)
    models = []
    for name in sorted(name for name in dir(keras.applications) if name[0].isupper()):
        keras.backend.clear_session()
        model = getattr(keras.applications, name)(weights=None)
        models.append({"name": name, "json": model.to_json(), "params": model.count_params(), "layers": table(model)})
        print(name, model.count_params(), flush=True)
    write("applications.json.gz", models)


if __name__ == "__main__":
    main()
