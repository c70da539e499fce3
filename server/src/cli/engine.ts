/** `shapewright engine status|install`: the native engine, which is not part of the extension. */
import { parseArgs } from 'node:util';
import { nativeStatus, type NativeStatus } from '../engine/native/nativeStatus';
import { installNative, type InstallProgress } from '../engine/native/provision/install';
import { RunProblem, textOf } from '../engine/runProblem';
import { wasmStatus, type EngineStatus } from '../engine/wasm/wasmStatus';
import { processOutput, type CommandOutput } from './command';

const usage = `shapewright engine status [--json]    which engines work here, and which one auto takes
shapewright engine install [--json]   install the native engine into the cache folder, once a machine

With --json every line is a JSON object; progress lines have stage, done and total.
Exit status: 0 an engine works or is installed, 1 none does or it is not, 2 for a wrong command line.
`;

/** Tells of or installs the native engine and gives the exit status. */
export async function runEngine(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'string') {
    output.err.write(`${options}\n${usage}`);
    return 2;
  }
  if (options.help) {
    output.out.write(usage);
    return 0;
  }
  return options.action === 'install' ? runInstall(options.json, output) : runStatus(options.json, output);
}

/** `selected` is what `auto` takes; null where neither works. */
async function runStatus(json: boolean, output: CommandOutput): Promise<number> {
  const [native, wasm] = await Promise.all([nativeStatus(), wasmStatus()]);
  const selected = native.available ? 'native' : wasm.available ? 'wasm' : null;
  output.out.write(json ? line({ native, wasm, selected }) : statusText(native, wasm, selected));
  return selected === null ? 1 : 0;
}

function statusText(native: NativeStatus, wasm: EngineStatus, selected: string | null): string {
  const lines = [
    native.available
      ? `native: TensorFlow ${native.version ?? ''} (${native.route ?? ''}), in ${native.folder}`
      : `native: not available, ${native.reason ?? ''} (its place is ${native.folder})`,
    wasm.available ? `wasm: tfjs ${wasm.version ?? ''}` : `wasm: not available, ${wasm.reason ?? ''}`,
    selected === null ? 'No engine works here.' : `auto takes the ${selected} engine.`,
  ];
  return `${lines.join('\n')}\n`;
}

async function runInstall(json: boolean, output: CommandOutput): Promise<number> {
  const report = createReporter(json, output);
  try {
    const { folder, installation, already } = await installNative({ report });
    const text = `The native engine is ${already ? 'already there' : 'installed'}: TensorFlow ${installation.tensorflow} (${installation.route}), in ${folder}`;
    output.out.write(json ? line({ installed: true, already, folder, ...installation }) : `${text}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof RunProblem)) throw error;
    const { message, reason, nextStep } = error;
    output.err.write(
      json ? line({ installed: false, message, reason, nextStep }) : `${message}.\n${reason}\n${nextStep}\n`,
    );
    return 1;
  }
}

/** Tells each stage at its start, at each tenth and at its end. */
function createReporter(json: boolean, { out }: CommandOutput): (progress: InstallProgress) => void {
  let last = '';
  return (progress) => {
    if (json) {
      out.write(line(progress));
      return;
    }
    const { stage, done, total, unit } = progress;
    const tenth = Math.floor((10 * done) / total);
    const key = `${stage} ${tenth}`;
    if (key === last) return;
    last = key;
    const amount = unit === 'bytes' ? ` ${megabytes(done)} of ${megabytes(total)} MB` : '';
    out.write(`${stage}:${amount}${done === total ? ' done' : ' …'}\n`);
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

interface Options {
  readonly action: 'status' | 'install';
  readonly json: boolean;
  readonly help: boolean;
}

function readOptions(argv: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    const [action, ...rest] = positionals;
    const help = values.help === true;
    if (help) return { action: 'status', json: false, help };
    if (rest.length > 0 || (action !== 'status' && action !== 'install')) return 'Say status or install.';
    return { action, json: values.json === true, help };
  } catch (error) {
    return textOf(error);
  }
}
