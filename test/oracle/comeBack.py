"""Writes fixtures/comeBack.json.gz: what real Keras makes of the scripts in test/interop/fixtures, which are exports of
models of ours: the model's JSON, and its outputs for made-up weights and inputs (as applications.py makes them).

    python test/oracle/comeBack.py      (in an environment with tensorflow-cpu 2.21.0)
"""

import importlib.util
import os

from applications import draw, keras, np, weight, write

SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "interop", "fixtures")


def build(name):
    spec = importlib.util.spec_from_file_location(name, os.path.join(SCRIPTS, f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (found,) = (value for key, value in vars(module).items() if key.startswith("build_"))
    return found()


def main():
    cases = []
    for name in ["forecast", "mnist", "residual"]:
        keras.backend.clear_session()
        model = build(name)
        for layer in model.layers:
            for variable in layer.weights:
                if "seed" not in variable.name:
                    variable.assign(weight(layer.name, variable.name, variable.shape))
        shape = (1, *model.inputs[0].shape[1:])
        given = draw("input", int(np.prod(shape))).reshape(shape).astype("float32")
        values = np.asarray(model(given, training=False)).ravel()
        cases.append({"name": name, "json": model.to_json(), "values": [float(f"{v:.8g}") for v in values]})
        print(name, values[:3], flush=True)
    write("comeBack.json.gz", cases)


main()
