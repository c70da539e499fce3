import { flagAttribute, numberAttribute } from '../../../compiler/operations/attributes';
import type { Block, WasmBackend } from '../wasmBackend';
import { type Kernel, type KernelCall, inputAt, sizeOf } from './kernel';

/**
 * FusedBatchNormV3 of (x, scale, offset, mean, variance) → y, mean, variance (of the population).
 * While training the statistics are those of the whole batch, over all threads. Ioffe and Szegedy 2015, algorithm 1.
 */
export const fusedBatchNormKernel: Kernel = (call) => {
  const { backend, operation } = call;
  const x = inputAt(call, 0);
  const columns = x.shape.at(-1) ?? 0;
  const training = flagAttribute(operation.attributes, 'is_training');
  const mean = training ? batchMean(call, x) : backend.share(inputAt(call, 3), [columns]);
  const variance = training ? batchVariance(call, x, mean) : backend.share(inputAt(call, 4), [columns]);
  const y = backend.allocate(x.shape, 'float32');
  const factor = backend.allocate([columns], 'float32');
  const shift = backend.allocate([columns], 'float32');
  const epsilon = numberAttribute(operation.attributes, 'epsilon');
  const [scales, offsets] = [backend.floats(inputAt(call, 1)), backend.floats(inputAt(call, 2))];
  const [means, variances] = [backend.floats(mean), backend.floats(variance)];
  const [factors, shifts] = [backend.floats(factor), backend.floats(shift)];
  for (let j = 0; j < columns; j++) {
    factors[j] = scales[j]! / Math.sqrt(variances[j]! + epsilon);
    shifts[j] = offsets[j]! - means[j]! * factors[j]!;
  }
  const { own, pointer } = backend;
  own.scaleColumns(sizeOf(x) / columns, columns, pointer(x), pointer(factor), pointer(shift), pointer(y));
  backend.free(factor);
  backend.free(shift);
  return [y, mean, variance];
};

/** FusedBatchNormGradV3 of (dy, x, scale, mean, variance) → dx, dscale, doffset. */
export const fusedBatchNormGradientKernel: Kernel = (call) => {
  const { backend, operation, collective } = call;
  const [dy, x, scale, mean, variance] = [0, 1, 2, 3, 4].map((index) => inputAt(call, index)) as [
    Block,
    Block,
    Block,
    Block,
    Block,
  ];
  const columns = x.shape.at(-1) ?? 0;
  const rows = sizeOf(x) / columns;
  const training = flagAttribute(operation.attributes, 'is_training');
  const epsilon = numberAttribute(operation.attributes, 'epsilon');
  const [sumDy, sumProducts, a, b, c] = allocateColumns(backend, columns, 5) as [Block, Block, Block, Block, Block];
  const dx = backend.allocate(x.shape, 'float32');
  const { own, pointer, scratch } = backend;
  own.sumColumns(rows, columns, pointer(dy), pointer(sumDy), scratch);
  own.sumProductsWithDeviation(rows, columns, pointer(dy), pointer(x), pointer(mean), pointer(sumProducts), scratch);
  // The gradients of scale and offset stay this thread's share: the program adds them up with all the others.
  const dscale = backend.allocate([columns], 'float32');
  const doffset = backend.allocate([columns], 'float32');
  const views = {
    scale: backend.floats(scale),
    mean: backend.floats(mean),
    variance: backend.floats(variance),
    sumDy: backend.floats(sumDy),
    sumProducts: backend.floats(sumProducts),
    a: backend.floats(a),
    b: backend.floats(b),
    c: backend.floats(c),
  };
  backend.floats(doffset).set(views.sumDy);
  const dscales = backend.floats(dscale);
  for (let j = 0; j < columns; j++) dscales[j] = views.sumProducts[j]! / Math.sqrt(views.variance[j]! + epsilon);
  collective.sum(views.sumDy);
  collective.sum(views.sumProducts);
  const count = overThreads(call, rows);
  for (let j = 0; j < columns; j++) {
    const inverse = 1 / Math.sqrt(views.variance[j]! + epsilon);
    const factor = views.scale[j]! * inverse;
    views.a[j] = factor;
    views.b[j] = training ? (-factor * inverse * inverse * views.sumProducts[j]!) / count : 0;
    views.c[j] = training ? (-factor * views.sumDy[j]!) / count - views.b[j]! * views.mean[j]! : 0;
  }
  own.combineColumns(rows, columns, pointer(dy), pointer(x), pointer(a), pointer(b), pointer(c), pointer(dx));
  for (const block of [sumDy, sumProducts, a, b, c]) backend.free(block);
  return [dx, dscale, doffset];
};

function batchMean(call: KernelCall, x: Block): Block {
  const { backend } = call;
  const columns = x.shape.at(-1) ?? 0;
  const mean = backend.allocate([columns], 'float32');
  backend.own.sumColumns(sizeOf(x) / columns, columns, backend.pointer(x), backend.pointer(mean), backend.scratch);
  divideByRows(call, x, mean);
  return mean;
}

function batchVariance(call: KernelCall, x: Block, mean: Block): Block {
  const { backend } = call;
  const columns = x.shape.at(-1) ?? 0;
  const variance = backend.allocate([columns], 'float32');
  const { own, pointer, scratch } = backend;
  own.sumSquaredDeviations(sizeOf(x) / columns, columns, pointer(x), pointer(mean), pointer(variance), scratch);
  divideByRows(call, x, variance);
  return variance;
}

function divideByRows(call: KernelCall, x: Block, sums: Block): void {
  const values = call.backend.floats(sums);
  call.collective.sum(values);
  const count = overThreads(call, sizeOf(x) / values.length);
  for (let j = 0; j < values.length; j++) values[j]! /= count;
}

/** A count of rows added up over the threads. */
function overThreads(call: KernelCall, rows: number): number {
  const total = Float32Array.of(rows);
  call.collective.sum(total);
  return total[0] ?? rows;
}

function allocateColumns(backend: WasmBackend, columns: number, count: number): readonly Block[] {
  return Array.from({ length: count }, () => backend.allocate([columns], 'float32'));
}
