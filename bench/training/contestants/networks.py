"""The networks of the benchmarks in Keras: by name the image, the batch size, the network, its optimizer and its loss."""

import keras
from keras import layers


def classifier(image, first):
    return keras.Sequential(
        [
            keras.Input(image),
            layers.Conv2D(first, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def fashion():
    def conv(filters, kernel=3):
        return layers.Conv2D(filters, kernel, padding="same", activation="relu", kernel_initializer="he_normal")

    def dense(units):
        return layers.Dense(units, activation="relu", kernel_initializer="he_normal")

    return keras.Sequential(
        [keras.Input((28, 28, 1)), conv(64, 7), layers.MaxPooling2D(), conv(128), conv(128), layers.MaxPooling2D()]
        + [conv(256), conv(256), layers.MaxPooling2D(), layers.Flatten(), dense(128), layers.Dropout(0.5)]
        + [dense(64), layers.Dropout(0.5), layers.Dense(10, activation="softmax")]
    )


def residual():
    def conv_bn(x, filters, kernel=3, stride=1):
        x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
        return layers.ReLU()(layers.BatchNormalization()(x))

    def block(x, filters, stride):
        main = layers.Conv2D(filters, 3, padding="same", use_bias=False)(conv_bn(x, filters, stride=stride))
        short = layers.Conv2D(filters, 1, strides=stride, padding="same", use_bias=False)(x)
        return layers.ReLU()(layers.Add()([layers.BatchNormalization()(main), layers.BatchNormalization()(short)]))

    image = keras.Input((32, 32, 3))
    stem = conv_bn(image, 32)
    wide = conv_bn(conv_bn(stem, 16, 1), 32, 5)
    trunk = layers.MaxPooling2D(2)(layers.Concatenate()([conv_bn(stem, 32, 1), wide]))
    end = layers.GlobalAveragePooling2D()(block(block(trunk, 64, 2), 128, 2))
    return keras.Model(image, layers.Dense(10, activation="softmax")(layers.Dropout(0.3)(end)))


SPARSE = "sparse_categorical_crossentropy"
NETWORKS = {
    "mnist": ((28, 28, 1), 64, lambda: classifier((28, 28, 1), 32), "rmsprop", "categorical_crossentropy"),
    "cifar": ((32, 32, 3), 32, lambda: classifier((32, 32, 3), 32), "adam", SPARSE),
    "fashion": ((28, 28, 1), 32, fashion, "nadam", SPARSE),
    "residual": ((32, 32, 3), 64, residual, "adam", SPARSE),
}
