import type { FieldStep } from '../layers/definition';
import type { ReceptiveField } from './graph';
import type { Shape } from './shape';

type Field = ReceptiveField | 'whole' | undefined;

/** The field of an input's own units: one position on every axis but the channels. */
export function inputField(shape: Shape | undefined): Field {
  if (shape === undefined) return undefined;
  const axes = Math.max(0, shape.length - 1);
  return { size: filled(axes, 1), stride: filled(axes, 1), offset: filled(axes, 0) };
}

/**
 * The field behind a sliding window. With the input's field r, jump j and start o, a window of k taps d
 * apart, stride s and padding p gives r + (k − 1)·d·j, jump j·s, start o − p·j (Araujo et al., Distill
 * 2019). A layer that first spreads its input by u sees ⌊(k − 1)·d / u⌋ + 1 of its positions at most.
 */
export function slideField(field: Field, steps: readonly FieldStep[] | 'whole' | undefined): Field {
  if (field === undefined || field === 'whole' || steps === undefined) return field;
  if (steps === 'whole' || steps.length !== field.size.length) return 'whole';
  return {
    size: steps.map(
      (step, axis) =>
        at(field.size, axis) +
        Math.floor(((step.size - 1) * step.dilation) / (step.upsample ?? 1)) * at(field.stride, axis),
    ),
    stride: steps.map((step, axis) => (at(field.stride, axis) / (step.upsample ?? 1)) * step.stride),
    offset: steps.map((step, axis) => shifted(field.offset[axis] ?? null, step, at(field.stride, axis))),
  };
}

/** The smallest field that covers those of all branches. */
export function uniteFields(fields: readonly Field[]): Field {
  const [first, ...others] = fields;
  return others.reduce(unite, first);
}

function unite(a: Field, b: Field): Field {
  if (a === undefined || b === undefined) return undefined;
  if (a === 'whole' || b === 'whole' || a.size.length !== b.size.length) return 'whole';
  const offset = a.offset.map((start, axis) => least(start, b.offset[axis] ?? null));
  return {
    size: a.size.map((size, axis) => {
      const [from, other, start] = [a.offset[axis] ?? null, b.offset[axis] ?? null, offset[axis] ?? null];
      if (from === null || other === null || start === null) return Math.max(size, at(b.size, axis));
      return Math.max(from + size, other + at(b.size, axis)) - start;
    }),
    stride: a.stride.map((stride, axis) => Math.max(stride, at(b.stride, axis))),
    offset,
  };
}

function shifted(start: number | null, step: FieldStep, jump: number): number | null {
  if (start === null || step.before === null) return null;
  return start + Math.ceil(-step.before / (step.upsample ?? 1)) * jump;
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.min(a, b);
}

function at(values: readonly number[], axis: number): number {
  return values[axis] ?? 1;
}

function filled(length: number, value: number): readonly number[] {
  return Array.from({ length }, () => value);
}
