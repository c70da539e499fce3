import { flagAttribute } from '../../../compiler/operations/attributes';
import { type Kernel, inputAt, sizeOf } from './kernel';

/** MatMul of two matrices, either of them stored transposed. */
export const matMulKernel: Kernel = (call) => {
  const { backend, operation } = call;
  const a = inputAt(call, 0);
  const b = inputAt(call, 1);
  const transposeA = flagAttribute(operation.attributes, 'transpose_a');
  const transposeB = flagAttribute(operation.attributes, 'transpose_b');
  const [m = 0, k = 0] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
  const n = (transposeB ? b.shape[0] : b.shape[1]) ?? 0;
  const c = backend.allocate([m, n], 'float32');
  // No steps leave C untouched: an empty batch gives a gradient of zeros.
  if (k === 0) backend.floats(c).fill(0);
  backend.own.matmul(
    m,
    n,
    k,
    backend.pointer(a),
    transposeA,
    backend.pointer(b),
    transposeB,
    backend.pointer(c),
    backend.scratch,
  );
  return [c];
};

/** BatchMatMulV2: a matrix product for each of the leading indices, which are equal. */
export const batchMatMulKernel: Kernel = (call) => {
  const { backend, operation } = call;
  const a = inputAt(call, 0);
  const b = inputAt(call, 1);
  const transposeA = flagAttribute(operation.attributes, 'adj_x');
  const transposeB = flagAttribute(operation.attributes, 'adj_y');
  const [rowsA = 0, columnsA = 0] = a.shape.slice(-2);
  const [rowsB = 0, columnsB = 0] = b.shape.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = transposeB ? rowsB : columnsB;
  const leading = a.shape.slice(0, -2);
  const c = backend.allocate([...leading, m, n], 'float32');
  const count = leading.reduce((product, size) => product * size, 1);
  for (let i = 0; i < count; i++) {
    const from = backend.pointer(a) + i * rowsA * columnsA * 4;
    const with_ = backend.pointer(b) + i * rowsB * columnsB * 4;
    backend.own.matmul(
      m,
      n,
      k,
      from,
      transposeA,
      with_,
      transposeB,
      backend.pointer(c) + i * m * n * 4,
      backend.scratch,
    );
  }
  return [c];
};

/** BiasAdd along the last axis. */
export const biasAddKernel: Kernel = (call) => {
  const { backend } = call;
  const x = inputAt(call, 0);
  const bias = inputAt(call, 1);
  const columns = sizeOf(bias);
  const y = backend.allocate(x.shape, 'float32');
  backend.own.addToColumns(sizeOf(x) / columns, columns, backend.pointer(x), backend.pointer(bias), backend.pointer(y));
  return [y];
};
