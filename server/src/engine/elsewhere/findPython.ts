/** Which Python trains or submits: the one named, else the first of the usual places that has what is needed. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import { exportFile } from '../../interop/export/ray/exportFiles';
import { cacheFolder } from '../cacheFolder';
import { runProgram } from '../native/provision/runProgram';
import { RunProblem, textOf } from '../runProblem';

const versionsSchema = z.object({ python: z.string(), packages: z.record(z.string(), z.string()) });

export interface FoundPython {
  readonly program: string;
  /** Of Python itself. */
  readonly version: string;
  /** The installed ones of those that an exported folder requires. */
  readonly packages: { readonly [name: string]: string };
}

export interface PythonNeed {
  readonly packages: readonly string[];
  /** Begins the message where there is none: "Keras cannot train here". */
  readonly purpose: string;
  /** What pip is to install where packages are missing; what an exported folder requires without it. */
  readonly install?: string;
}

/** Throws a RunProblem where there is no Python, or none that has all packages. */
export async function findPython(
  named: string | undefined,
  { packages: needed, purpose, install }: PythonNeed,
): Promise<FoundPython> {
  const programs = named === undefined ? usualPrograms() : [named];
  const found: FoundPython[] = [];
  const failures: string[] = [];
  for (const program of programs) {
    try {
      const python = await lookAt(program);
      if (needed.every((name) => name in python.packages)) return python;
      found.push(python);
    } catch (error) {
      failures.push(whyNot(program, error));
    }
  }
  const [first] = found;
  if (first === undefined) throw noPython(purpose, named, failures);
  const missing = needed.filter((name) => !(name in first.packages));
  throw new RunProblem('python/packages', {
    message: `${purpose}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
    reason: `${first.program} (Python ${first.version}) has ${described(first.packages)}.`,
    nextStep: `Install ${missing.length === 1 ? 'it' : 'them'}: ${quoted(first.program)} -m pip install ${install ?? `--requirement ${quoted(exportFile('requirements.txt'))}`} (a Python of the system wants an environment: -m venv FOLDER); or name another interpreter by --python or the setting shapewright.python.`,
  });
}

/** The versions of the packages of a Python, told by a script that imports none of them. */
async function lookAt(program: string): Promise<FoundPython> {
  const { python, packages } = versionsSchema.parse(JSON.parse(await runProgram(program, [exportFile('versions.py')])));
  return { program, version: python, packages };
}

/** The last line of what a program says is that of its error. */
function whyNot(program: string, error: unknown): string {
  const words = textOf(error).trim().split('\n').at(-1) ?? '';
  if (error instanceof SyntaxError || error instanceof z.ZodError) return `${program} does not answer as Python does`;
  return words.endsWith('ENOENT') ? `There is no ${program}` : `${program}: ${words}`;
}

/** The cache's own first: `node scripts/setup/ray.mjs` fills it. */
function usualPrograms(): readonly string[] {
  const windows = process.platform === 'win32';
  const own = cacheFolder('ray-tools', windows ? 'Scripts/python.exe' : 'bin/python');
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const names = windows ? ['python.exe'] : ['python3', 'python'];
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...new Set([own, ...onPath])].filter((program) => existsSync(program)).slice(0, 4);
}

function noPython(purpose: string, named: string | undefined, failures: readonly string[]): RunProblem {
  return new RunProblem('python/missing', {
    message: `${purpose}: there is no Python`,
    reason:
      named === undefined && failures.length === 0
        ? 'None is installed where programs are looked for.'
        : `${failures.join('; ')}.`,
    nextStep:
      named === undefined
        ? 'Install Python 3.11 or later, or name an interpreter by --python or the setting shapewright.python.'
        : 'Correct --python or the setting shapewright.python.',
  });
}

/** A path as a terminal takes it. */
function quoted(path: string): string {
  return /\s/.test(path) ? `"${path}"` : path;
}

function described(packages: FoundPython['packages']): string {
  const list = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return list.length === 0 ? 'none of them' : list.join(', ');
}
