"""Writes fixtures/layerTable.json.gz: layer configurations and what real Keras 3 makes of them.

Each entry is [layer, inputs, arguments, outcome]; the outcome is [output shape, parameters], both without
the batch and with null for unknown, or null where Keras refuses. Beside them stand the signatures of the
layers' classes. A configuration whose sizes are all known
is also run on zeros, since some refusals come from TensorFlow's kernels alone: such an outcome is
[output shape, parameters, "does not run"]. Seeded: the same table every time.

    python test/oracle/layerTable.py      (in an environment with tensorflow-cpu 2.21.0)
"""

import gzip
import inspect
import json
import math
import os
import random

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras  # noqa: E402
import numpy as np  # noqa: E402

SEED = 20260
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
draw = random.Random(SEED)


def maybe(chance):
    return draw.random() < chance


def one_of(*values):
    return draw.choice(values)


def size(most=20):
    """A size of an input; now and then unknown."""
    if maybe(0.05):
        return None
    return one_of(1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 15, 16, most, draw.randint(1, most))


def shape(rank, channels=None):
    """Spatial sizes and channels; now and then of a wrong rank."""
    if maybe(0.06):
        rank = max(0, rank + one_of(-1, 1, -2))
    most = {0: 40, 1: 40, 2: 20, 3: 9}.get(rank, 6)
    if channels is None and maybe(0.02):
        return [size(most) for _ in range(rank)] + [None]
    return [size(most) for _ in range(rank)] + [channels if channels is not None else one_of(1, 2, 3, 4, 6, 8, 12)]


def sizes(rank, values, wrong=0.05):
    """One number or one an axis; now and then zero, negative or of a wrong length."""
    if maybe(wrong):
        return one_of(0, -1, [draw.choice(values)] * (rank + 1), [0] * rank, [])
    if maybe(0.5):
        return draw.choice(values)
    return [draw.choice(values) for _ in range(rank)]


def optional(arguments, name, chance, value):
    if maybe(chance):
        arguments[name] = value()


def positive(values=(1, 2, 3, 4, 6, 8, 12, 16)):
    return one_of(0, -3) if maybe(0.03) else draw.choice(values)


def padding(*extra):
    return one_of("full", "causal", "smae") if maybe(0.03) else draw.choice(["valid", "same", *extra])


def window(arguments, rank, *paddings):
    arguments["kernel_size"] = sizes(rank, [1, 2, 3, 3, 4, 5, 7])
    optional(arguments, "strides", 0.5, lambda: sizes(rank, [1, 2, 2, 3]))
    optional(arguments, "padding", 0.6, lambda: padding(*paddings))
    optional(arguments, "dilation_rate", 0.25, lambda: sizes(rank, [1, 2, 3]))
    optional(arguments, "use_bias", 0.4, lambda: maybe(0.5))
    optional(arguments, "activation", 0.3, lambda: one_of("relu", "tanh", "softmax", "gelu", "rellu", None))


def convolution(rank):
    arguments = {"filters": positive()}
    window(arguments, rank, *(["causal"] if rank == 1 else []))
    optional(arguments, "groups", 0.25, lambda: one_of(1, 2, 3, 4, 0))
    return f"Conv{rank}D", [shape(rank)], arguments


def transposed(rank):
    arguments = {"filters": positive()}
    window(arguments, rank)
    optional(arguments, "output_padding", 0.35, lambda: sizes(rank, [0, 0, 1, 1, 2]))
    return f"Conv{rank}DTranspose", [shape(rank)], arguments


def depthwise(rank):
    arguments = {}
    window(arguments, rank)
    optional(arguments, "depth_multiplier", 0.5, lambda: positive((1, 2, 3)))
    return f"DepthwiseConv{rank}D", [shape(rank)], arguments


def separable(rank):
    arguments = {"filters": positive()}
    window(arguments, rank)
    optional(arguments, "depth_multiplier", 0.4, lambda: positive((1, 2, 3)))
    return f"SeparableConv{rank}D", [shape(rank)], arguments


def pooling(rank):
    arguments = {"pool_size": sizes(rank, [1, 2, 2, 3, 4, 5])}
    optional(arguments, "strides", 0.5, lambda: one_of(None, sizes(rank, [1, 2, 3])))
    optional(arguments, "padding", 0.6, padding)
    name = one_of("MaxPool", "AvgPool", "MaxPooling", "AveragePooling")
    if name.startswith("Max") and maybe(0.2):
        del arguments["pool_size"]
    return f"{name}{rank}D", [shape(rank)], arguments


