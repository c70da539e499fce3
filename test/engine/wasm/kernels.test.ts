import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../../server/src/compiler/operations/registry';
import type { NumericTensor } from '../../../server/src/compiler/operations/definition';
import type { Operation } from '../../../server/src/compiler/program';
import { alone } from '../../../server/src/engine/wasm/collective';
import { fastOperations, kernelNamed } from '../../../server/src/engine/wasm/kernels/registry';
import { valuesOf } from '../../../server/src/engine/wasm/kernels/structure';
import { type Block, type WasmBackend, loadWasmBackend } from '../../../server/src/engine/wasm/wasmBackend';
import { evaluateCase, operationCases } from '../../helpers/operationCases';

describe('the kernels of the wasm engine', () => {
  let backend: WasmBackend;
  beforeAll(async () => {
    backend = await loadWasmBackend();
  });

  it('gives what the float64 catalogue gives, for every operation, and frees all it takes', () => {
    for (const operationCase of operationCases()) {
      const before = backend.liveBlocks();
      const expected = evaluateCase(operationCase);
      const inputs = operationCase.inputs.map(upload);
      const variables = (operationCase.variables ?? []).map(upload);
      const operation: Operation = {
        op: operationCase.op,
        inputs: [],
        attributes: operationCase.attributes,
        outputs: [],
      };
      const outputs = kernelNamed(operationCase.op)({ backend, operation, inputs, variables, collective: alone });
      const results = operationCase.variables ? variables : outputs;
      const name = `${operationCase.op} ${JSON.stringify(operationCase.attributes)} of ${JSON.stringify(operationCase.inputs.map(({ shape }) => shape))}`;
      expect(
        results.map(({ shape }) => shape),
        name,
      ).toEqual(expected.map(({ shape }) => shape));
      for (const [index, tensor] of expected.entries()) {
        const block = results[index];
        expect(largestError(block ? valuesOf(backend, block) : [], tensor.data), name).toBeLessThan(1e-4);
      }
      for (const block of [...inputs, ...variables, ...outputs]) backend.free(block);
      expect(backend.liveBlocks(), name).toBe(before);
    }
  });

  it('has a case for every operation of the catalogue that computes', () => {
    const covered = new Set(operationCases().map(({ op }) => op));
    const computing = operations.filter(({ evaluate, update }) => evaluate !== undefined || update !== undefined);
    expect(computing.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });

  it('names only operations of the catalogue', () => {
    const known = new Set(operations.map(({ name }) => name));
    expect(fastOperations.filter((name) => !known.has(name))).toEqual([]);
  });

  function upload(tensor: NumericTensor): Block {
    const block = backend.allocate(tensor.shape, tensor.dtype === 'uint8' ? 'bool' : tensor.dtype);
    valuesOf(backend, block).set(tensor.data);
    return block;
  }
});

/** Relative to the size of what is compared, absolute near 0. */
function largestError(actual: ArrayLike<number>, expected: Float64Array): number {
  let largest = actual.length === expected.length ? 0 : Infinity;
  expected.forEach((value, index) => {
    const error = Math.abs((actual[index] ?? NaN) - value) / Math.max(1, Math.abs(value));
    largest = Number.isNaN(error) ? Infinity : Math.max(largest, error);
  });
  return largest;
}
