"""Weights and checkpoints as safetensors files, under the names that Shapewright gives them.

A weight is called by its place in the text (`trunk/Residual/2/main/Conv2D/kernel`); run.json tells which weight
of which Keras layer that is. Nothing that could carry code is read.
"""

import json

import numpy as np
from safetensors.numpy import load, load_file, save

STATE = "shapewright.state"
PYTHON_STATE = "shapewright.python"


def keras_variables(model, variables):
    """From Shapewright's names to Keras's variables; a name without one is left out.

    variables: those of run.json, each with its `role`: a weight with its `layer` and `weight`, a slot of the
    optimizer with its `slot` and `of` (the name of the weight), or a counter.
    """
    found = {}
    for entry in variables:
        if entry["role"] == "weight":
            found[entry["name"]] = weight_of(model.get_layer(entry["layer"]), entry)
    own = {variable.name: variable for variable in model.optimizer.variables}
    for entry in variables:
        if entry["role"] == "slot":
            path = found[entry["of"]].path.replace("/", "_")
            found[entry["name"]] = own.get(f"{path}_{entry['slot']}")
        if entry["role"] == "counter":
            counter = entry["name"].split("/")[-1]
            found[entry["name"]] = model.optimizer.iterations if counter == "iterations" else own.get(counter)
    return {name: variable for name, variable in found.items() if variable is not None}


def weight_of(layer, entry):
    for weight in layer.weights:
        if weight.name == entry["weight"]:
            if tuple(weight.shape) != tuple(entry["shape"]):
                raise ValueError(f"{entry['name']} is {entry['shape']}, {weight.path} is {list(weight.shape)}")
            return weight
    raise ValueError(f"{layer.name} has no weight {entry['weight']}")


def load_weights(model, file, variables):
    """Sets the weights of a model to those of a file."""
    tensors = load_file(file)
    for entry in variables:
        if entry["role"] == "weight":
            weight_of(model.get_layer(entry["layer"]), entry).assign(tensors[entry["name"]])


def encode_weights(values, epoch):
    """Weights alone, by name: a snapshot."""
    return save({name: np.asarray(value, order="C") for name, value in values.items()}, {"epoch": str(epoch)})


def encode_checkpoint(tensors, state, python_state):
    """All that decides how a training goes on. Tensors are float32 or int32."""
    metadata = {STATE: json.dumps(state), PYTHON_STATE: json.dumps(python_state)}
    return save({name: np.asarray(value, order="C") for name, value in tensors.items()}, metadata)


def decode_checkpoint(content):
    """Tensors, state and Python's own state of a checkpoint; the last is None where another engine wrote it."""
    length = int.from_bytes(content[:8], "little")
    metadata = json.loads(content[8 : 8 + length])["__metadata__"]
    python_state = metadata.get(PYTHON_STATE)
    return load(content), json.loads(metadata[STATE]), None if python_state is None else json.loads(python_state)
