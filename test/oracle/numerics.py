"""Writes fixtures/numerics.json: what Keras computes for small models, to be met by every engine.

Each case is a model in our language with the same model in Keras, weights and data drawn here. Stored are the
outputs of prediction, the logs of the first training step, and the weights after one and after three steps.
Run with the Python tools' environment: python test/oracle/numerics.py
"""
import json
import os
import re
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import keras
import numpy as np
import tensorflow as tf
from keras import layers

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH = 5


def language(call):
    """The call of a Keras layer in our language: words without quotes, true, false, none."""
    return re.sub(r"\b(True|False|None)\b", lambda m: m.group(0).lower(), call.replace('"', ""))


def shape_text(shape):
    return "x".join(map(str, shape))


def rounded(array):
    return [float(f"{v:.8g}") for v in np.asarray(array, np.float64).ravel()]


def tensor(array):
    array = np.asarray(array)
    dtype = "int32" if array.dtype.kind in "iu" else "float32"
    return {"dtype": dtype, "shape": list(array.shape), "data": rounded(array)}


def chain(shape, *calls):
    """A chain of layers on one input."""
    inputs = keras.Input(shape)
    value = inputs
    for call in calls:
        value = eval("layers." + call)(value)
    text = "model M {\n  input " + shape_text(shape) + "".join(f"\n    -> {language(call)}" for call in calls) + "\n}"
    return text, keras.Model(inputs, value)


def merged(shapes, call):
    """Several inputs into one layer; a Dense behind gives it something to train."""
    inputs = [keras.Input(shape) for shape in shapes]
    value = eval("layers." + call)(inputs)
    value = layers.Dense(2)(value)
    names = "abc"[: len(shapes)]
    lines = [f"  {name} = input {shape_text(shape)}" for name, shape in zip(names, shapes)]
    head, _, rest = language(call).partition("(")
    arguments = ", ".join([*names, *([rest[:-1]] if rest != ")" else [])])
    return "model M {\n" + "\n".join(lines) + f"\n  {head}({arguments}) -> Dense(2)\n" + "}", keras.Model(inputs, value)


def set_weights(model, rng):
    values = []
    for weight in model.weights:
        draw = rng.normal(size=weight.shape) * 0.4
        values.append((np.abs(draw) + 0.5 if "variance" in weight.path else draw).astype(np.float32))
    model.set_weights(values)
    return values


def case(name, built, seed, loss="mean_squared_error", loss_args=None, metrics=(), target=None,
         optimizer="SGD", optimizer_args=None, steps=1, x=None, classes=None):
    text, model = built
    rng = np.random.default_rng(seed)
    weights = set_weights(model, rng)
    inputs = [x] if x is not None else [rng.normal(size=(BATCH, *i.shape[1:])).astype(np.float32) for i in model.inputs]
    y = rng.normal(size=(BATCH, *model.output.shape[1:])).astype(np.float32) if target is None else target(rng, model)
    optimizer_args = optimizer_args or {"learning_rate": 1.0}
    loss_object = keras.losses.get({"class_name": loss_class(loss), "config": loss_args or {}})
    model.compile(
        optimizer=getattr(keras.optimizers, optimizer)(**optimizer_args),
        loss=loss_object,
        metrics=[metric_object(metric) for metric in metrics],
    )
    outputs = model.predict(inputs, verbose=0)
    after = []
    logs = None
    for step in range(steps):
        model.reset_metrics()
        found = model.train_on_batch(inputs, y, return_dict=True)
        logs = logs or found
        if step in (0, steps - 1):
            after.append({"steps": step + 1, "weights": [rounded(w) for w in model.get_weights()]})
    return {
        "name": name,
        "text": text,
        "optimizer": {"name": optimizer, "args": optimizer_args},
        "loss": {"name": loss, "args": loss_args or {}},
        "metrics": [{"name": metric[0], "args": metric[1]} for metric in metrics],
        "classes": classes,
        "weights": [rounded(w) for w in weights],
        "inputs": [tensor(i) for i in inputs],
        "target": tensor(y),
        "outputs": tensor(outputs),
        "logs": {key: float(f"{float(np.asarray(value)):.8g}") for key, value in logs.items()},
        "after": after,
    }


def loss_class(name):
    words = {"log_cosh": "LogCosh", "kl_divergence": "KLDivergence"}
    return words.get(name, "".join(part.title() for part in name.split("_")))


