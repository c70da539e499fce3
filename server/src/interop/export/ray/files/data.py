"""The data of the training, as the `data` declaration says. Written by Shapewright from:

{{declaration}}

The examples are arrays in data/, a file a part, as they stand behind the steps that are the same for every epoch;
the rest of the steps is below. $SHAPEWRIGHT_DATA names another folder that holds them.
"""

import os

import numpy as np

from order import key_of, philox4x32

FOLDER = os.environ.get("SHAPEWRIGHT_DATA") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
SEED = {{seed}}
FOLDERS = {"train": "train", "validation": "{{validation}}", "test": "test"}


class Examples:
    """The examples of one part of the data, by number."""

    def __init__(self, folder, limit):
        self.arrays = {
            name[: -len(".npy")]: np.load(os.path.join(folder, name), mmap_mode="r")[:limit]
            for name in sorted(os.listdir(folder))
        }

    def __len__(self):
        return len(next(iter(self.arrays.values())))

    def batch(self, rows, training, step, first=0):
        """Inputs, targets and weights (or None) of the examples `rows`, which stand at `first` in their batch.

        training: random steps act, by draws that hang on the seed, `step` (batches since the start) and the place
        of an example in its batch, and so on no worker.
        """

        def read(part):
            values = self.arrays[part][rows]
            return augment(part, values, step, first) if training else values

        return inputs(read), targets(read), weights(read) if training else None


def load(part):
    """The examples of "train", "validation" or "test"; None where there is no such part."""
    folder = os.path.join(FOLDER, FOLDERS[part])
    limit = os.environ.get("SHAPEWRIGHT_LIMIT") if part == "train" else None
    return Examples(folder, int(limit) if limit else None) if os.path.isdir(folder) else None


{{functions}}
def rescale(values, scale, offset):
    return values.astype(np.float32) * np.float32(scale) + np.float32(offset)


def normalize(values, mean, variance):
    deviation = np.maximum(np.sqrt(np.asarray(variance, np.float32)), np.float32(1e-7))
    return (values.astype(np.float32) - np.asarray(mean, np.float32)) / deviation


def one_hot(labels, classes):
    return np.eye(classes, dtype=np.float32)[labels]


def flip(values, mode, place, step, first):
    """Turns each image over with probability one half; one draw decides on both directions, as in Keras."""
    key = (key_of(SEED, "augmentation")[0], step & 0xFFFFFFFF)
    counters = np.zeros((len(values), 4), np.uint32)
    counters[:, 1] = first + np.arange(len(values))
    counters[:, 2] = place
    turned = philox4x32(key, counters)[:, 0] % 2 == 1
    axes = {"horizontal": (1,), "vertical": (0,)}.get(mode, (0, 1))
    result = np.array(values)
    for row in np.flatnonzero(turned):
        result[row] = np.flip(values[row], axes)
    return result
