/** `shapewright engine status|install`: the native engine, which is not part of the extension. */
import { parseArgs } from 'node:util';
import { probeNative } from '../engine/native/probeNative';
import { installNative, type InstallProgress } from '../engine/native/provision/install';
import { findInstallation, installationFolder } from '../engine/native/provision/installation';
import { RunProblem, textOf } from '../engine/runProblem';
import { processOutput, type CommandOutput } from './command';

const usage = `shapewright engine status [--json]    whether the native engine is there and works
shapewright engine install [--json]   install it into the cache folder, once a machine

With --json every line is a JSON object; progress lines have stage, done and total.
Exit status: 0 it works, 1 it does not, 2 for a wrong command line.
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

async function runStatus(json: boolean, output: CommandOutput): Promise<number> {
  const folder = installationFolder();
  const installation = await findInstallation(folder);
  if (installation === undefined) {
    const text = `The native engine is not installed (it would be in ${folder}): shapewright engine install`;
    output.out.write(json ? line({ installed: false, works: false, folder }) : `${text}\n`);
    return 1;
  }
  const { route, bindingFile } = installation;
  try {
    const { version, step } = await probeNative(bindingFile);
    const text = `The native engine works: TensorFlow ${version} (${route}), in ${folder}`;
    output.out.write(
      json
        ? line({ installed: true, works: true, folder, route, tensorflow: version, stepMilliseconds: step })
        : `${text}\n`,
    );
    return 0;
  } catch (error) {
    const text = `The native engine is installed in ${folder} and does not work: ${textOf(error)}`;
    output.out.write(
      json ? line({ installed: true, works: false, folder, route, reason: textOf(error) }) : `${text}\n`,
    );
    return 1;
  }
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
