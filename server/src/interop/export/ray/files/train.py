"""Trains the model of model.py on the data of data.py, alone or as one of several equal workers.

    python train.py                                         on this machine alone
    RANK=0 WORLD_SIZE=2 MASTER_ADDR=host MASTER_PORT=29500 python train.py
                                                            as one of two processes
    srun python train.py                                    under Slurm (with MASTER_ADDR)

The first worker writes the log and the checkpoints, by default into run/ beside this file.
"""

import argparse
import json
import os
import platform
import signal
import sys
import threading

os.environ.setdefault("KERAS_BACKEND", "jax")

from run_folder import RunFolder
from worker import check_shares, worker_from_environment

HERE = os.path.dirname(os.path.abspath(__file__))


def add_options(arguments):
    """The options that ray_train.py has too."""
    arguments.add_argument("--run", default=os.path.join(HERE, "run"), help="where the log and the checkpoints go")
    arguments.add_argument("--resume", action="store_true", help="go on from the last checkpoint there")
    arguments.add_argument("--limit", type=int, help="the first examples alone")
    arguments.add_argument("--epochs", type=int, help="in place of those of run.json")
    arguments.add_argument("--every-step", action="store_true", help="write every batch into the log, not ten a second")
    arguments.add_argument("--parts", type=int, help="in how many parts CPUs compute a batch; one a worker, at least 2")
    arguments.add_argument("--double", action="store_true", help="in double precision, where rounding is out of sight")
    arguments.add_argument("--tell", choices=["none", "name", "content"], default="none", help=argparse.SUPPRESS)


def run_of(given):
    """run.json, and what the options make of it."""
    with open(os.path.join(HERE, "run.json"), encoding="utf-8") as handle:
        run = json.load(handle)
    epochs = run["epochs"] if given.epochs is None else given.epochs
    own = {"everyStep": given.every_step, "parts": given.parts, "limit": given.limit, "double": given.double}
    return {**run, "epochs": epochs, **own}


def open_folder(given):
    """Where the run is kept; ends where that is another run."""
    folder = RunFolder(given.run, given.tell)
    if folder.index() and not given.resume:
        sys.exit(f"{given.run} holds a run already: add --resume to go on with it, or name another with --run.")
    return folder


def set_up(run):
    """What must be known before anything of Keras is imported or made."""
    if run["limit"] is not None:
        os.environ["SHAPEWRIGHT_LIMIT"] = str(run["limit"])
    if run["double"]:
        compute_in_double_precision()


def sent_checkpoint():
    """The checkpoint that came with the folder, or None."""
    file = os.path.join(HERE, "resume.safetensors")
    if not os.path.exists(file):
        return None
    with open(file, "rb") as handle:
        return handle.read()


def compute_in_double_precision():
    """Weights are kept as float32 all the same."""
    import jax
    import keras

    jax.config.update("jax_enable_x64", True)
    keras.config.set_floatx("float64")


def end_of(error):
    """What the end event tells of an exception."""
    step = "The end of the log has the details; go on from the last checkpoint with --resume."
    if isinstance(error, FloatingPointError):
        step = "Lower the learning rate, scale the inputs, or look for a logarithm or division of zero."
        problem = {"code": "run/nan", "message": str(error), "cause": "A loss that is not a finite number."}
    elif isinstance(error, ModuleNotFoundError):
        step = "Install it there: python -m pip install --requirement requirements.txt (of this folder)."
        problem = {
            "code": "python/packages",
            "message": f"The Python that trains has no {error.name}",
            "cause": f"{sys.executable} on {platform.node()}: {error}",
        }
    else:
        cause = f"{type(error).__name__}: {error}"
        problem = {"code": "python/failed", "message": "The training failed", "cause": cause}
    return {"event": "end", "reason": "failed", "error": {**problem, "nextStep": step}}


def main():
    arguments = argparse.ArgumentParser(description="Trains the model of this folder.")
    add_options(arguments)
    arguments.add_argument("--steps", type=int, help="stop behind so many batches")
    given = arguments.parse_args()

    worker = worker_from_environment(os.environ)
    run = run_of(given)
    check_shares(run["batchSize"], worker.world)
    folder = open_folder(given) if worker.rank == 0 else None
    resume = None
    if given.resume:
        resume = (folder or RunFolder(given.run)).last_checkpoint() or sent_checkpoint()
    stop = threading.Event()
    try:
        set_up(run)
        # Here, since the imports take seconds in which a mistake above should already be told.
        from training import Training

        training = Training(worker, run, folder)
        # Not before: JAX takes SIGTERM for itself when the workers meet.
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        reason = training.train(lambda: stop.is_set() or training.global_step + 1 == given.steps, resume)
    except Exception as error:
        if folder is not None:
            folder.emit(end_of(error))
        raise
    if folder is not None:
        folder.emit({"event": "end", "reason": reason})


if __name__ == "__main__":
    main()