METRIC_CLASSES = {"auc": "AUC", "mean_io_u": "MeanIoU", "f1_score": "F1Score"}


def metric_object(metric):
    name, args = metric
    if name == "accuracy":
        return "accuracy"
    cls = METRIC_CLASSES.get(name) or "".join(part.title() for part in name.split("_")).replace("TopK", "TopK")
    extra = {"sparse_y_pred": False} if name == "mean_io_u" else {}
    return getattr(keras.metrics, cls)(**args, **extra, name=name)


def labels(classes):
    return lambda rng, model: rng.integers(0, classes, size=(BATCH,)).astype(np.int32)


def one_hot(classes):
    return lambda rng, model: np.eye(classes, dtype=np.float32)[rng.integers(0, classes, size=(BATCH,))]


def bits(rng, model):
    return rng.integers(0, 2, size=(BATCH, *model.output.shape[1:])).astype(np.float32)


def positive(rng, model):
    return np.abs(rng.normal(size=(BATCH, *model.output.shape[1:]))).astype(np.float32)


LAYERS = [
    ((5, 2), ['Conv1D(3, 3)']),
    ((7, 2), ['Conv1D(3, 3, strides=2, padding="same", activation="relu")']),
    ((7, 2), ['Conv1D(3, 2, padding="causal", dilation_rate=2)']),
    ((6, 5, 2), ['Conv2D(3, 3)']),
    ((6, 5, 2), ['Conv2D(3, (2, 3), strides=2, padding="same", activation="tanh", use_bias=False)']),
    ((7, 7, 2), ['Conv2D(2, 3, dilation_rate=2, padding="same")']),
    ((5, 5, 4), ['Conv2D(4, 3, groups=2)']),
    ((4, 4, 4, 2), ['Conv3D(2, 2, strides=2, padding="same")']),
    ((4, 4, 3, 1), ['Conv3D(2, (2, 3, 2))']),
    ((5, 2), ['Conv1DTranspose(3, 3, strides=2)']),
    ((4, 3, 2), ['Conv2DTranspose(3, 3, strides=2, padding="same")']),
    ((3, 3, 2), ['Conv2DTranspose(2, 2)']),
    ((3, 3, 3, 1), ['Conv3DTranspose(2, 2, strides=2)']),
    ((6, 2), ['DepthwiseConv1D(3, depth_multiplier=2)']),
    ((5, 5, 3), ['DepthwiseConv2D(3, padding="same", depth_multiplier=2)']),
    ((5, 5, 3), ['DepthwiseConv2D(3, strides=2)']),
    ((6, 2), ['SeparableConv1D(3, 3)']),
    ((5, 5, 2), ['SeparableConv2D(3, 3, padding="same")']),
    ((6, 3), ['MaxPooling1D(2)', 'Conv1D(2, 1)']),
    ((6, 3), ['Conv1D(2, 1)', 'AveragePooling1D(3, strides=2, padding="same")']),
    ((5, 5, 2), ['Conv2D(2, 1)', 'MaxPooling2D(2)']),
    ((5, 5, 2), ['Conv2D(2, 1)', 'MaxPooling2D(3, strides=2, padding="same")']),
    ((5, 5, 2), ['Conv2D(2, 1)', 'AveragePooling2D(2, padding="same")']),
    ((4, 4, 4, 2), ['Conv3D(2, 1)', 'MaxPooling3D(2)']),
    ((4, 4, 4, 2), ['Conv3D(2, 1)', 'AveragePooling3D(2)']),
    ((6, 2), ['Conv1D(2, 1)', 'GlobalMaxPooling1D()']),
    ((4, 4, 2), ['Conv2D(2, 1)', 'GlobalMaxPooling2D(keepdims=True)']),
    ((4, 4, 2), ['Conv2D(2, 1)', 'GlobalAveragePooling2D()']),
    ((3, 3, 3, 2), ['Conv3D(2, 1)', 'GlobalAveragePooling3D()']),
    ((4,), ['Dense(3)']),
    ((3, 4), ['Dense(2, activation="relu")']),
    ((4,), ['Dense(3, kernel_regularizer="l2", bias_regularizer="l1")']),
    ((4,), ['Dense(3, kernel_constraint="non_neg")']),
    ((4,), ['Dense(3, kernel_constraint="unit_norm")']),
    ((4,), ['Dense(3, kernel_constraint="max_norm")']),
    ((4,), ['Dense(3, activity_regularizer="l2")']),
    ((3, 4), ['Flatten()', 'Dense(2)']),
    ((2, 6), ['Dense(6)', 'Reshape((3, 4))']),
    ((2, 3), ['Dense(3)', 'Permute((2, 1))']),
    ((3,), ['Dense(3)', 'RepeatVector(2)']),
    ((5, 2), ['Dense(2)', 'ZeroPadding1D(2)']),
    ((3, 3, 2), ['Dense(2)', 'ZeroPadding2D(((1, 2), (0, 1)))']),
    ((5, 5, 2), ['Dense(2)', 'Cropping2D(((1, 2), (0, 1)))']),
    ((3, 2), ['Dense(2)', 'UpSampling1D(2)']),
    ((3, 2, 2), ['Dense(2)', 'UpSampling2D(2)']),
    ((3, 2, 2), ['Dense(2)', 'UpSampling2D((2, 3), interpolation="bilinear")']),
    ((3, 3, 2), ['BatchNormalization()']),
    ((4,), ['Dense(3)', 'BatchNormalization(momentum=0.8, epsilon=0.01)']),
    ((4,), ['Dense(3)', 'BatchNormalization(scale=False, center=False)']),
    ((4, 4, 3), ['Conv2D(3, 2)', 'BatchNormalization(axis=1)']),
    ((4, 3), ['LayerNormalization()']),
    ((3, 3, 4), ['LayerNormalization(axis=[1, 2, 3], epsilon=0.01)']),
    ((3, 3, 4), ['GroupNormalization(groups=2)']),
    ((5,), ['Dense(5)', 'UnitNormalization()']),
    ((3, 4), ['PReLU()']),
    ((3, 4), ['PReLU(shared_axes=[1])']),
    ((4,), ['Dense(4)', 'LeakyReLU(negative_slope=0.1)']),
    ((4,), ['Dense(4)', 'ELU()']),
    ((4,), ['Dense(4)', 'Softmax()']),
    ((4,), ['Dense(4)', 'ReLU(max_value=6)']),
    ((4,), ['Dense(4)', 'Rescaling(0.5, offset=1)']),
] + [
    ((6,), [f'Dense(6, activation="{name}")'])
    for name in ("elu", "selu", "gelu", "silu", "mish", "sigmoid", "hard_sigmoid", "softplus", "softsign", "tanh",
                 "relu6", "leaky_relu", "exponential", "log_softmax", "softmax", "celu", "hard_silu", "log_sigmoid")
]

