"""Writes fixtures/imageFiles.json: small image files of many kinds, and what Pillow decodes them to.

Each case is [name, the file in base64, height, width, channels, SHA-256 of its pixels]. Files with transparency or a
palette are compared as convert("RGB") or convert("L") gives them.

    python test/oracle/imageFiles.py      (in an environment with what requirements.txt pins)
"""

import base64
import hashlib
import io
import json
import os

import numpy as np
import PIL
from PIL import Image


def scene(height, width, channels, phase):
    """Smooth waves with some noise on them: what JPEG takes with its usual losses."""
    rows, columns = np.mgrid[0:height, 0:width]
    waves = [np.sin(rows / (5 + 2 * c) + phase) + np.cos(columns / (7 - c) - phase * (c + 1)) for c in range(channels)]
    noise = np.random.default_rng(phase).normal(0, 9, (height, width, channels))
    return np.clip(127 + 60 * np.stack(waves, -1) + noise, 0, 255).astype("uint8")


def jpegs():
    for phase in range(12):
        yield f"JPEG 32x32 {phase}", Image.fromarray(scene(32, 32, 3, phase)), dict(format="JPEG", quality=75)
    colour = Image.fromarray(scene(37, 53, 3, 3))
    grey = Image.fromarray(scene(37, 53, 1, 4)[..., 0])
    for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
        for quality in (30, 95):
            yield f"JPEG {subsampling} at {quality}", colour, dict(format="JPEG", quality=quality, subsampling=subsampling)
    yield "JPEG progressive", colour, dict(format="JPEG", progressive=True)
    yield "JPEG with restart markers", colour, dict(format="JPEG", restart_marker_blocks=2)
    yield "JPEG with a comment and a profile", colour, dict(format="JPEG", comment=b"a" * 70, icc_profile=b"p" * 3000)
    yield "JPEG grey", grey, dict(format="JPEG")
    yield "JPEG grey progressive", grey, dict(format="JPEG", progressive=True)
    yield "JPEG of one pixel", Image.fromarray(scene(1, 1, 3, 5)), dict(format="JPEG")


def pngs():
    values = scene(11, 13, 4, 6)
    yield "PNG colour", Image.fromarray(values[..., :3]), dict(format="PNG")
    yield "PNG colour, uncompressed", Image.fromarray(values[..., :3]), dict(format="PNG", compress_level=0)
    yield "PNG with transparency", Image.fromarray(values, "RGBA"), dict(format="PNG")
    yield "PNG grey", Image.fromarray(values[..., 0]), dict(format="PNG")
    yield "PNG grey with transparency", Image.fromarray(np.ascontiguousarray(values[..., :2]), "LA"), dict(format="PNG")
    yield "PNG of one bit", Image.fromarray(values[..., 0]).convert("1"), dict(format="PNG")
    for colors, bits in ((3, 2), (14, 4), (200, 8)):
        yield f"PNG palette of {bits} bits", Image.fromarray(values[..., :3]).quantize(colors), dict(format="PNG", bits=bits)


def case(name, image, options):
    file = io.BytesIO()
    image.save(file, **options)
    decoded = Image.open(io.BytesIO(file.getvalue()))
    mode = {"RGBA": "RGB", "P": "RGB", "LA": "L", "1": "L"}.get(decoded.mode)
    pixels = np.asarray(decoded if mode is None else decoded.convert(mode))
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    return [name, base64.b64encode(file.getvalue()).decode(), *pixels.shape[:2], channels, hashlib.sha256(pixels.tobytes()).hexdigest()]


def main():
    cases = [case(*each) for each in (*jpegs(), *pngs())]
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
    with open(os.path.join(folder, "imageFiles.json"), "w", encoding="utf8") as file:
        file.write('{"pillow": %s, "cases": [\n' % json.dumps(PIL.__version__))
        file.write(",\n".join(json.dumps(each) for each in cases) + "\n]}\n")
    print(len(cases), "cases")


main()
