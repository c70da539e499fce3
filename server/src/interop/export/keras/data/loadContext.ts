import type { DataArgument, DataDescription, DataRequest } from '../../../../language/data/description';
import type { PythonScript } from '../../python/pythonScript';
import { pythonLiteral } from '../../python/pythonText';
import { useHelper } from '../dataHelpers';
import type { StepPlan } from './stepPlan';

/** What the body of a loading function is written from. */
export interface LoadContext {
  readonly name: string;
  readonly request: DataRequest;
  readonly source: DataDescription;
  readonly plan: StepPlan;
  readonly script: PythonScript;
}

/** `train, test` of `parts`. */
export function splitLines(context: LoadContext): readonly string[] {
  return testShare(context) ?? ['    train, test = parts, None'];
}

/** The same for a share for testing; undefined where the declaration has none. */
export function testShare({ request, source, script }: LoadContext): readonly string[] | undefined {
  const share = argument(request, 'test');
  if (typeof share !== 'number') return undefined;
  useHelper(script, 'split_examples');
  const target = source.parts.find(({ name }) => name === source.target);
  const labels =
    target?.type === 'class' && target.shape.length === 0 ? `, labels=parts[${pythonLiteral(target.name)}]` : '';
  return [`    train, test = split_examples(parts, ${share}, seed=${seedOf(request)}${labels})`];
}

export function seedOf(request: DataRequest): number {
  const seed = argument(request, 'seed');
  return typeof seed === 'number' ? seed : 0;
}

/** An argument by its name, or by its place. */
export function argument(request: DataRequest, name: string, place?: number): DataArgument | undefined {
  return request.named[name] ?? (place === undefined ? undefined : request.positional[place]);
}

export function textOf(value: DataArgument | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function textsOf(value: DataArgument | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [textOf(value)];
}

export function listText(values: readonly string[]): string {
  return `[${values.map((value) => pythonLiteral(value)).join(', ')}]`;
}
