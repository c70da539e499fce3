"""All that decides how a training goes on, as one safetensors file: nothing else may influence it."""

import numpy as np

import weights
from run_folder import finite


def values_of(arrays):
    """Values that are the same on all devices."""
    return [np.asarray(array.addressable_data(0)) for array in arrays]


def named_weights(training):
    """The weights by Shapewright's names."""
    entries = [entry for entry in training.run["variables"] if entry["role"] == "weight"]
    values = values_of([training.names[entry["name"]].value for entry in entries])
    return {entry["name"]: value for entry, value in zip(entries, values)}


def encode(training):
    """Weights, slots, random state, the order of the epoch, the place in it, and what callbacks remember."""
    tensors, dtypes = {}, {}
    for entry in training.run["variables"]:
        variable = training.names.get(entry["name"])
        kind = np.int32 if entry["dtype"] == "int32" else np.float32
        # Slots that Keras has no use for, as a momentum of 0 has none, stay as they began.
        value = np.zeros(entry["shape"], kind) if variable is None else values_of([variable.value])[0].astype(kind)
        tensors["variables/" + entry["name"]] = value
    for variable in unnamed(training):
        [value] = values_of([variable.value])
        # Of double precision as much is kept as of the weights.
        value = value.astype({"float64": np.float32, "int64": np.int32}.get(str(value.dtype), value.dtype))
        dtypes[variable.path] = str(value.dtype)
        tensors["python/" + variable.path] = value.view(np.int32) if value.dtype.itemsize == 4 else value
    tensors["state/order"] = np.asarray(training.order if training.step else [], np.int32)
    sums = [] if training.sums is None else [np.asarray(value).tolist() for value in training.sums]
    remembered = []
    for number, callback in enumerate(training.callbacks.callbacks):
        plain = {name: value for name, value in vars(callback).items() if isinstance(value, (int, float))}
        remembered.append({name: float(value) for name, value in plain.items() if not name.startswith("_")})
        for place, value in enumerate(getattr(callback, "best_weights", None) or []):
            tensors[f"python/best/{number}/{place}"] = np.asarray(value, np.float32)
    state = {
        "epoch": training.epoch,
        "step": training.step,
        "globalStep": training.global_step,
        "sums": [number for value in sums for number in np.ravel(value).tolist()],
        "rate": None,
        "callbacks": [{} for _ in training.run["callbacks"]],
        "best": training.best,
        "logs": training.logs,
        "stoppedEarly": bool(training.model.stop_training),
    }
    own = {"sums": sums, "callbacks": remembered, "variables": dtypes}
    return weights.encode_checkpoint(tensors, finite(state), finite(own))


def restore(training, content):
    """Puts a training where a checkpoint stood."""
    tensors, state, own = weights.decode_checkpoint(content)
    if own is None:
        raise ValueError("The checkpoint was written by another engine: take its weights, not its state.")
    for name, variable in training.names.items():
        variable.assign(tensors["variables/" + name])
    for variable in unnamed(training):
        value = tensors["python/" + variable.path]
        dtype = own["variables"][variable.path]
        variable.assign(value.view(dtype) if value.dtype == np.int32 else value)
    training.epoch, training.step, training.global_step = state["epoch"], state["step"], state["globalStep"]
    training.sums = [np.asarray(value, np.float64) for value in own["sums"]] or None
    best = state["best"]
    training.best = best and {"epoch": best["epoch"], "value": float(best["value"])}
    training.logs = {name: float(value) for name, value in state["logs"].items()}
    training.model.stop_training = state["stoppedEarly"]
    for number, (callback, remembered) in enumerate(zip(training.callbacks.callbacks, own["callbacks"])):
        for name, value in remembered.items():
            setattr(callback, name, type(getattr(callback, name, 0.0))(float(value)))
        places = [name for name in tensors if name.startswith(f"python/best/{number}/")]
        if places:
            callback.best_weights = [tensors[f"python/best/{number}/{place}"] for place in range(len(places))]


def unnamed(training):
    """Variables that Shapewright has no name for: random states, and slots of its own making."""
    known = {id(variable) for variable in training.names.values()}
    return [variable for group in training.variables() for variable in group if id(variable) not in known]
