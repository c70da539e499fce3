"""Writes fixtures/photographs.json: what Pillow and Keras make of the two photographs of the second notebook.

`pixels` holds the SHA-256 of each photograph's bytes as Pillow decodes it, `means` each channel's mean behind
CenterCrop(70, 120) and Rescaling(1/255), as Keras computes them in float32 and NumPy averages them.

    python test/oracle/photographs.py            (in an environment with what requirements.txt pins)
    python test/oracle/photographs.py --print    writes to standard output instead
"""

import hashlib
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import PIL
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "..", "server", "src", "engine", "data", "photographs")


def main():
    pixels = [np.asarray(Image.open(os.path.join(FOLDER, f"{name}.jpg"))) for name in ("china", "flower")]
    images = keras.layers.CenterCrop(height=70, width=120)(np.stack(pixels))
    images = np.asarray(keras.layers.Rescaling(scale=1 / 255)(images))
    document = {
        "pillow": PIL.__version__,
        "keras": keras.__version__,
        "pixels": [hashlib.sha256(each.tobytes()).hexdigest() for each in pixels],
        "shape": list(images.shape),
        "means": images.mean(axis=(1, 2)).astype("float64").round(8).tolist(),
    }
    text = json.dumps(document, indent=2) + "\n"
    if "--print" in sys.argv[1:]:
        print(text, end="")
        return
    with open(os.path.join(HERE, "fixtures", "photographs.json"), "w", encoding="utf8") as file:
        file.write(text)


main()
