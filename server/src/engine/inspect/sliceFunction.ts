import { removeDeadCode } from '../../compiler/cleanUp';
import type { Feed, Operation, ProgramFunction, TensorRef, TensorType } from '../../compiler/program';

/** The name under which the value of a result is fed to a slice. */
export function givenFeed(result: string): string {
  return `given:${result}`;
}

/**
 * The part of a function that gives the result `wanted` where the results `given` are known already: those are fed in
 * place of being computed. Throws where the function has no such result.
 */
export function sliceFunction(body: ProgramFunction, wanted: string, given: readonly string[]): ProgramFunction {
  const refs = new Map(body.results.map(({ name, tensor }) => [name, tensor]));
  const target = refs.get(wanted);
  if (target === undefined) throw new RangeError(`there is no result "${wanted}"`);
  const known = given.flatMap((name) => {
    const ref = refs.get(name);
    return ref === undefined || sameRef(ref, target) ? [] : [{ name, ref, type: typeOf(body, ref) }];
  });
  const places = new Map(known.map(({ ref }, index) => [keyOf(ref), index]));
  const moved = (ref: TensorRef): TensorRef => {
    const place = places.get(keyOf(ref));
    return place === undefined
      ? { operation: ref.operation + known.length, output: ref.output }
      : { operation: place, output: 0 };
  };
  const operations: readonly Operation[] = [
    ...known.map(({ name, type }) => placeholder(givenFeed(name), type)),
    ...body.operations.map((operation) => ({ ...operation, inputs: operation.inputs.map(moved) })),
  ];
  const sliced = removeDeadCode(operations, [{ name: wanted, tensor: moved(target) }]);
  const used = new Set(sliced.operations.flatMap(({ op, names }) => (op === 'Placeholder' ? (names ?? []) : [])));
  const feeds: readonly Feed[] = [
    ...body.feeds,
    ...known.map(({ name, type }) => ({ name: givenFeed(name), ...type })),
  ];
  return { ...sliced, feeds: feeds.filter(({ name }) => used.has(name)), metricLayout: [] };
}

/** The variables that a function reads. */
export function variablesOf(body: ProgramFunction): ReadonlySet<string> {
  return new Set(body.operations.flatMap(({ op, names }) => (op === 'ReadVariableOp' ? (names ?? []) : [])));
}

function placeholder(name: string, type: TensorType): Operation {
  return { op: 'Placeholder', inputs: [], attributes: {}, outputs: [type], names: [name] };
}

function typeOf(body: ProgramFunction, { operation, output }: TensorRef): TensorType {
  const type = body.operations[operation]?.outputs[output];
  if (type === undefined) throw new RangeError(`operation ${operation} has no output ${output}`);
  return { dtype: type.dtype, shape: type.shape };
}

function sameRef(a: TensorRef, b: TensorRef): boolean {
  return a.operation === b.operation && a.output === b.output;
}

function keyOf({ operation, output }: TensorRef): string {
  return `${operation}:${output}`;
}
