/** `shapewright engine status|install`: the native engine, which is not part of the extension. */
import { nativeStatus, type NativeStatus } from '../engine/native/nativeStatus';
import { installNative, type InstallProgress } from '../engine/native/provision/install';
import { wasmStatus, type EngineStatus } from '../engine/wasm/wasmStatus';
import { defineCommand, defineGroup, type CommandOutput, type Operands } from './command';

const nothing: Operands = { usage: '', least: 0, most: 0, mistake: 'There is nothing to name.' };

export const engineCommand = defineGroup({
  name: 'engine',
  summary: 'the native engine: status or install',
  actions: [
    defineCommand({
      name: 'engine status',
      summary: 'which engines work here, and which one auto takes',
      operands: nothing,
      options: {},
      examples: ['shapewright engine status'],
      notes: 'Exit status 1 where no engine works.',
      perform: ({ json, output }) => runStatus(json, output),
    }),
    defineCommand({
      name: 'engine install',
      summary: 'install the native engine into the cache folder, once a machine',
      operands: nothing,
      options: {},
      examples: ['shapewright engine install'],
      notes: 'With --json every line is an object; progress lines have stage, done and total.',
      perform: ({ json, output }) => runInstall(json, output),
    }),
  ],
});

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
  const { folder, installation, already } = await installNative({ report: createReporter(json, output) });
  const text = `The native engine is ${already ? 'already there' : 'installed'}: TensorFlow ${installation.tensorflow} (${installation.route}), in ${folder}`;
  output.out.write(json ? line({ installed: true, already, folder, ...installation }) : `${text}\n`);
  return 0;
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
    const text = `${stage}:${amount}${done === total ? ' done' : ' …'}`;
    // On a terminal one line a stage, which is written over.
    out.write(out.isTTY === true ? `\r\u001b[2K${text}${done === total ? '\n' : ''}` : `${text}\n`);
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
