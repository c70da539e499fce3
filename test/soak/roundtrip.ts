import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Engine } from '../../server/src/engine/backend';
import { createNativeEngine } from '../../server/src/engine/native/nativeEngine';
import { encodeSafetensors } from '../../server/src/engine/runs/safetensors';
import { ExportProblem } from '../../server/src/interop/export/exportProblem';
import { exportTargets } from '../../server/src/cli/export/targets';
import type { ModelGraph } from '../../server/src/language/model/graph';
import { layerCases, programCases, type ExportCase } from '../interop/exportCases';
import { comeBack, outputsOff, summaryDifferences, type ComeBack } from '../interop/comeBack';
import { referenceOutputs, type ReferenceOutputs } from '../interop/referenceOutputs';

/** As near as float32 sums in another order come. */
const tolerance = 1e-5;

const runners: readonly { readonly targets: readonly string[]; readonly script: string; readonly python?: string }[] = [
  {
    targets: ['keras', 'h5', 'savedmodel'],
    script: 'test/interop/runExports.py',
    python: 'scripts/python-environment.mjs',
  },
  { targets: ['tfjs'], script: 'test/interop/runTfjs.mjs' },
  { targets: ['onnx', 'pytorch'], script: 'test/interop/runExports.py', python: 'scripts/interop-environment.mjs' },
];

/**
 * `npm run soak -- roundtrip [--to TARGET …] [--layers N] [--seed N] [--only NAME]`: exports every model of the samples
 * and the shared programs, and N made-up layers, runs each with the target's own library and compares with the native
 * engine. Gives the number of failures.
 */
