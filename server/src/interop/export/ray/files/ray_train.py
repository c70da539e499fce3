"""Trains on a Ray cluster: a thin wrapper around training.py, one Ray actor a worker.

    ray job submit --address http://HEAD:8265 --working-dir . -- python ray_train.py --workers 4 --run FOLDER

The log and the checkpoints come together in this program on the head node, by the actor `Relay`, and go to FOLDER
there; no storage that the workers share is needed. A worker that dies takes the others with it: Ray starts them all
again, and they go on from the last checkpoint.
"""

import argparse
import collections
import os
import queue
import signal
import socket
import sys
import threading

os.environ.setdefault("KERAS_BACKEND", "jax")

import ray
import ray.train
from ray.train import FailureConfig, RunConfig, ScalingConfig
from ray.train.collective import broadcast_from_rank_zero
from ray.train.v2.api.data_parallel_trainer import DataParallelTrainer

from train import add_options, end_of, open_folder, run_of, sent_checkpoint, set_up
from worker import Worker, check_shares


@ray.remote(num_cpus=0)
class Relay:
    """Between the first worker and this program: what is to be kept comes here, a wish to stop goes there."""

    def __init__(self, checkpoint):
        self.items = collections.deque()
        self.checkpoint = checkpoint
        self.stopping = False
        self.starts = 0

    def start(self):
        """How often the training was started before."""
        self.starts += 1
        return self.starts - 1

    def put(self, kind, arguments):
        if kind == "checkpoint" and not arguments[2]:
            self.checkpoint = arguments[1]
        self.items.append((kind, arguments))

    def take(self):
        items = list(self.items)
        self.items.clear()
        return items

    def last_checkpoint(self):
        return self.checkpoint

    def stop(self):
        self.stopping = True

    def should_stop(self):
        return self.stopping


class RelayFolder:
    """What the first worker sees of the run's folder."""

    def __init__(self, relay):
        self.relay = relay

    def emit(self, event):
        self.relay.put.remote("emit", (event,))

    def checkpoint(self, step, content, best=False):
        # Waited for: a checkpoint that is on its way when a worker dies is lost.
        ray.get(self.relay.put.remote("checkpoint", (step, content, best)))

    def snapshot(self, epoch, content):
        self.relay.put.remote("snapshot", (epoch, content))


def work(config):
    """One worker, from its start to the end of the training."""
    os.environ.setdefault("KERAS_BACKEND", "jax")
    context = ray.train.get_context()
    rank, world = context.get_world_rank(), context.get_world_size()
    address = broadcast_from_rank_zero(free_address() if rank == 0 else None)
    relay = config["relay"]
    folder = RelayFolder(relay) if rank == 0 else None
    content = ray.get(relay.last_checkpoint.remote())
    before = ray.get(relay.start.remote()) if rank == 0 else 0
    if before > 0:
        since = "its last checkpoint" if content is not None else "the beginning"
        message = f"A worker was lost. Ray has started the {world} workers again, and the training goes on"
        message += f" from {since}."
        folder.emit({"event": "warning", "code": "ray/worker-lost", "message": message})

    stop = threading.Event()
    if rank == 0:
        threading.Thread(target=watch_for_stop, args=(relay, stop), daemon=True).start()
    try:
        set_up(config["run"])
        from training import Training

        reason = Training(Worker(rank, world, address), config["run"], folder).train(stop.is_set, content)
        end = {"event": "end", "reason": reason}
    except Exception as error:
        # JAX's own error is the loss of another worker, which a new start may mend; a mistake would come again.
        if type(error).__name__ == "JaxRuntimeError":
            raise
        end = end_of(error)
    if rank == 0:
        ray.get(relay.put.remote("end", (end,)))


def watch_for_stop(relay, stop):
    while not ray.get(relay.should_stop.remote()):
        if stop.wait(0.5):
            return
    stop.set()


def free_address():
    """An address of this machine, as the cluster knows it, where the workers meet."""
    with socket.socket() as probe:
        probe.bind(("", 0))
        return f"{ray.util.get_node_ip_address()}:{probe.getsockname()[1]}"


def options():
    arguments = argparse.ArgumentParser(description="Trains the model of this folder on Ray.")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--gpu", action="store_true", help="a GPU for each worker")
    arguments.add_argument("--cpus", type=float, default=1, help="processors for each worker")
    arguments.add_argument("--failures", type=int, default=3, help="how often to start again when a worker is lost")
    add_options(arguments)
    return arguments


def main():
    given = options().parse_args()
    run = run_of(given)
    check_shares(run["batchSize"], given.workers)
    folder = open_folder(given)
    resume = folder.last_checkpoint() if given.resume else None
    ray.init(log_to_driver=False)
    relay = Relay.remote(resume or sent_checkpoint())
    signal.signal(signal.SIGTERM, lambda *_: relay.stop.remote())
    signal.signal(signal.SIGINT, lambda *_: relay.stop.remote())
    wanted = {"CPU": given.cpus * given.workers, **({"GPU": given.workers} if given.gpu else {})}
    for event in shortages(wanted, ray.cluster_resources()):
        folder.emit(event)
    resources = {"CPU": given.cpus, **({"GPU": 1} if given.gpu else {})}
    trainer = DataParallelTrainer(
        work,
        train_loop_config={"relay": relay, "run": run},
        scaling_config=ScalingConfig(num_workers=given.workers, use_gpu=given.gpu, resources_per_worker=resources),
        run_config=RunConfig(
            name=run["run"],
            storage_path=os.path.join(os.path.abspath(given.run), "ray"),
            failure_config=FailureConfig(max_failures=given.failures),
        ),
    )
    outcome = queue.Queue()
    threading.Thread(target=fit, args=(trainer, outcome), daemon=True).start()
    sys.exit(0 if follow(relay, folder, outcome) else 1)


def shortages(wanted, there):
    """A warning for each resource that the cluster has too little of: it may grow, so the job waits."""
    for name, count in wanted.items():
        if there.get(name, 0) < count:
            message = f"The workers want {count:g} {name}s, and the cluster has {there.get(name, 0):g}."
            message += " The job waits until it has more: add machines, or stop it and take fewer workers."
            yield {"event": "warning", "code": "ray/resources", "message": message}


def fit(trainer, outcome):
    try:
        trainer.fit()
        outcome.put(None)
    except BaseException as error:
        outcome.put(error)


def follow(relay, folder, outcome):
    """Keeps and tells what comes, until the training has ended; whether it went well."""
    ended = None
    while True:
        try:
            error = outcome.get(timeout=0.2)
            over = True
        except queue.Empty:
            error, over = None, False
        for kind, content in ray.get(relay.take.remote()):
            if kind == "end":
                ended = content[0]
            else:
                getattr(folder, kind)(*content)
        if over:
            end = ended or end_of(error or RuntimeError("the workers ended without a word"))
            folder.emit(end)
            return end["reason"] != "failed"


if __name__ == "__main__":
    main()
