import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createNativeEngine } from '../../server/src/engine/native/nativeEngine';
import { encodeSafetensors } from '../../server/src/engine/runs/safetensors';
import { ExportProblem } from '../../server/src/interop/export/exportProblem';
import { exportTargets } from '../../server/src/cli/export/targets';
import { layerCases, programCases, type ExportCase } from '../interop/exportCases';
import { referenceOutputs } from '../interop/referenceOutputs';

/** As near as float32 sums in another order come. */
const tolerance = 1e-5;

const runners: readonly { readonly targets: readonly string[]; readonly script: string; readonly python?: string }[] = [
  { targets: ['keras', 'savedmodel'], script: 'test/interop/runExports.py', python: 'scripts/python-environment.mjs' },
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
  for (const each of chosen) {
    if (!each.model.graph.complete) continue;
    await writeCase(
      each,
      join(folder, each.name),
      wanted.flatMap(({ targets }) => targets),
      engine,
      refused,
    );
  }
  let failures = 0;
  for (const { targets, script, python } of wanted)
    failures += await check(folder, targets, [
      python === undefined ? process.execPath : await pythonOf(python),
      join(root, script),
    ]);
  for (const [reason, names] of refused)
    console.log(`refused ${names.length}: ${reason} (${names.slice(0, 3).join(', ')})`);
  if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
  return failures;
}

async function writeCase(
  { name, analysis, model }: ExportCase,
  folder: string,
  targets: readonly string[],
  engine: Awaited<ReturnType<typeof createNativeEngine>>,
  refused: Map<string, string[]>,
): Promise<void> {
  const { weights, inputs, outputs } = await referenceOutputs(model.graph, engine);
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