MERGES = [
    ([(4,), (4,)], "Add()"),
    ([(4,), (4,)], "Subtract()"),
    ([(4,), (4,)], "Multiply()"),
    ([(4,), (4,), (4,)], "Average()"),
    ([(4,), (4,)], "Maximum()"),
    ([(4,), (4,)], "Minimum()"),
    ([(4,), (2,)], "Concatenate()"),
    ([(2, 3), (4, 3)], "Concatenate(axis=1)"),
]

VALUE_LOSSES = ["mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "log_cosh",
                "cosine_similarity"]
OPTIMIZERS = [
    ("SGD", {}), ("SGD", {"momentum": 0.9}), ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("SGD", {"momentum": 0.5, "weight_decay": 0.1}),
    ("RMSprop", {}), ("RMSprop", {"momentum": 0.5}), ("RMSprop", {"centered": True, "momentum": 0.3}),
    ("RMSprop", {"weight_decay": 0.1, "momentum": 0.3, "centered": True}),
    ("Adam", {}), ("Adam", {"amsgrad": True}), ("Adam", {"weight_decay": 0.1, "epsilon": 0.001}),
    ("AdamW", {}), ("Nadam", {}), ("Adamax", {}), ("Adamax", {"weight_decay": 0.1}), ("Adagrad", {}),
    ("Adadelta", {}), ("Adadelta", {"weight_decay": 0.1}), ("Lion", {}), ("Lion", {"weight_decay": 0.1}),
    ("SGD", {"clipnorm": 0.5}), ("SGD", {"clipvalue": 0.1}), ("SGD", {"global_clipnorm": 0.5}),
]


