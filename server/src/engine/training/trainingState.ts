/**
 * Everything that decides how a training goes on, beside the variables of the program. Whatever is not in here
 * may not influence the run: a checkpoint is the variables and this.
 */
import { z } from 'zod';
import type { Logs } from '../../protocol/runEvents';
import type { Tensor } from '../backend';
import { RunProblem } from '../runProblem';
import type { SafetensorsFile } from '../runs/safetensors';
import type { CallbackState } from './callbacks/callback';

export interface TrainingState {
  /** The epoch that is under way, from 0; equal to the number of epochs when all are done. */
  readonly epoch: number;
  /** Batches of it that are done. */
  readonly step: number;
  /** Batches since the start of the run: seeds and schedules count them. */
  readonly globalStep: number;
  /** Examples of the epoch in the order in which they come; empty between epochs. */
  readonly order: Int32Array;
  /** Sums of the epoch's metrics so far, in float64. */
  readonly sums: readonly number[];
  /** The learning rate that a callback has set, which then holds in place of the optimizer's. */
  readonly rate: number | undefined;
  /** One a callback, in order. */
  readonly callbacks: readonly CallbackState[];
  /** The weights that EarlyStopping goes back to. */
  readonly kept: ReadonlyMap<string, Tensor> | undefined;
  /** The best epoch so far, for the checkpoint that is kept beside the last ones. */
  readonly best: { readonly epoch: number; readonly value: number } | undefined;
  /** Of the last finished epoch: the assertions at the end look at them. */
  readonly logs: Logs;
  /** A callback has ended the training. */
  readonly stoppedEarly: boolean;
}

export function initialState(callbacks: number): TrainingState {
  return {
    epoch: 0,
    step: 0,
    globalStep: 0,
    order: new Int32Array(0),
    sums: [],
    rate: undefined,
    callbacks: Array.from({ length: callbacks }, () => ({})),
    kept: undefined,
    best: undefined,
    logs: {},
    stoppedEarly: false,
  };
}

const variablePrefix = 'variables/';
const keptPrefix = 'kept/';
const orderName = 'state/order';
const metadataName = 'shapewright.state';

/** JSON has no NaN and no infinities: a number is itself or its name. */
const number = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);

const plainState = z.object({
  epoch: z.number().int().nonnegative(),
  step: z.number().int().nonnegative(),
  globalStep: z.number().int().nonnegative(),
  sums: z.array(number),
  rate: number.nullable(),
  callbacks: z.array(z.record(z.string(), number)),
  best: z.object({ epoch: z.number(), value: number }).nullable(),
  logs: z.record(z.string(), number),
  stoppedEarly: z.boolean(),
});

export function encodeState(state: TrainingState, variables: ReadonlyMap<string, Tensor>): SafetensorsFile {
  const { order, kept, rate, best, ...rest } = state;
  const plain = { ...rest, rate: rate ?? null, best: best ?? null };
  const json = JSON.stringify(plain, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
  const tensors = new Map<string, Tensor>([[orderName, { dtype: 'int32', shape: [order.length], data: order }]]);
  for (const [name, tensor] of variables) tensors.set(variablePrefix + name, tensor);
  for (const [name, tensor] of kept ?? []) tensors.set(keptPrefix + name, tensor);
  return { tensors, metadata: new Map([[metadataName, json]]) };
}

/** Whether a file is a checkpoint, and not weights alone. */
export function isState(file: SafetensorsFile): boolean {
  return file.metadata.has(metadataName);
}

/** Throws a RunProblem where the file is no checkpoint of a training. */
export function decodeState(file: SafetensorsFile): {
  readonly state: TrainingState;
  readonly variables: ReadonlyMap<string, Tensor>;
} {
  const order = file.tensors.get(orderName)?.data;
  const plain = plainState.safeParse(parse(file.metadata.get(metadataName)));
  if (!plain.success || !(order instanceof Int32Array)) throw noState();
  const kept = withPrefix(file.tensors, keptPrefix);
  const { rate, best, ...rest } = plain.data;
  return {
    state: { ...rest, order, rate: rate ?? undefined, best: best ?? undefined, kept: kept.size > 0 ? kept : undefined },
    variables: withPrefix(file.tensors, variablePrefix),
  };
}

function withPrefix(tensors: ReadonlyMap<string, Tensor>, prefix: string): ReadonlyMap<string, Tensor> {
  return new Map(
    [...tensors].flatMap(([name, tensor]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [])),
  );
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function noState(): RunProblem {
  return new RunProblem('run/checkpoint', {
    message: 'The checkpoint has no training state',
    reason: 'The file holds weights, but not where the training stood.',
    nextStep: 'Use it with weights: instead of resuming from it.',
  });
}
