import { runProgram } from './runProgram';

/** The system's C++ compiler; throws with the next step where there is none. */
export async function findCompiler(signal: AbortSignal | undefined): Promise<string> {
  for (const name of [process.env['CXX'], 'c++', 'g++', 'clang++']) {
    if (!name) continue;
    try {
      await runProgram(name, ['--version'], { signal });
      return name;
    } catch {
      signal?.throwIfAborted();
    }
  }
  throw new Error('no C++ compiler was found to build the native module with: install g++ or clang++ and try again');
}
