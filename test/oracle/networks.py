"""Writes fixtures/networks.json: whole networks, built in real Keras 3, layer by layer.

Each entry names a file and a model of the language and has, for every layer in Keras's order, its class, its
output shapes without the batch (null for unknown; a shared layer has several) and its parameters. The networks
that Keras has itself come from keras.applications, without weights; the others are written here by hand after
the same descriptions as the files, so that neither side is derived from the other.

    python test/oracle/networks.py      (in an environment with tensorflow-cpu 2.21.0)
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras  # noqa: E402
from keras import Input, Model, Sequential, layers, ops  # noqa: E402

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")


class L2Pool2D(layers.Layer):
    """Keras has none: the root of the sum of squares over each window, after its definition."""

    def call(self, x):
        return ops.sqrt(ops.average_pool(x * x, 2, 2, padding="valid") * 4)


class ReduceMean(layers.Layer):
    """In Keras an operation, not a layer: the mean over the axes of the image."""

    def call(self, x):
        return ops.mean(x, axis=[1, 2])


def vgg16():
    return keras.applications.VGG16(weights=None)


def resnet50():
    return keras.applications.ResNet50(weights=None)


def mobilenetv2():
    return keras.applications.MobileNetV2(weights=None)


def lenet5():
    return Sequential(
        [
            Input((32, 32, 1)),
            layers.Conv2D(6, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(120, 5, activation="tanh"),
            layers.Flatten(),
            layers.Dense(84, activation="tanh"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def alexnet():
    def conv(filters, size, **more):
        return layers.Conv2D(filters, size, activation="relu", **{"padding": "same", **more})

    return Sequential(
        [
            Input((227, 227, 3)),
            conv(96, 11, strides=4, padding="valid"),
            layers.MaxPooling2D(3, strides=2),
            conv(256, 5),
            layers.MaxPooling2D(3, strides=2),
            conv(384, 3),
            conv(384, 3),
            conv(256, 3),
            layers.MaxPooling2D(3, strides=2),
            layers.Flatten(),
            layers.Dense(4096, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(4096, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(1000, activation="softmax"),
        ]
    )


def inception_block(x, one, reduce3, three, reduce5, five, pool):
    def conv(filters, size=1):
        return layers.Conv2D(filters, size, padding="same", activation="relu")

    branches = [
        conv(one)(x),
        conv(three, 3)(conv(reduce3)(x)),
        conv(five, 5)(conv(reduce5)(x)),
        conv(pool)(layers.MaxPooling2D(3, strides=1, padding="same")(x)),
    ]
    return layers.Concatenate()(branches)


def inception():
    inputs = Input((28, 28, 192))
    x = inception_block(inputs, 64, 96, 128, 16, 32, 32)
    return Model(inputs, inception_block(x, 128, 128, 192, 32, 96, 64))


def small_unet():
    def double(x, filters):
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        return x

    def up(x, filters, skip):
        x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
        return double(layers.Concatenate()([x, skip]), filters)

    inputs = Input((128, 128, 1))
    d1 = double(inputs, 16)
    d2 = double(layers.MaxPooling2D(2)(d1), 32)
    d3 = double(layers.MaxPooling2D(2)(d2), 64)
    x = up(up(d3, 32, d2), 16, d1)
    return Model(inputs, layers.Conv2D(1, 1, padding="same", activation="sigmoid")(x))


def unet():
    def double(x, filters, norm=True):
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same")(x)
            if norm:
                x = layers.BatchNormalization()(x)
            x = layers.ReLU()(x)
        return x

    def up(x, filters, skip):
        x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
        return double(layers.Concatenate()([x, skip]), filters)

    inputs = Input((128, 128, 3))
    d1 = double(inputs, 64, norm=False)
    d2 = double(layers.MaxPooling2D(2)(d1), 128)
    d3 = double(layers.MaxPooling2D(2)(d2), 256)
    d4 = double(layers.MaxPooling2D(2)(d3), 512)
    x = up(up(up(d4, 256, d3), 128, d2), 64, d1)
    return Model(inputs, layers.Conv2D(2, 1, padding="same", activation="softmax")(x))


def autoencoder():
    def conv(kind, filters, **more):
        return kind(filters, 3, padding="same", **{"activation": "relu", **more})

    return Sequential(
        [
            Input((28, 28, 1)),
            layers.GaussianNoise(0.2),
            conv(layers.Conv2D, 16, strides=2),
            conv(layers.Conv2D, 8, strides=2),
            conv(layers.Conv2DTranspose, 8, strides=2),
            conv(layers.Conv2DTranspose, 16, strides=2),
            conv(layers.Conv2D, 1, activation="sigmoid"),
        ]
    )


def cifarnet():
    def conv_bn(x, filters, size=3, stride=1):
        x = layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False)(x)
        return layers.ReLU()(layers.BatchNormalization()(x))

    def residual(x, filters, stride):
        main = conv_bn(x, filters, stride=stride)
        main = layers.Conv2D(filters, 3, padding="same", use_bias=False)(main)
        main = layers.BatchNormalization()(main)
        short = layers.Conv2D(filters, 1, strides=stride, padding="same", use_bias=False)(x)
        short = layers.BatchNormalization()(short)
        return layers.ReLU()(layers.Add()([main, short]))

    inputs = Input((32, 32, 3))
    stem = conv_bn(inputs, 32)
    narrow = conv_bn(stem, 32, 1)
    wide = conv_bn(conv_bn(stem, 16, 1), 32, 5)
    x = layers.MaxPooling2D(2)(layers.Concatenate()([narrow, wide]))
    x = residual(residual(x, 64, 2), 128, 2)
    x = layers.Dropout(0.3)(layers.GlobalAveragePooling2D()(x))
    return Model(inputs, layers.Dense(10, activation="softmax")(x))


def forecast():
    return Sequential(
        [
            Input((104, 1)),
            layers.Conv1D(32, 5, padding="causal", activation="relu"),
            layers.Conv1D(32, 5, padding="causal", dilation_rate=4, activation="relu"),
            layers.MaxPooling1D(4),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(13),
        ]
    )


def convnet(channels, size):
    """The convnet of the first courses, for digits and for CIFAR-10."""
    return Sequential(
        [
            Input((size, size, channels)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def valuer():
    photo = Input((None, None, 3))
    x = layers.Rescaling(1 / 255)(layers.Resizing(96, 96)(photo))
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.Conv2D(64, 3, activation="relu")(layers.MaxPooling2D()(x))
    x = layers.GlobalAveragePooling2D()(x)
    facts = Input((3,))
    y = layers.Dense(32, activation="relu")(layers.Normalization()(facts))
    both = layers.Dense(64, activation="relu")(layers.Concatenate()([x, y]))
    price = layers.Dense(1)(both)
    sold = layers.Dense(1, activation="sigmoid")(both)
    return Model([photo, facts], [price, sold])


def windows():
    inputs = Input((None, None, 3))
    x = layers.Conv2D(64, 3, padding="same", activation="relu")(inputs)
    return Model(inputs, layers.MaxPooling2D(2, strides=1, padding="same")(x))


def fixed(kind, size):
    """A fixed kernel: one filter on one channel that training leaves alone."""
    return kind(1, size, use_bias=False, trainable=False, padding="same" if kind is layers.Conv2D else "valid")


def edges():
    inputs = Input((64, 64, 1))
    filtered = fixed(layers.Conv2D, 3)(inputs)
    detected = layers.ReLU()(filtered)
    return Model(inputs, [filtered, detected, layers.MaxPooling2D(2, padding="same")(detected)])


def stacked():
    return Sequential([Input((64, 64, 1))] + [layers.Conv2D(1, 3, use_bias=False) for _ in range(3)])


def large():
    return Sequential([Input((64, 64, 1)), layers.Conv2D(1, 7, use_bias=False)])


def feature_maps():
    inputs = Input((70, 120, 3))
    first = [layers.Conv2D(32, 7)(inputs), layers.MaxPooling2D(2)(inputs)]
    return Model(inputs, first + [layers.GlobalAveragePooling2D()(inputs), ReduceMean()(inputs)])


def fashion():
    def conv(filters, size=3):
        return layers.Conv2D(filters, size, padding="same", activation="relu", kernel_initializer="he_normal")

    def dense(units):
        return layers.Dense(units, activation="relu", kernel_initializer="he_normal")

    return Sequential(
        [
            Input((28, 28, 1)),
            conv(64, 7),
            layers.MaxPooling2D(),
            conv(128),
            conv(128),
            layers.MaxPooling2D(),
            conv(256),
            conv(256),
            layers.MaxPooling2D(),
            layers.Flatten(),
            dense(128),
            layers.Dropout(0.5),
            dense(64),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


def two_convolutions():
    return Sequential([Input((28, 28, 1)), layers.Conv2D(32, 3, activation="relu"), layers.Conv2D(64, 3, activation="relu")])


def l2_pooling():
    return Sequential([Input((28, 28, 1)), layers.Conv2D(20, 5), L2Pool2D()])


def dense512():
    return Sequential([Input((28, 28, 1)), layers.Flatten(), layers.Dense(512, activation="relu")])


def sizes():
    a, b, c, d = Input((100, 8)), Input((32, 32, 3)), Input((16, 64, 64, 1)), Input((32, 32, 3))
    outputs = [
        layers.Conv1D(64, 3)(a),
        layers.MaxPooling2D(pool_size=(2, 2), strides=2, padding="valid")(layers.Conv2D(64, (3, 3), strides=3, padding="same")(b)),
        layers.Conv3D(64, (3, 3, 3))(c),
        layers.GlobalAveragePooling2D()(layers.AveragePooling2D(2)(layers.Conv2D(64, 3, strides=3, padding="valid")(d))),
    ]
    return Model([a, b, c, d], outputs)


def one_convolution(shape, filters, size, **arguments):
    return Sequential([Input(shape), layers.Conv2D(filters, size, **arguments)])


def three_filters():
    return Sequential([Input((28, 28, 1)), layers.Conv2D(3, 5), layers.MaxPooling2D(2)])


def base():
    return Sequential(
        [
            Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
        ]
    )


def dense_digits():
    return Sequential(
        [
            Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def pooling():
    inputs = Input((28, 28, 1))
    maps = layers.Conv2D(3, 5, activation="relu")(inputs)
    pools = [layers.MaxPooling2D(2), layers.AveragePooling2D(2), L2Pool2D(), layers.GlobalAveragePooling2D()]
    return Model(inputs, [pool(maps) for pool in pools])


def shifted():
    here = Input((64, 64, 1))
    there = layers.Cropping2D(((0, 0), (0, 1)))(layers.ZeroPadding2D(((0, 0), (1, 0)))(here))
    pooled = [layers.MaxPooling2D(2)(here), layers.MaxPooling2D(2)(there)]
    return Model(here, [layers.Subtract()([here, there]), layers.Subtract()(pooled)])


def far():
    return Sequential([Input((24, 24, 1)), layers.MaxPooling2D(2), layers.Conv2D(1, 3)])


def axes():
    line, image, video = Input((128, 1)), Input((32, 32, 3)), Input((16, 32, 32, 1))
    outputs = [layers.Conv1D(64, 3)(line), layers.Conv2D(64, (3, 3))(image), layers.Conv3D(64, (3, 3, 3))(video)]
    return Model([line, image, video], outputs)


def strided():
    inputs = Input((32, 32, 3))
    windows = [{"padding": "same"}, {"strides": 3}, {"strides": 3, "padding": "same"}]
    return Model(inputs, [layers.Conv2D(64, 3, **window)(inputs) for window in windows])


def pools():
    inputs = Input((32, 32, 3))
    window = {"pool_size": (2, 2), "strides": 2, "padding": "valid"}
    kinds = [layers.MaxPooling2D(**window), layers.AveragePooling2D(**window), layers.GlobalAveragePooling2D()]
    return Model(inputs, [kind(inputs) for kind in kinds])


def activations():
    inputs = Input((32, 32, 3))
    c1 = layers.Conv2D(32, 3, activation="relu")(inputs)
    c2 = layers.Conv2D(64, 3, activation="relu")(layers.MaxPooling2D(2)(c1))
    c3 = layers.Conv2D(64, 3, activation="relu")(layers.MaxPooling2D(2)(c2))
    return Model(inputs, [c1, c2, c3])


def trends():
    inputs = Input((None, 1))
    return Model(inputs, [fixed(layers.Conv1D, size)(inputs) for size in (2, 5, 15)])


def backbone(x):
    """The first three stages of VGG16."""
    x = layers.Rescaling(1 / 255)(x)
    for filters, count in ((64, 2), (128, 2), (256, 3)):
        for _ in range(count):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D(2, strides=2)(x)
    return layers.GlobalAveragePooling2D()(x)


def scenes():
    inputs = Input((96, 96, 3))
    return Model(inputs, layers.Dense(20, activation="softmax")(backbone(inputs)))


def pets():
    inputs = Input((96, 96, 3))
    x = layers.Dropout(0.3)(backbone(inputs))
    return Model(inputs, layers.Dense(2, activation="softmax")(x))


NETWORKS = [
    ("samples/networks/lenet5.nn", "LeNet5", lenet5),
    ("samples/networks/alexnet.nn", "AlexNet", alexnet),
    ("samples/networks/vgg16.nn", "VGG16", vgg16),
    ("samples/networks/resnet50.nn", "ResNet50", resnet50),
    ("samples/networks/mobilenetv2.nn", "MobileNetV2", mobilenetv2),
    ("samples/networks/unet.nn", "SmallUNet", small_unet),
    ("samples/networks/inception.nn", "Inception3", inception),
    ("samples/mnist.nn", "Digits", lambda: convnet(1, 28)),
    ("samples/cifar10.nn", "Cifar", lambda: convnet(3, 32)),
    ("samples/fashion.nn", "Fashion", fashion),
    ("samples/features.nn", "FeatureMaps", feature_maps),
    ("samples/autoencoder.nn", "Auto", autoencoder),
    ("samples/residual.nn", "CifarNet", cifarnet),
    ("samples/forecast.nn", "Forecast", forecast),
    ("samples/series.nn", "Smoothing", trends),
    ("samples/windows.nn", "Edges", edges),
    ("samples/windows.nn", "Stacked", stacked),
    ("samples/windows.nn", "Large", large),
    ("samples/windows.nn", "Pair", windows),
    ("samples/counting.nn", "Patch", lambda: one_convolution((28, 28, 1), 1, 5)),
    ("samples/counting.nn", "ThreeFilters", three_filters),
    ("samples/counting.nn", "SecondFilter", lambda: one_convolution((26, 26, 32), 1, 3)),
    ("samples/counting.nn", "TwoConvolutions", two_convolutions),
    ("samples/counting.nn", "Base", base),
    ("samples/counting.nn", "DenseLayer", dense512),
    ("samples/dense.nn", "DenseDigits", dense_digits),
    ("samples/pooling.nn", "Pooling", pooling),
    ("samples/pooling.nn", "Shifted", shifted),
    ("samples/pooling.nn", "Near", lambda: one_convolution((24, 24, 1), 1, 3)),
    ("samples/pooling.nn", "Far", far),
    ("samples/sizes.nn", "Axes", axes),
    ("samples/sizes.nn", "Windows", strided),
    ("samples/sizes.nn", "Pools", pools),
    ("samples/sizes.nn", "OneByOne", lambda: one_convolution((32, 32, 64), 16, 1, activation="relu")),
    ("samples/trends.nn", "Trends", trends),
    ("test/fixtures/programs/notebook1.nn", "Windows", windows),
    ("test/fixtures/programs/notebook1.nn", "Edges", edges),
    ("test/fixtures/programs/notebook1.nn", "Stacked", stacked),
    ("test/fixtures/programs/notebook1.nn", "Large", large),
    ("test/fixtures/programs/notebook2.nn", "FeatureMaps", feature_maps),
    ("test/fixtures/programs/notebook2.nn", "Fashion", fashion),
    ("test/fixtures/programs/notebook3.nn", "TwoConv", two_convolutions),
    ("test/fixtures/programs/notebook3.nn", "L2", l2_pooling),
    ("test/fixtures/programs/notebook3.nn", "DenseNet512", dense512),
    ("test/fixtures/programs/notebook3.nn", "Sizes", sizes),
    ("test/fixtures/programs/notebook3.nn", "Cifar", lambda: convnet(3, 32)),
    ("test/fixtures/programs/notebook3.nn", "Activations", activations),
    ("test/fixtures/programs/vgg16.nn", "VGG16", vgg16),
    ("test/fixtures/programs/resnet50.nn", "ResNet50", resnet50),
    ("test/fixtures/programs/mobilenetv2.nn", "MobileNetV2", mobilenetv2),
    ("test/fixtures/programs/unet.nn", "UNet", unet),
    ("test/fixtures/programs/autoencoder.nn", "Auto", autoencoder),
    ("test/fixtures/programs/cifarnet.nn", "CifarNet", cifarnet),
    ("test/fixtures/programs/forecast.nn", "Forecast", forecast),
    ("test/fixtures/programs/mnist.nn", "Digits", lambda: convnet(1, 28)),
    ("test/fixtures/programs/multi.nn", "Valuer", valuer),
    ("test/fixtures/programs/transfer.nn", "Scenes", scenes),
    ("test/fixtures/programs/transfer.nn", "Pets", pets),
    ("test/fixtures/programs/trends.nn", "Trends", trends),
]


def kind_of(layer):
    """Keras's class; an Activation is called by its function, as the ReLU layer of the file."""
    if isinstance(layer, layers.Activation):
        return {"relu": "ReLU", "softmax": "Softmax"}[layer.activation.__name__]
    return type(layer).__name__


def describe(model):
    rows = []
    for layer in model.layers:
        if isinstance(layer, layers.InputLayer):
            continue
        shapes = [list(node.output_tensors[0].shape[1:]) for node in layer._inbound_nodes]
        rows.append([kind_of(layer), shapes, layer.count_params()])
    return {"params": model.count_params(), "layers": rows}


def main():
    built = {}
    networks = []
    for file, name, make in NETWORKS:
        key = make if make.__name__ != "<lambda>" else (file, name)
        if key not in built:
            keras.backend.clear_session()
            built[key] = describe(make())
        networks.append({"file": file, "model": name, **built[key]})
    with open(os.path.join(FOLDER, "networks.json"), "w", encoding="utf-8") as file:
        file.write('{\n  "keras": "' + keras.__version__ + '",\n  "networks": [\n')
        file.write(",\n".join("    " + json.dumps(network) for network in networks))
        file.write("\n  ]\n}\n")


if __name__ == "__main__":
    main()
