import type { NumericTensor } from '../../../server/src/compiler/operations/definition';
import type { Program } from '../../../server/src/compiler/program';
import { createReferenceSession } from '../../../server/src/compiler/reference/session';
import type { EngineSession, Tensor } from '../../../server/src/engine/backend';

/** The compiler's reference interpreter as an engine's session. */
export function referenceSession(program: Program, variables: ReadonlyMap<string, Tensor>): EngineSession {
  const session = createReferenceSession(program, variables);
  return {
    run: async (name, feeds, results) => typed(await session.run(name, feeds, results)),
    read: async (names) => typed(await session.read(names)),
    assign: (values) => session.assign(values),
    dispose: () => session.dispose(),
  };
}

function typed(values: ReadonlyMap<string, NumericTensor>): ReadonlyMap<string, Tensor> {
  return new Map([...values].map(([name, { dtype, shape, data }]) => [name, tensor(dtype, shape, data)]));
}

function tensor(dtype: Tensor['dtype'], shape: readonly number[], data: ArrayLike<number>): Tensor {
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(data) };
  return dtype === 'int32'
    ? { dtype, shape, data: Int32Array.from(data) }
    : { dtype, shape, data: Uint8Array.from(data) };
}