def cases():
    for index, (shape, calls) in enumerate(LAYERS):
        yield case("layer " + " ".join(calls).replace('"', ""), chain(shape, *calls), 100 + index)
    for index, (shapes, call) in enumerate(MERGES):
        yield case("layer " + call, merged(shapes, call), 300 + index)
    for index, loss in enumerate(VALUE_LOSSES):
        yield case("loss " + loss, chain((3, 4), "Dense(3)"), 400 + index, loss=loss)
    yield case("loss huber", chain((4,), "Dense(3)"), 410, loss="huber", loss_args={"delta": 0.5})
    for index, loss in enumerate(["hinge", "squared_hinge"]):
        yield case("loss " + loss, chain((4,), "Dense(3)"), 420 + index, loss=loss, target=bits)
    yield case("loss categorical_hinge", chain((4,), "Dense(3)"), 425, loss="categorical_hinge", target=one_hot(3))
    for index, loss in enumerate(["poisson", "mean_squared_logarithmic_error"]):
        yield case("loss " + loss, chain((4,), 'Dense(3, activation="softplus")'), 430 + index, loss=loss, target=positive)
    yield case("loss kl_divergence", chain((4,), 'Dense(3, activation="softmax")'), 435, loss="kl_divergence",
               target=lambda rng, model: rng.dirichlet([1, 1, 1], size=BATCH).astype(np.float32))
    softmax = 'Dense(3, activation="softmax")'
    for index, (built, args) in enumerate([
        (chain((4,), softmax), {}), (chain((4,), softmax), {"label_smoothing": 0.1}), (chain((4,), "Dense(3)"), {"from_logits": True}),
        (chain((4,), 'Dense(3, activation="sigmoid")'), {}),
    ]):
        yield case(f"loss categorical_crossentropy {index}", built, 440 + index, loss="categorical_crossentropy",
                   loss_args=args, target=one_hot(3), metrics=[("accuracy", {})])
    for index, (built, args) in enumerate([
        (chain((4,), softmax), {}), (chain((4,), "Dense(3)"), {"from_logits": True}), (chain((4,), 'Dense(3, activation="sigmoid")'), {}),
    ]):
        yield case(f"loss sparse_categorical_crossentropy {index}", built, 450 + index,
                   loss="sparse_categorical_crossentropy", loss_args=args, target=labels(3), classes=3,
                   metrics=[("accuracy", {}), ("sparse_top_k_categorical_accuracy", {"k": 2})])
    yield case("loss sparse_categorical_crossentropy of pixels", chain((2, 3, 4), softmax), 455,
               loss="sparse_categorical_crossentropy", classes=3, metrics=[("accuracy", {})],
               target=lambda rng, model: rng.integers(0, 3, size=(BATCH, 2, 3)).astype(np.int32))
    yield case("loss sparse_categorical_crossentropy ignore_class", chain((2, 3, 4), softmax), 456,
               loss="sparse_categorical_crossentropy", loss_args={"ignore_class": 1}, classes=3,
               target=lambda rng, model: rng.integers(0, 3, size=(BATCH, 2, 3)).astype(np.int32))
    sigmoid = 'Dense(2, activation="sigmoid")'
    for index, (built, args) in enumerate([
        (chain((4,), sigmoid), {}), (chain((4,), sigmoid), {"label_smoothing": 0.2}), (chain((4,), "Dense(2)"), {"from_logits": True}),
    ]):
        yield case(f"loss binary_crossentropy {index}", built, 460 + index, loss="binary_crossentropy", loss_args=args,
                   target=bits, metrics=[("binary_accuracy", {})])
    yield case("loss binary_crossentropy of one", chain((4,), 'Dense(1, activation="sigmoid")'), 465,
               loss="binary_crossentropy", target=lambda rng, model: rng.integers(0, 2, size=(BATCH,)).astype(np.int32),
               classes=2, metrics=[("accuracy", {})])
    for index, args in enumerate([{}, {"apply_class_balancing": True, "alpha": 0.4, "gamma": 1.5}]):
        yield case(f"loss binary_focal_crossentropy {index}", chain((4,), sigmoid), 470 + index,
                   loss="binary_focal_crossentropy", loss_args=args, target=bits)
    yield case("loss categorical_focal_crossentropy", chain((4,), softmax), 475, loss="categorical_focal_crossentropy",
               target=one_hot(3))
    yield case("metrics of probabilities", chain((4,), sigmoid), 480, loss="binary_crossentropy", target=bits,
               metrics=[("precision", {}), ("recall", {}), ("precision", {"thresholds": 0.3})][:2] + [("auc", {}), ("mean_absolute_error", {})])
    yield case("metrics of the PR curve", chain((4,), 'Dense(1, activation="sigmoid")'), 481, loss="binary_crossentropy",
               target=bits, metrics=[("auc", {"curve": "PR", "num_thresholds": 20}), ("precision", {"thresholds": 0.3}),
                                     ("recall", {"thresholds": 0.7})])
    yield case("metrics of classes", chain((4,), softmax), 482, loss="categorical_crossentropy", target=one_hot(3),
               metrics=[("categorical_accuracy", {}), ("top_k_categorical_accuracy", {"k": 2}),
                        ("precision", {"top_k": 1}), ("recall", {"class_id": 1}), ("f1_score", {"average": "macro"})])
    yield case("metrics of weighted f1", chain((4,), softmax), 484, loss="categorical_crossentropy", target=one_hot(3),
               metrics=[("f1_score", {"average": "weighted"})])
    yield case("metrics of labels", chain((4,), softmax), 483, loss="sparse_categorical_crossentropy", target=labels(3),
               classes=3, metrics=[("sparse_categorical_accuracy", {}), ("mean_io_u", {"num_classes": 3})])
    yield case("metrics of values", chain((4,), "Dense(3)"), 485,
               metrics=[("root_mean_squared_error", {}), ("mean_squared_error", {}), ("mean_absolute_error", {}),
                        ("mean_absolute_percentage_error", {}), ("cosine_similarity", {}), ("log_cosh_error", {})][:5])
    for index, (name, args) in enumerate(OPTIMIZERS):
        label = " ".join([f"optimizer {name}", *(f"{k}={v}" for k, v in args.items())])
        yield case(label, chain((4,), 'Dense(3, activation="tanh")', "Dense(2)"), 500, optimizer=name,
                   optimizer_args={"learning_rate": 0.05, **args}, steps=3)


