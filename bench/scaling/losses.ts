/**
 * How long N workers give the losses of one: the first batches of the MNIST sample by plain processes, seed by seed,
 * beside a process that computes batches whole, a control (weights moved by their last bit) and double precision.
 */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSafetensors, encodeSafetensors } from '../../server/src/engine/runs/safetensors';
import { wordStream } from '../../server/src/engine/training/random';
import { engineLosses } from '../../test/engine/helpers/engineLosses';
import { digitsSample, exportDigits, lossesOf, trainExported } from '../../test/engine/helpers/exportedDigits';

/** Losses that differ by less are equal to four digits behind the point. */
const fourDigits = 5e-5;

type Losses = readonly number[];

/** Of one seed. */
interface Compared {
  readonly name: string;
  readonly differences: Losses;
  readonly tolerance: number;
}

/** Prints a line a comparison and seed, and how many seeds keep within the tolerance. */
export async function compareLosses(seeds: readonly number[], batches: number): Promise<void> {
  const all: Compared[] = [];
  for (const seed of seeds) {
    const folder = await mkdtemp(join(tmpdir(), 'shapewright-bench-losses-'));
    try {
      for (const compared of await compareSeed(folder, seed, batches)) {
        all.push(compared);
        console.log(`seed ${seed}  ${lineOf(compared)}`);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  console.log(`\n${batches} batches of 64, ${seeds.length} seeds`);
  for (const name of new Set(all.map((compared) => compared.name))) {
    const own = all.filter((compared) => compared.name === name);
    const kept = own.filter(({ differences, tolerance }) => Math.max(...differences) < tolerance).length;
    console.log(`${name.padEnd(width)}  within ${own[0]?.tolerance ?? 0} for ${kept} of ${own.length} seeds`);
  }
}

const width = 44;

function lineOf({ name, differences, tolerance }: Compared): string {
  const first = differences.findIndex((difference) => difference >= tolerance);
  const parted = first < 0 ? 'stay together' : `part at batch ${first + 1}`;
  return `${name.padEnd(width)}  at most ${Math.max(...differences).toExponential(1)}, ${parted}`;
}

async function compareSeed(folder: string, seed: number, batches: number): Promise<readonly Compared[]> {
  const [plain, nudged] = [join(folder, 'plain'), join(folder, 'nudged')];
  await exportDigits(plain, { seed });
  await copyNudged(plain, nudged, seed);
  const losses = async (from: string, name: string, workers: number, ...flags: readonly string[]): Promise<Losses> => {
    const training = { folder: from, run: join(folder, name), flags: ['--steps', String(batches), ...flags] };
    const [events = []] = await trainExported(workers, [training]);
    return lossesOf(events);
  };
  const one = await losses(plain, 'one', 1);
  const two = await losses(plain, 'two', 2);
  const whole = await losses(plain, 'whole', 1, '--parts', '1');
  const moved = await losses(nudged, 'moved', 1);
  const exactWhole = await losses(plain, 'exact-whole', 1, '--parts', '1', '--double');
  const exactTwo = await losses(plain, 'exact-two', 2, '--double');
  const { request, context } = await digitsSample({ seed });
  const native = await engineLosses(request, context, batches);
  return [
    { name: '1 worker, 2 workers', differences: apart(one, two), tolerance: fourDigits },
    { name: 'batches whole, 2 workers', differences: apart(whole, two), tolerance: fourDigits },
    { name: 'batches whole, 2 workers, double precision', differences: apart(exactWhole, exactTwo), tolerance: 1e-12 },
    { name: '1 worker, weights moved by the last bit', differences: apart(one, moved), tolerance: fourDigits },
    { name: '1 worker, the native engine', differences: apart(one, native), tolerance: 1e-3 },
    { name: 'batches whole, the native engine', differences: apart(whole, native), tolerance: 1e-3 },
  ];
}

function apart(left: Losses, right: Losses): Losses {
  return left.map((loss, step) => Math.abs(loss - (right[step] ?? Number.NaN)));
}

/**
 * The same folder, each weight moved to the next float32 above or below. Zeros stay: a bias of zero lets the empty
 * margins of the digits stand at ReLU's corner, and is no matter of rounding.
 */
async function copyNudged(from: string, to: string, seed: number): Promise<void> {
  await mkdir(to);
  const names = (await readdir(from)).filter((name) => name !== 'data');
  for (const name of names) await copyFile(join(from, name), join(to, name));
  await symlink(join(from, 'data'), join(to, 'data'));
  const file = join(to, 'weights.safetensors');
  const { tensors, metadata } = decodeSafetensors(new Uint8Array(await readFile(file)), file);
  const draw = wordStream([seed, 29], 0);
  for (const { data } of tensors.values()) {
    const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
    for (const [place, word] of bits.entries()) if (word !== 0) bits[place] = word + (draw() % 2 === 0 ? 1 : -1);
  }
  await writeFile(file, encodeSafetensors(tensors, metadata));
}