def global_pooling(rank):
    arguments = {}
    optional(arguments, "keepdims", 0.5, lambda: maybe(0.5))
    return f"Global{one_of('Max', 'Avg')}Pool{rank}D", [shape(rank)], arguments


def dense():
    arguments = {"units": positive((1, 2, 5, 10, 64))}
    optional(arguments, "use_bias", 0.4, lambda: maybe(0.5))
    optional(arguments, "activation", 0.4, lambda: one_of("relu", "softmax", "silu", "sigmoide", None))
    optional(arguments, "kernel_initializer", 0.3, lambda: one_of("he_normal", "GlorotNormal", "zeros", "hee_normal"))
    optional(arguments, "kernel_regularizer", 0.3, lambda: one_of("l1", "l2", "L2", None, "l3"))
    return "Dense", [shape(draw.randint(0, 3))], arguments


def reshape():
    inputs = [one_of(1, 2, 3, 4, 6, 8, 12) for _ in range(draw.randint(1, 3))]
    count = math.prod(inputs)
    divisors = [n for n in range(1, count + 1) if count % n == 0]
    first = draw.choice(divisors)
    target = one_of([first, count // first], [-1], [first, -1], [-1, first], [count], [first, count // first, 1], [first, 5], [-1, -1], [7, -1], [0, count], [-2, 3])
    if maybe(0.1):
        inputs[0] = None
    return "Reshape", [inputs], {"target_shape": target}


def permute():
    rank = draw.randint(1, 4)
    dims = list(range(1, rank + 1))
    draw.shuffle(dims)
    if maybe(0.15):
        dims = one_of([0] + dims[1:], dims + dims[:1], dims[:-1] or [2], [2] * rank)
    return "Permute", [shape(rank - 1)], {"dims": dims}


def margins(rank):
    def side():
        return one_of(0, 1, 1, 2, 3)

    if maybe(0.06):
        return one_of(-1, [1] * (rank + 2), [[1, 2, 3]] * rank)
    if maybe(0.35):
        return side()
    if rank == 1:
        return [side(), side()]
    return [[side(), side()] if maybe(0.7) else side() for _ in range(rank)]


def zero_padding(rank):
    arguments = {}
    optional(arguments, "padding", 0.85, lambda: margins(rank))
    return f"ZeroPadding{rank}D", [shape(rank)], arguments


def cropping(rank):
    arguments = {}
    optional(arguments, "cropping", 0.85, lambda: margins(rank))
    return f"Cropping{rank}D", [shape(rank)], arguments


def up_sampling(rank):
    arguments = {}
    factor = (lambda: one_of(1, 2, 3, 0)) if rank == 1 else (lambda: sizes(rank, [1, 2, 3]))
    optional(arguments, "size", 0.8, factor)
    if rank == 2:
        optional(arguments, "interpolation", 0.4, lambda: one_of("nearest", "bilinear"))
    return f"UpSampling{rank}D", [shape(rank)], arguments


def axis(rank):
    return one_of(0, 7, -7) if maybe(0.1) else one_of(-1, -1, -1, draw.randint(1, rank + 1), -draw.randint(1, rank + 1))


def batch_normalization():
    rank = draw.randint(0, 3)
    arguments = {}
    optional(arguments, "axis", 0.4, lambda: axis(rank))
    optional(arguments, "momentum", 0.2, lambda: one_of(0.9, 0.5))
    for name in ("center", "scale"):
        optional(arguments, name, 0.4, lambda: maybe(0.5))
    return "BatchNormalization", [shape(rank)], arguments


def layer_normalization():
    rank = draw.randint(0, 3)
    arguments = {}
    optional(arguments, "axis", 0.5, lambda: axis(rank) if maybe(0.6) else sorted(draw.sample(range(1, rank + 2), draw.randint(1, rank + 1))))
    for name in ("center", "scale"):
        optional(arguments, name, 0.4, lambda: maybe(0.5))
    return "LayerNormalization", [shape(rank)], arguments


def group_normalization():
    rank = draw.randint(0, 3)
    arguments = {"groups": one_of(1, 2, 3, 4, -1, 32, 0, -2)}
    optional(arguments, "axis", 0.3, lambda: axis(rank))
    for name in ("center", "scale"):
        optional(arguments, name, 0.4, lambda: maybe(0.5))
    return "GroupNormalization", [shape(rank)], arguments


def unit_normalization():
    rank = draw.randint(0, 3)
    arguments = {}
    optional(arguments, "axis", 0.5, lambda: axis(rank))
    return "UnitNormalization", [shape(rank)], arguments


def rate():
    return one_of(-0.1, 1.5) if maybe(0.15) else one_of(0, 0.1, 0.3, 0.5, 0.9)


def noise():
    name = one_of("Dropout", "GaussianDropout", "AlphaDropout", "GaussianNoise")
    return name, [shape(draw.randint(0, 3))], {"stddev" if name == "GaussianNoise" else "rate": rate()}


def spatial_dropout(rank):
    return f"SpatialDropout{rank}D", [shape(rank)], {"rate": rate()}


def activation():
    name = one_of("ReLU", "LeakyReLU", "ELU", "Softmax", "PReLU", "Activation")
    rank = draw.randint(0, 3)
    arguments = {}
    if name == "ReLU":
        optional(arguments, "max_value", 0.5, lambda: one_of(6, 1.5, -1, None))
        optional(arguments, "negative_slope", 0.4, lambda: one_of(0.1, 0, -0.2))
        optional(arguments, "threshold", 0.3, lambda: one_of(0.5, -1))
    elif name == "LeakyReLU":
        optional(arguments, "negative_slope", 0.7, lambda: one_of(0.1, 0.3, -0.1))
    elif name == "ELU":
        optional(arguments, "alpha", 0.7, lambda: one_of(0.5, 1, 2))
    elif name == "Softmax":
        optional(arguments, "axis", 0.5, lambda: draw.randint(-rank - 1, rank + 1))
    elif name == "PReLU":
        optional(arguments, "shared_axes", 0.7, lambda: draw.sample(range(1, rank + 2), draw.randint(1, rank + 1)) if maybe(0.9) else [rank + 3])
    else:
        arguments["activation"] = one_of("relu", "gelu", "mish", "swish", "hard_swish", "exponential", "log_softmax", "soft", "celu", "hard_tanh", "squareplus")
    return name, [shape(rank)], arguments


def merging():
    name = one_of("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract")
    first = shape(draw.randint(0, 3))
    count = 2 if name == "Subtract" else one_of(2, 2, 3)
    inputs = [first]
    for _ in range(count - 1):
        other = list(first)
        if maybe(0.4):
            other[draw.randrange(len(other))] = one_of(1, 1, 5, None)
        if maybe(0.15):
            other = other[1:] or [3]
        inputs.append(other)
    return name, inputs, {}


def concatenate():
    first = shape(draw.randint(0, 3))
    arguments = {}
    optional(arguments, "axis", 0.5, lambda: draw.randint(1, len(first)))
    place = arguments.get("axis", len(first)) - 1
    inputs = [first]
    for _ in range(one_of(1, 1, 2)):
        other = list(first)
        other[place] = one_of(1, 2, 3, 8)
        if maybe(0.25):
            other[draw.randrange(len(other))] = one_of(1, 5, None)
        if maybe(0.06):
            other = other + [2]
        inputs.append(other)
    return "Concatenate", inputs, arguments


def dot():
    contracted = one_of(2, 3, 4, 5)
    ranks = [draw.randint(1, 2), draw.randint(1, 2)]
    axes = [draw.randint(1, rank) for rank in ranks]
    inputs = []
    for rank, at in zip(ranks, axes):
        value = [one_of(1, 2, 3, 6) for _ in range(rank)]
        value[at - 1] = contracted if maybe(0.9) else contracted + 1
        inputs.append(value)
    return "Dot", inputs, {"axes": axes if maybe(0.8) else -1, "normalize": maybe(0.3)}


def preprocessing():
    name = one_of("Rescaling", "Resizing", "CenterCrop", "Normalization", "RandomFlip", "RandomCrop", "RandomRotation", "RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness")
    inputs = [[one_of(4, 8, 9, 16, None), one_of(5, 8, 12), one_of(1, 3)]]
    if name == "Rescaling":
        return name, [shape(draw.randint(0, 3))], {"scale": one_of(0.5, 1 / 255), "offset": one_of(0, -1)}
    if name == "Normalization":
        rank = draw.randint(0, 3)
        arguments = {}
        optional(arguments, "axis", 0.4, lambda: one_of(None, axis(rank)))
        if maybe(0.3):
            arguments.update({"mean": 0.5, "variance": 2.0})
        elif maybe(0.1):
            arguments["mean"] = 1.0
        optional(arguments, "invert", 0.3, lambda: True)
        return name, [shape(rank)], arguments
    if name in ("Resizing", "CenterCrop", "RandomCrop"):
        arguments = {"height": one_of(4, 6, 8), "width": one_of(3, 5, 10)}
        if name == "Resizing":
            optional(arguments, "interpolation", 0.4, lambda: one_of("nearest", "bilinear"))
            optional(arguments, "crop_to_aspect_ratio", 0.3, lambda: True)
            optional(arguments, "pad_to_aspect_ratio", 0.3, lambda: True)
        return name, inputs, arguments
    if name == "RandomFlip":
        arguments = {}
        optional(arguments, "mode", 0.7, lambda: one_of("horizontal", "vertical", "horizontal_and_vertical"))
        return name, inputs, arguments
    share = lambda: one_of(0.1, 0.3, [-0.2, 0.3])  # noqa: E731
    if name in ("RandomRotation", "RandomBrightness"):
        return name, inputs, {"factor": share()}
    if name == "RandomContrast":
        return name, inputs, {"factor": one_of(0.1, 0.3, [0.2, 0.3])}
    return name, inputs, {"height_factor": share(), "width_factor": share()}


def others():
    name = one_of("Flatten", "RepeatVector", "Identity", "ActivityRegularization")
    arguments = {"n": positive((1, 2, 5))} if name == "RepeatVector" else {}
    if name == "ActivityRegularization":
        arguments = {"l1": one_of(0, 0.01), "l2": one_of(0, 0.1)}
    return name, [shape(0 if name == "RepeatVector" and maybe(0.8) else draw.randint(0, 3))], arguments


FAMILIES = [
    (lambda: convolution(1), 260),
    (lambda: convolution(2), 360),
    (lambda: convolution(3), 160),
    (lambda: transposed(1), 160),
    (lambda: transposed(2), 220),
    (lambda: transposed(3), 110),
    (lambda: depthwise(1), 120),
    (lambda: depthwise(2), 180),
    (lambda: separable(1), 110),
    (lambda: separable(2), 140),
    (lambda: pooling(1), 140),
    (lambda: pooling(2), 200),
    (lambda: pooling(3), 130),
    (lambda: global_pooling(draw.randint(1, 3)), 80),
    (dense, 130),
    (reshape, 130),
    (permute, 70),
    (lambda: zero_padding(draw.randint(1, 3)), 110),
    (lambda: cropping(draw.randint(1, 3)), 130),
    (lambda: up_sampling(draw.randint(1, 3)), 100),
    (batch_normalization, 90),
    (layer_normalization, 90),
    (group_normalization, 110),
    (unit_normalization, 40),
    (noise, 80),
    (lambda: spatial_dropout(draw.randint(1, 3)), 50),
    (activation, 140),
    (merging, 150),
    (concatenate, 130),
    (dot, 80),
    (preprocessing, 180),
    (others, 90),
]


def tuples(value):
    return tuple(tuples(item) for item in value) if isinstance(value, list) else value


def outcome(name, inputs, arguments):
    try:
        layer = getattr(keras.layers, name)(**{key: tuples(value) for key, value in arguments.items()})
        tensors = [keras.Input(tuple(sizes)) for sizes in inputs]
        output = layer(tensors[0] if len(tensors) == 1 else tensors)
        found = [list(output.shape[1:]), layer.count_params()]
    except Exception:
        return None
    if any(size is None for sizes in inputs for size in sizes):
        return found
    try:
        zeros = [np.zeros((2, *sizes), "float32") for sizes in inputs]
        result = layer(zeros[0] if len(zeros) == 1 else zeros)
        if list(result.shape[1:]) != found[0]:
            return [*found, "runs to " + "x".join(map(str, result.shape[1:]))]
    except Exception:
        return [*found, "does not run"]
    return found


def signature(name):
    """The arguments by position with their defaults; the name alone where there is none."""
    listed = []
    for parameter in inspect.signature(getattr(keras.layers, name).__init__).parameters.values():
        if parameter.name == "self" or parameter.kind is not parameter.POSITIONAL_OR_KEYWORD:
            continue
        listed.append([parameter.name] if parameter.default is parameter.empty else [parameter.name, parameter.default])
    return listed


def main():
    table = []
    for make, count in FAMILIES:
        for _ in range(count):
            name, inputs, arguments = make()
            table.append([name, inputs, arguments, outcome(name, inputs, arguments)])
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in table)
    names = sorted({entry[0] for entry in table})
    signatures = json.dumps({name: signature(name) for name in names})
    text = '{"keras":"%s","signatures":%s,"table":[\n%s\n]}\n' % (keras.__version__, signatures, lines)
    os.makedirs(FOLDER, exist_ok=True)
    with open(os.path.join(FOLDER, "layerTable.json.gz"), "wb") as file:
        # No time stamp inside, so that the same table gives the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            packed.write(text.encode())
    refused = sum(entry[3] is None for entry in table)
    failing = sum(entry[3] is not None and len(entry[3]) == 3 for entry in table)
    print(f"{len(table)} configurations, Keras refuses {refused}, {failing} more do not run as told")


if __name__ == "__main__":
    main()
