"""Files of a run as Python's own libraries write and read them.

python test/oracle/runFiles.py           writes test/oracle/fixtures/weights.safetensors and scalars.tfevents
python test/oracle/runFiles.py read DIR  reads an exported run (weights.safetensors, tensorboard/) and prints it as JSON
"""

import glob
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from safetensors.numpy import load_file, save_file

fixtures = os.path.join(os.path.dirname(__file__), "fixtures")


def write() -> None:
    from tensorflow.core.framework.summary_pb2 import Summary
    from tensorflow.core.util.event_pb2 import Event
    from tensorflow.python.lib.io.tf_record import TFRecordWriter

    tensors = {
        "block/Conv2D/kernel": np.arange(12, dtype=np.float32).reshape(2, 2, 1, 3) / 8 - 0.5,
        "block/Conv2D/bias": np.array([np.nan, np.inf, -0.0], dtype=np.float32),
        "state/order": np.array([3, -1, 2147483647], dtype=np.int32),
        "flags": np.array([[0], [255]], dtype=np.uint8),
        "Größe": np.array(1.5, dtype=np.float32),
    }
    save_file(tensors, os.path.join(fixtures, "weights.safetensors"), metadata={"step": "12"})

    path = os.path.join(fixtures, "scalars.tfevents")
    with TFRecordWriter(path) as writer:
        writer.write(Event(wall_time=1700000000.25, file_version="brain.Event:2").SerializeToString())
        for tag, step, time, value in [
            ("epoch_loss", 0, 1700000000.25, 2.5),
            ("epoch_loss", 1, 1700000001.5, float("nan")),
            ("batch_loss", 300, 1700000002.75, float("inf")),
            ("batch_accuracy", 5_000_000_000, 1700000003.0, 0.125),
        ]:
            summary = Summary(value=[Summary.Value(tag=tag, simple_value=value)])
            writer.write(Event(wall_time=time, step=step, summary=summary).SerializeToString())


def read(folder: str) -> None:
    from tensorflow.python.summary.summary_iterator import summary_iterator

    tensors = load_file(os.path.join(folder, "weights.safetensors"))
    weights = {name: {"shape": list(value.shape), "sum": float(np.float64(value).sum())} for name, value in tensors.items()}
    scalars = []
    for path in sorted(glob.glob(os.path.join(folder, "tensorboard", "*", "events.out.tfevents.*"))):
        part = os.path.basename(os.path.dirname(path))
        for event in summary_iterator(path):
            for value in event.summary.value:
                scalars.append({"part": part, "tag": value.tag, "step": event.step, "value": value.simple_value})
    print(json.dumps({"weights": weights, "scalars": scalars}))


if len(sys.argv) > 2 and sys.argv[1] == "read":
    read(sys.argv[2])
else:
    write()
