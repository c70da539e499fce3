"""One training on one worker: the steps, the epochs, and what is told of them.

All workers do the same steps at the same time. Each holds the whole model and takes an equal share of every batch;
the gradients are averaged over all, so that N workers give the losses of one.
"""

import os
import time

import jax
import keras
import numpy as np

import checkpoint
import data
import model as definition
import weights
from checkpoint import values_of
from order import permutation, share_of
from worker import parts_of_batch

HERE = os.path.dirname(os.path.abspath(__file__))
# Seconds: at most ten batch events a second, beside the first and the last of an epoch.
EVENT_INTERVAL = 0.1


class Training:
    """One training on one worker; all workers do the same steps at the same time."""

    def __init__(self, worker, run, folder):
        """run: run.json. folder: keeps and tells (RunFolder or its like), on the first worker alone."""
        parts = run.get("parts") or parts_of_batch(run["batchSize"], worker.world)
        # A device of JAX computes a part of each batch; where there are GPUs, they are the devices.
        jax.config.update("jax_num_cpu_devices", max(parts // worker.world, 1))
        if worker.world > 1 and not jax.distributed.is_initialized():
            jax.distributed.initialize(worker.coordinator, worker.world, worker.rank)
        keras.utils.set_random_seed(run["seed"] & 0xFFFFFFFF)
        devices = keras.distribution.list_devices()
        self.distribution = keras.distribution.DataParallel(devices=devices, auto_shard_dataset=False)
        keras.distribution.set_distribution(self.distribution)

        self.worker, self.run, self.folder = worker, run, folder
        self.devices = len(devices)
        self.parts = {part: data.load(part) for part in ("train", "validation", "test")}
        self.model = definition.build_model()
        self.callbacks = definition.compile_model(self.model)
        weights.load_weights(self.model, os.path.join(HERE, "weights.safetensors"), run["variables"])
        self.model.optimizer.build(self.model.trainable_variables)
        # Metrics have their variables once they have seen a batch; this one changes nothing.
        x, y, weight = self.parts["train"].batch(np.arange(self.share(run["batchSize"])), training=False, step=0)
        self.model.test_on_batch(x, y, weight)
        self.model.reset_metrics()
        self.names = weights.keras_variables(self.model, run["variables"])
        self.epoch, self.step, self.global_step = 0, 0, 0
        self.order = []
        self.sums = None
        self.best = None
        self.logs = {}
        self.saved = time.monotonic()
        self.cost = 0.0
        self.make_steps()

    def share(self, rows):
        return rows // self.worker.world

    # ── steps ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def make_steps(self):
        """Compiles the steps. Metrics start from zero at each batch, so that their sums tell of it alone."""
        model = self.model
        shapes = [(tuple(v.shape), str(v.dtype)) for v in model.metrics_variables]

        def fresh():
            return [jax.numpy.zeros(shape, dtype) for shape, dtype in shapes]

        def train_step(state, batch, stop):
            logs, (*state, metrics) = model.train_step((*state, fresh()), batch)
            # One worker's wish to stop is heard by all in the same step.
            return tuple(state), metrics, logs, stop.max()

        def test_step(state, batch):
            _, (_, _, metrics) = model.test_step((*state, fresh()), batch)
            return metrics

        mesh = self.distribution.device_mesh.backend_mesh
        spec = jax.sharding.PartitionSpec
        self.sharded = lambda rank: jax.sharding.NamedSharding(mesh, spec("batch", *[None] * (rank - 1)))
        self.whole = jax.sharding.NamedSharding(mesh, spec())
        self.train_step = jax.jit(train_step, donate_argnums=0, out_shardings=(self.whole, None, None, None))
        self.test_step = jax.jit(test_step)

    def variables(self):
        model = self.model
        return model.trainable_variables, model.non_trainable_variables, model.optimizer.variables

    def take_state(self):
        """The values that a step takes and gives, from Keras's variables."""
        return tuple([self.everywhere(variable.value) for variable in group] for group in self.variables())

    def everywhere(self, value):
        """A value of Keras's, the same on each device; a step that got it otherwise would be compiled twice."""
        if value.sharding == self.whole:
            return value
        return jax.make_array_from_process_local_data(self.whole, np.asarray(value.addressable_data(0)))

    def put_state(self, state):
        for group, values in zip(self.variables(), state):
            for variable, value in zip(group, values):
                variable._value = value

    def place(self, batch, rows):
        """A batch on the devices: shared out where it can be equally, else whole on each."""
        shared = rows % self.devices == 0

        def one(array):
            if array is None:
                return None
            sharding = self.sharded(array.ndim) if shared else self.whole
            return jax.make_array_from_process_local_data(sharding, array)

        return jax.tree.map(one, batch, is_leaf=lambda each: each is None)

    def own_rows(self, rows):
        """What this worker reads of a batch: its share, or all of one that cannot be shared out equally."""
        return share_of(rows, self.worker.rank, self.worker.world) if len(rows) % self.devices == 0 else rows

    def prepare(self, order, step):
        size = self.run["batchSize"]
        rows = order[step * size : (step + 1) * size]
        global_step = self.global_step - self.step + step
        first = 0 if len(rows) % self.devices else self.worker.rank * self.share(len(rows))
        batch = self.parts["train"].batch(self.own_rows(rows), training=True, step=global_step, first=first)
        return self.place(batch, len(rows))

    def stop_flags(self, wanted):
        flags = np.full([jax.local_device_count()], wanted, np.int32)
        return jax.make_array_from_process_local_data(self.sharded(1), flags)

    def results(self, sums):
        """The logs that sums of metrics stand for."""
        model = self.model
        values = [np.asarray(value, str(v.dtype)) for value, v in zip(sums, model.metrics_variables)]
        with keras.StatelessScope(state_mapping=list(zip(model.metrics_variables, values))):
            return {name: float(value) for name, value in model.get_metrics_result().items()}

    # ── the loop ───────────────────────────────────────────────────────────────────────────────────────────────────

    def train(self, should_stop=lambda: False, resume=None):
        """To the end or to a stop. Gives "completed", "early-stopping" or "stopped"."""
        self.callbacks.on_train_begin()
        if resume is not None:
            checkpoint.restore(self, resume)
        self.tell_start(resumed=resume is not None)
        self.tell({"event": "state", "state": "training"})
        while self.epoch < self.run["epochs"] and not self.model.stop_training:
            if not self.one_epoch(should_stop):
                self.save()
                return "stopped"
        self.callbacks.on_train_end()
        self.save()
        if self.parts["test"] is not None:
            self.tell({"event": "state", "state": "evaluating"})
            logs = self.evaluate(self.parts["test"])
            self.tell({"event": "evaluate", "split": "test", "logs": logs, "examples": len(self.parts["test"])})
        return "early-stopping" if self.epoch < self.run["epochs"] else "completed"

    def one_epoch(self, should_stop):
        """False where a stop was asked for; the state is then that of the last batch done."""
        run, began = self.run, time.monotonic()
        length = len(self.parts["train"])
        steps = -(-length // run["batchSize"])
        self.order = (
            permutation(length, run["seed"], self.epoch)
            if run["shuffle"]
            else np.arange(length, dtype=np.int32)
        )
        if self.step == 0:
            self.sums = None
            self.callbacks.on_epoch_begin(self.epoch)
        state = self.take_state()
        following = self.prepare(self.order, self.step) if self.step < steps else None
        told, meter = 0.0, []
        while following is not None:
            state, metrics, logs, stop = self.train_step(state, following, self.stop_flags(should_stop()))
            # The step runs by now; meanwhile the next batch is read.
            following = self.prepare(self.order, self.step + 1) if self.step + 1 < steps else None
            sums = values_of(metrics)
            logs = {name: float(value) for name, value in zip(logs, values_of(logs.values()))}
            self.step += 1
            self.global_step += 1
            before = self.sums or [0] * len(sums)
            self.sums = [one.astype("float64") + old for one, old in zip(sums, before)]
            if not np.isfinite(logs["loss"]):
                self.put_state(state)
                raise FloatingPointError(f"The loss is {logs['loss']} at step {self.step} of epoch {self.epoch + 1}")
            now = time.monotonic()
            meter = [*meter, (now, self.global_step)][-50:]
            if self.step in (1, steps) or now - told >= EVENT_INTERVAL or run.get("everyStep"):
                told = now
                self.tell_batch(logs, steps, meter)
            if int(stop.addressable_data(0)) != 0:
                self.put_state(state)
                return False
            if self.step < steps and self.is_due():
                self.put_state(state)
                self.save()
        self.put_state(state)
        self.end_epoch(began)
        return True

    def end_epoch(self, began):
        logs = self.results(self.sums)
        if self.parts["validation"] is not None:
            logs |= {f"val_{name}": value for name, value in self.evaluate(self.parts["validation"]).items()}
        self.callbacks.on_epoch_end(self.epoch, dict(logs))
        self.tell({"event": "epoch", "epoch": self.epoch + 1, "logs": logs, "seconds": time.monotonic() - began})
        self.epoch, self.step, self.order, self.sums, self.logs = self.epoch + 1, 0, [], None, logs
        monitor = logs.get("val_loss", logs["loss"])
        if self.best is None or monitor < self.best["value"]:
            self.best = {"epoch": self.epoch - 1, "value": monitor}
            if self.folder is not None:
                self.folder.checkpoint(self.global_step, checkpoint.encode(self), best=True)
        if self.folder is not None:
            self.folder.snapshot(self.epoch, weights.encode_weights(checkpoint.named_weights(self), self.epoch))
        if self.is_due():
            self.save()

    def evaluate(self, examples):
        """The metrics over a part, each example once."""
        trainable, non_trainable, _ = self.take_state()
        total = None
        size = self.run["batchSize"]
        for start in range(0, len(examples), size):
            rows = np.arange(start, min(start + size, len(examples)))
            batch = self.place(examples.batch(self.own_rows(rows), training=False, step=0), len(rows))
            sums = values_of(self.test_step((trainable, non_trainable), batch))
            total = [one.astype("float64") + old for one, old in zip(sums, total or [0] * len(sums))]
        return self.results(total)

    # ── what is kept ───────────────────────────────────────────────────────────────────────────────────────────────

    def is_due(self):
        """The greater of 10 s and 50 times what a checkpoint takes has gone since the last."""
        least = self.run.get("checkpointSeconds", 10)
        return self.folder is not None and time.monotonic() - self.saved >= max(least, 50 * self.cost)

    def save(self):
        if self.folder is not None:
            began = time.monotonic()
            self.folder.checkpoint(self.global_step, checkpoint.encode(self))
            self.saved = time.monotonic()
            self.cost = self.saved - began

    # ── what is told ───────────────────────────────────────────────────────────────────────────────────────────────

    def tell(self, event):
        if self.folder is not None:
            self.folder.emit(event)

    def tell_start(self, resumed):
        run, parts = self.run, self.parts
        length = {part: 0 if examples is None else len(examples) for part, examples in parts.items()}
        workers = f"{self.worker.world} {'worker' if self.worker.world == 1 else 'workers'}"
        event = {
            "event": "start",
            "run": run["run"],
            "folder": HERE,
            "model": run["model"],
            "train": run["train"],
            "engine": run["engine"]["name"],
            "engineVersion": f"Keras {keras.__version__} on JAX {jax.__version__}, {workers}",
            "params": run["params"],
            "examples": length,
            "epochs": run["epochs"],
            "steps": -(-length["train"] // run["batchSize"]),
            "batchSize": run["batchSize"],
            "seed": run["seed"],
        }
        if resumed:
            event["resumedFrom"] = {"epoch": self.epoch + 1, "step": self.step}
        self.tell(event)

    def tell_batch(self, logs, steps, meter):
        (first, before), (last, now) = meter[0], meter[-1]
        size = self.run["batchSize"]
        speed = (now - before) * size / (last - first) if last > first else 0.0
        left = (self.run["epochs"] - self.epoch) * len(self.parts["train"]) - self.step * size
        self.tell(
            {
                "event": "batch",
                "epoch": self.epoch + 1,
                "step": self.step,
                "steps": steps,
                "logs": logs,
                "examplesPerSecond": speed,
                "secondsLeft": max(left, 0) / speed if speed else 0.0,
            }
        )