export async function soak(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      to: { type: 'string', multiple: true },
      layers: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      keep: { type: 'string' },
    },
  });
  const root = process.cwd();
  const folder = values.keep ?? join(tmpdir(), `shapewright-roundtrip-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  const cases = [...programCases(root), ...layerCases(Number(values.layers), Number(values.seed))];
  const chosen = cases.filter(({ name }) => name.includes(values.only));
  const wanted = runners
    .map((runner) => ({ ...runner, targets: runner.targets.filter((name) => values.to?.includes(name) ?? true) }))
    .filter(({ targets }) => targets.length > 0);
  const engine = await createNativeEngine();
  const refused = new Map<string, string[]>();
  const wholes: SentCase[] = [];
  for (const each of chosen) {
    if (!each.model.graph.complete) continue;
    const outputs = await writeCase(
      each,
      join(folder, each.name),
      wanted.flatMap(({ targets }) => targets),
      engine,
      refused,
    );
    wholes.push({ name: each.name, sent: each.model.graph, wanted: outputs });
  }
  let failures = 0;
  for (const { targets, script, python } of wanted)
    failures += await check(folder, targets, [
      python === undefined ? process.execPath : await pythonOf(python),
      join(root, script),
    ]);
  if (wanted.some(({ targets }) => targets.includes('keras'))) failures += await checkReturn(folder, wholes, engine);
  for (const [reason, names] of refused)
    console.log(`refused ${names.length}: ${reason} (${names.slice(0, 3).join(', ')})`);
  if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
  return failures;
}

async function writeCase(
  { name, analysis, model }: ExportCase,
  folder: string,
  targets: readonly string[],
  engine: Engine,
  refused: Map<string, string[]>,
): Promise<ReferenceOutputs> {
  const wanted = await referenceOutputs(model.graph, engine);
  const { weights, inputs, outputs } = wanted;
  await mkdir(folder, { recursive: true });
  const tensors = new Map([
    ...inputs.map((tensor, index) => [`input/${index}`, tensor] as const),
    ...[...outputs].map(([output, tensor]) => [`output/${output}`, tensor] as const),
  ]);
  await writeFile(join(folder, 'case.safetensors'), encodeSafetensors(tensors, new Map()));
  const names = model.graph.inputs.map(({ path }) => path.replaceAll(/\W/g, '_'));
  await writeFile(
    join(folder, 'case.json'),
    JSON.stringify({ inputs: names, outputs: model.graph.outputs.map(({ name: output }) => output) }),
  );
  await writeFile(join(folder, 'case.nn'), analysis.file.text);
  for (const target of exportTargets.filter((each) => targets.includes(each.name))) {
    try {
      const request = { analysis, model, train: undefined, weights, file: 'case.nn', name: target.name };
      for (const { suffix, content } of await target.write(request)) {
        const path = join(folder, `${target.name}${suffix}`);
        await mkdir(join(path, '..'), { recursive: true });
        await writeFile(path, content);
      }
    } catch (error) {
      if (!(error instanceof ExportProblem)) throw error;
      const reason = `${target.name}: ${error.node?.layer.name ?? ''} ${error.reason}`;
      refused.set(reason, [...(refused.get(reason) ?? []), name]);
    }
  }
  return wanted;
}

interface SentCase {
  readonly name: string;
  readonly sent: ModelGraph;
  readonly wanted: ReferenceOutputs;
}

/**
 * Imports what Keras saved of each model that it ran, as JSON and as an archive: the summary must be that of the model
 * that was sent, and the outputs with the archive's weights, too. Models with layers that Keras has not cannot return.
 */
async function checkReturn(folder: string, cases: readonly SentCase[], engine: Engine): Promise<number> {
  let [failures, whole, worst] = [0, 0, 0];
  const partial: string[] = [];
  for (const { name, sent, wanted } of cases) {
    const read = async (file: string): Promise<ComeBack | undefined> => {
      const path = join(folder, name, file);
      return existsSync(path) ? comeBack(file, await readFile(path)) : undefined;
    };
    try {
      const [json, archive] = [await read('keras.json'), await read('keras.keras')];
      if (json === undefined || archive === undefined) continue;
      if (json.notes.length > 0) {
        partial.push(`${name} (${json.notes[0]?.message})`);
        continue;
      }
      const differences = [json, archive].flatMap(({ graph }) => summaryDifferences(sent, graph));
      const off = await outputsOff(archive, engine, { sent, wanted });
      whole += 1;
      worst = Math.max(worst, off);
      if (differences.length === 0 && off <= tolerance) continue;
      failures += 1;
      console.log(`return ${name}: ${differences[0] ?? `off by ${off}`}`);
    } catch (error) {
      failures += 1;
      console.log(`return ${name}: ${String(error)}`);
    }
  }
  console.log(`return: ${whole} models come back from Keras as they were sent, at most ${worst.toExponential(1)} off`);
  if (partial.length > 0) console.log(`return: ${partial.length} in part: ${partial.slice(0, 5).join('; ')}`);
  return failures;
}

/** What a runner prints of one case. */
interface Outcome {
  readonly case: string;
  readonly target: string;
  readonly error?: number;
  readonly problem?: string;
  readonly trace?: string;
}

async function check(folder: string, targets: readonly string[], command: readonly string[]): Promise<number> {
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, folder, ...targets], { stdio: ['ignore', 'pipe', 'inherit'] });
  const worst = new Map<string, Outcome>();
  const counts = new Map<string, number>();
  let failures = 0;
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('{')) continue;
    const outcome = JSON.parse(line) as Outcome;
    counts.set(outcome.target, (counts.get(outcome.target) ?? 0) + 1);
    if (outcome.error === undefined || !(outcome.error <= tolerance)) {
      failures += 1;
      console.log(`${outcome.target} ${outcome.case}: ${outcome.problem ?? `off by ${outcome.error}`}`);
    }
    if ((outcome.error ?? 0) >= (worst.get(outcome.target)?.error ?? 0)) worst.set(outcome.target, outcome);
  }
  for (const target of targets) {
    const { case: name, error = 0 } = worst.get(target) ?? { case: 'none' };
    console.log(`${target}: ${counts.get(target) ?? 0} models, at most ${error.toExponential(1)} off (${name})`);
  }
  if (counts.size === 0) failures += 1;
  return failures;
}

/** The last line that a set-up script prints is the interpreter. */
async function pythonOf(script: string): Promise<string> {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = '';
  for await (const line of createInterface(child.stdout)) last = line;
  return last;
}
