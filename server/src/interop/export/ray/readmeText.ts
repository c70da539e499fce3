/** What the README of an exported folder says. */
export interface ReadmeContent {
  readonly model: string;
  /** The file that it comes from. */
  readonly file: string;
  readonly batchSize: number;
}

export function readmeText({ model, file, batchSize }: ReadmeContent): string {
  const workers = batchSize % 4 === 0 ? 4 : batchSize % 2 === 0 ? 2 : 1;
  return `# ${model}

The training of ${model}, exported from ${file} by Shapewright: Keras 3 on JAX, on one machine or on many.

## Install

Python 3.11 or later, on every machine that trains:

    python -m pip install --requirement requirements.txt

## Train

On this machine:

    python train.py

It says how far it is; Ctrl+C ends it behind the batch under way, with a checkpoint.

As one of two processes, on this machine or on two (a port that is free on the first one):

    RANK=0 WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=29500 python train.py &
    RANK=1 WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=29500 python train.py

Under Slurm, with one task a machine (the address is that of the first):

    MASTER_ADDR=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1) srun python train.py

On a Ray cluster (FOLDER is a path on the head node, where the run is to be kept: Ray's own copy of this folder goes):

    ray job submit --address http://HEAD:8265 --working-dir . -- python ray_train.py --workers ${workers} --run FOLDER

Under Kubeflow's JAX runtime the command of each pod is \`python train.py\`: the runtime sets JAX_COORDINATOR_ADDRESS,
JAX_NUM_PROCESSES and JAX_PROCESS_ID.

The workers must share a batch evenly: ${batchSize} examples by their number without a rest. Then N of them give the
losses of one, to rounding. On CPUs two give them to the last bit, since one computes a batch in two parts as they do
(\`--parts 1\`: whole, and the weights held once).

## What comes of it

The run goes to run/, or where \`--run\` says: events.jsonl (a line an event, checked by CRC-32), checkpoints/ (the last
three and the best, every ten seconds) and snapshots/ (the weights after each epoch), all of them safetensors.
\`--resume\` goes on from the last checkpoint; workers on several machines must all see that folder then. \`--help\` tells
the other options. A train block takes the weights back by \`weights: "run/snapshots/epoch-000001.safetensors"\`.

## What is here

| file | what |
| --- | --- |
| model.py | the model, its optimizer, losses and metrics |
| data.py, data/ | the examples, and the steps that make batches of them |
| requirements.txt | the packages that it needs |
| train.py | starts the training as one worker |
| ray_train.py | starts it on Ray, an actor a worker |
| training.py | the steps and epochs |
| worker.py, order.py | which worker this is; the order of the examples, the same for any number of them |
| run_folder.py, checkpoint.py, weights.py | the log, the checkpoints and the weights, in Shapewright's formats |
| words.py | what is said while it trains |
| weights.safetensors | the weights that the training starts from |
| run.json | what was exported: text, seed, sizes, and how weights are called |
`;
}
