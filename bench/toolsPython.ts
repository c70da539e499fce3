import { join } from 'node:path';
import { run } from '../scripts/setup/run.mjs';

/** The Python with TensorFlow, Keras and Pillow; installs them where they are missing. `root` is the project's folder. */
export async function toolsPython(root: string): Promise<string> {
  const output = await run([process.execPath, join(root, 'scripts/python-environment.mjs')]);
  return output.trim().split('\n').at(-1) ?? '';
}
