"""Which of several equal workers a process is, and what they must have in common."""

import dataclasses
import sys


@dataclasses.dataclass(frozen=True)
class Worker:
    rank: int = 0
    world: int = 1
    # "host:port" of the first worker, where there are several.
    coordinator: str | None = None


def worker_from_environment(environment):
    """Which worker this is: by torchrun's names, by JAX's and Kubeflow's, or by Slurm's; else the only one."""
    names = [
        ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"),
        ("JAX_PROCESS_ID", "JAX_NUM_PROCESSES", "JAX_COORDINATOR_ADDRESS", "JAX_COORDINATOR_PORT"),
        ("PROCESS_ID", "NUM_PROCESSES", "COORDINATOR_ADDRESS", "COORDINATOR_PORT"),
        ("SLURM_PROCID", "SLURM_NTASKS", "MASTER_ADDR", "MASTER_PORT"),
    ]
    for rank, world, host, port in names:
        if rank in environment and world in environment:
            size = int(environment[world])
            if size == 1:
                return Worker()
            if host not in environment:
                sys.exit(f"{world} is {size}, and nothing says where the first worker is: set {host} and {port}.")
            address = environment[host]
            coordinator = address if ":" in address else f"{address}:{environment.get(port, '29500')}"
            return Worker(int(environment[rank]), size, coordinator)
    return Worker()


def check_shares(batch_size, world):
    """Equal shares, equal results: ends where workers could not take as many examples of a batch as the others."""
    if batch_size % world == 0:
        return
    lower = batch_size - batch_size % world
    fewer = next(count for count in range(world - 1, 0, -1) if batch_size % count == 0)
    sys.exit(
        f"A batch of {batch_size} examples cannot be shared evenly by {world} workers. Take {fewer} "
        f"{'worker' if fewer == 1 else 'workers'}, or set batchSize in run.json to {lower or world} or {lower + world}."
    )


def parts_of_batch(batch_size, world):
    """In how many parts a batch is computed on CPUs: one a worker, and two by a worker alone, as two workers would.

    Sums of floating point hang on their order. One worker that computes the halves of a batch and adds them up does
    what two do, operation by operation, and so has their losses to the last bit.
    """
    return world if world > 1 else 2 - batch_size % 2
