"""Runs exported models and compares what they give with Shapewright's engine.

    python test/interop/runExports.py FOLDER TARGET [TARGET …]

FOLDER holds a folder a case: `case.safetensors` with `input/0`, `input/1`, … and `output/NAME`, `case.json` with the names of its inputs, and beside it what
was exported to each target. Prints a JSON object a line: the case, the target, and the greatest difference
|found - wanted| / (1 + |wanted|), or the error.
"""

import importlib.util
import json
import os
import re
import sys
import traceback
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import numpy as np  # noqa: E402
from safetensors.numpy import load_file  # noqa: E402


def read_case(folder):
    tensors = load_file(folder / "case.safetensors")
    inputs = [tensors[f"input/{index}"] for index in range(sum(name.startswith("input/") for name in tensors))]
    outputs = {name.split("/", 1)[1]: value for name, value in tensors.items() if name.startswith("output/")}
    return inputs, outputs


def script(file):
    """A Python file as a module."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_name(found, outputs):
    """A model with one output gives it without its name."""
    if isinstance(found, dict):
        return {name: np.asarray(value) for name, value in found.items()}
    values = found if isinstance(found, (list, tuple)) else [found]
    return dict(zip(outputs, (np.asarray(value) for value in values)))


def run_keras(folder, inputs, outputs):
    import keras

    keras.backend.clear_session()
    module = script(folder / "keras.py")
    (build,) = (value for name, value in vars(module).items() if name.startswith("build_"))
    model = build()
    module.load_weights(model, folder / "keras.safetensors")
    (folder / "keras.json").write_text(model.to_json())
    model.save(folder / "keras.keras")
    rows = [
        [type(layer).__name__, [list(node.output_tensors[0].shape[1:]) for node in layer._inbound_nodes], layer.count_params()]
        for layer in model.layers
        if not isinstance(layer, keras.layers.InputLayer)
    ]
    (folder / "keras.layers.json").write_text(json.dumps(rows))
    return by_name(model(inputs[0] if len(inputs) == 1 else inputs, training=False), outputs)


def run_h5(folder, inputs, outputs):
    import keras

    keras.backend.clear_session()
    module = script(folder / "keras.py")
    (build,) = (value for name, value in vars(module).items() if name.startswith("build_"))
    model = build()
    model.load_weights(folder / "h5.weights.h5")
    return by_name(model(inputs[0] if len(inputs) == 1 else inputs, training=False), outputs)


def run_savedmodel(folder, inputs, outputs):
    import tensorflow as tf

    served = tf.saved_model.load(str(folder / "savedmodel")).signatures["serving_default"]
    names = json.loads((folder / "case.json").read_text())["inputs"]
    found = served(**{name: tf.constant(value) for name, value in zip(names, inputs)})
    return {name: found[re.sub(r"\W", "_", name)].numpy() for name in outputs}


def run_pytorch(folder, inputs, outputs):
    import torch

    module = script(folder / "pytorch.py")
    (kind,) = (value for value in vars(module).values() if isinstance(value, type) and value.__module__ == "pytorch")
    model = kind()
    module.load_weights(model, folder / "pytorch.safetensors")
    with torch.no_grad():
        return by_name(model.eval()(*(torch.from_numpy(value) for value in inputs)), outputs)


def run_onnx(folder, inputs, outputs):
    import onnx
    import onnxruntime

    onnx.checker.check_model(str(folder / "onnx.onnx"))
    session = onnxruntime.InferenceSession(folder / "onnx.onnx", providers=["CPUExecutionProvider"])
    names = [value.name for value in session.get_inputs()]
    return dict(zip(outputs, session.run(list(outputs), dict(zip(names, inputs)))))


RUNNERS = {name.removeprefix("run_"): value for name, value in globals().items() if name.startswith("run_")}


def difference(found, wanted):
    if found.shape != wanted.shape:
        raise ValueError(f"the shape is {found.shape}, not {wanted.shape}")
    if found.size == 0:
        return 0.0
    return float(np.max(np.abs(found.astype("float64") - wanted) / (1 + np.abs(wanted))))


def check(folder, target):
    inputs, outputs = read_case(folder)
    found = RUNNERS[target](folder, inputs, outputs)
    return max(difference(found[name], wanted) for name, wanted in outputs.items())


def main():
    root, targets = Path(sys.argv[1]), sys.argv[2:]
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        for target in targets:
            # Weights alone are for the model of the script.
            if not any(folder.glob(f"{target}*")) or (target == "h5" and not (folder / "keras.py").exists()):
                continue
            try:
                line = {"error": check(folder, target)}
            except Exception as problem:
                line = {"problem": f"{type(problem).__name__}: {problem}", "trace": traceback.format_exc()[-1500:]}
            print(json.dumps({"case": folder.name, "target": target, **line}), flush=True)


if __name__ == "__main__":
    main()