SCHEDULES = [
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}),
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5, "staircase": True}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "power": 2.0}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "cycle": True}),
    ("PiecewiseConstantDecay", {"boundaries": [5, 10], "values": [1.0, 0.5, 0.1]}),
    ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "alpha": 0.1}),
    ("CosineDecay", {"initial_learning_rate": 0.0, "decay_steps": 20, "warmup_target": 0.1, "warmup_steps": 5}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 6}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 6, "t_mul": 1.0, "m_mul": 0.5}),
]
STEPS = [0, 1, 4, 5, 6, 7, 10, 11, 20, 21, 33]


def schedules():
    for name, args in SCHEDULES:
        schedule = getattr(keras.optimizers.schedules, name)(**args)
        yield {"name": name, "args": args, "steps": STEPS, "rates": [float(f"{float(schedule(s)):.8g}") for s in STEPS]}


def draws():
    """TensorFlow's Philox draws for some keys and counters, as bit patterns of float32."""
    for seed, salt, count in [((5, 1), 7, 10), ((-3, 123456789), 2147483646, 9), ((0, 0), 0, 5)]:
        key = np.array([(seed[0] & 0xFFFFFFFF) | ((seed[1] & 0xFFFFFFFF) << 32)], np.uint64)
        values = tf.raw_ops.StatelessRandomUniformV2(
            shape=[count], key=key, counter=np.array([0, salt], np.uint64), alg=1, dtype=tf.float32)
        yield {"seed": list(seed), "salt": salt, "bits": [int(v) for v in values.numpy().view(np.uint32)]}


def main():
    keras.utils.set_random_seed(1)
    fixtures = {
        "made with": f"keras {keras.__version__}, tensorflow {tf.__version__}",
        "schedules": list(schedules()),
        "draws": list(draws()),
        "cases": list(cases()),
    }
    path = os.path.join(HERE, "fixtures", "numerics.json")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        # One case a line: readable in a diff, compact.
        lines = {key: value for key, value in fixtures.items() if key != "cases"}
        file.write(json.dumps(lines)[:-1] + ', "cases": [\n')
        file.write(",\n".join(json.dumps(one, separators=(",", ":")) for one in fixtures["cases"]))
        file.write("\n]}\n")
    print(len(fixtures["cases"]), "cases,", os.path.getsize(path), "bytes", file=sys.stderr)


main()
