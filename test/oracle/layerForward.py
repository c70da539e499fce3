"""Writes fixtures/layerForward.json.gz: what real Keras 3 computes for small layers.

Each entry is [layer, inputs, arguments, training, output, updates]: the batch is 2, inputs and weights are
`wave(tensor, index)`, so that the test can make them itself; outputs are flat. With training, `updates` are
the non-trainable weights afterwards. Configurations come from layerTable.py's generators.

    python test/oracle/layerForward.py      (in an environment with tensorflow-cpu 2.21.0)
"""

import gzip
import json
import math
import os

import layerTable
from layerTable import keras, np

COUNT = 700
FOLDER = layerTable.FOLDER
SKIPPED = ("Random", "Dropout", "GaussianDropout", "AlphaDropout", "GaussianNoise", "SpatialDropout", "ActivityRegularization")


def wave(tensor, sizes, positive=False):
    """A deterministic tensor: sines of the place, in the order of memory."""
    count = math.prod(sizes)
    values = [math.sin(1.7 * (index + 1) + 0.31 * tensor) for index in range(count)]
    if positive:
        values = [abs(value) + 0.5 for value in values]
    return np.array(values, "float32").reshape(sizes)


def layer_class(name):
    """ConvNeXt's layer is Keras's own, but stands beside its network."""
    if name == "LayerScale":
        from keras.src.applications.convnext import LayerScale

        return LayerScale
    return getattr(keras.layers, name)


# Of layers that layerTable.py does not draw.
BESIDES = [
    ("LayerScale", [[6]], {"init_values": 0.1, "projection_dim": 6}, False),
    ("LayerScale", [[4, 5, 3]], {"init_values": 1e-6, "projection_dim": 3}, False),
]


def compute(name, inputs, arguments, training):
    layer = layer_class(name)(**{key: layerTable.tuples(value) for key, value in arguments.items()})
    tensors = [wave(index, [2, *sizes]) for index, sizes in enumerate(inputs)]
    given = tensors[0] if len(tensors) == 1 else tensors
    layer(given)
    values = []
    for index, weight in enumerate(layer.weights):
        if weight.name == "count":
            values.append(np.zeros((), "int32"))
        else:
            values.append(wave(10 + index, weight.shape, "variance" in weight.name))
    layer.set_weights(values)
    if name == "Normalization":
        layer.finalize_state()
    output = layer(given, training=True) if training else layer(given)
    updates = [weight.numpy().ravel().tolist() for weight in layer.non_trainable_weights] if training else []
    return output.numpy().ravel().tolist(), updates


def small(name, inputs, found):
    """Few enough numbers for a committed file; volumes need more of them."""
    most = 900 if name.endswith("3D") else 240
    return max(math.prod(sizes) for sizes in inputs) <= most and math.prod(found[0]) <= most and found[1] <= 800


def rounded(values):
    return [float(f"{value:.7g}") for value in values]


def main():
    layerTable.draw.seed(7)
    makers = [make for make, _ in layerTable.FAMILIES]
    entries = []
    seen = {}
    turn = 0
    while len(entries) < COUNT:
        name, inputs, arguments = makers[turn % len(makers)]()
        turn += 1
        if name.startswith(SKIPPED):
            continue
        found = layerTable.outcome(name, inputs, arguments)
        if len(inputs) > 1 and any(math.prod(sizes) == 1 for sizes in inputs if None not in sizes):
            # keras.ops.add takes [batch, 1] for a bias when the batch, known here, equals the channels.
            continue
        if found is None or len(found) > 2 or 0 in found[0] or any(None in sizes for sizes in inputs) or not small(name, inputs, found):
            continue
        # Each layer has its share, whatever its family's size.
        if seen.get(name, 0) >= 18:
            continue
        seen[name] = seen.get(name, 0) + 1
        for training in (False, True) if name == "BatchNormalization" else (False,):
            output, updates = compute(name, inputs, arguments, training)
            entries.append([name, inputs, arguments, training, rounded(output), [rounded(update) for update in updates]])
    for name, inputs, arguments, training in BESIDES:
        output, updates = compute(name, inputs, arguments, training)
        entries.append([name, inputs, arguments, training, rounded(output), [rounded(update) for update in updates]])
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    with open(os.path.join(FOLDER, "layerForward.json.gz"), "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            packed.write(f"[\n{lines}\n]\n".encode())
    print(f"{len(entries)} results of {len(seen)} layers")


if __name__ == "__main__":
    main()
