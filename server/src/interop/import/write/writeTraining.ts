/** What `compile` was given, as a train block. */
import { isFunction } from '../../../language/layers/readers';
import type { ArgumentValue } from '../../../language/layers/definition';
import { toSnakeCase } from '../../../language/model/kerasName';
import { argumentValue } from '../keras/argumentsOf';
import { isList, isObject, own, type JsonObject } from '../source/readJson';
import { plainName, quote, spell } from './spell';

/** Empty where nothing is known of the training. Data are not part of a model's file: their place is marked. */
export function writeTraining(compile: JsonObject | undefined, model: string, weightsFile: string | undefined): string {
  const loss = compile && own(compile, 'loss');
  const lossText = functionText(loss);
  if (compile === undefined || lossText === undefined) return '';
  const optimizer = functionText(own(compile, 'optimizer') ?? own(compile, 'optimizer_config'));
  const metrics = metricNames(own(compile, 'metrics'));
  const lines = [
    '# The file does not hold the data; name yours here.',
    'data examples = images("data")',
    '',
    `train ${model} on examples {`,
    ...(optimizer === undefined ? [] : [`optimizer: ${optimizer}`]),
    `loss: ${lossText}`,
    ...(metrics.length === 0 ? [] : [`metrics: [${metrics.join(', ')}]`]),
    ...(weightsFile === undefined ? [] : [`weights: ${quote(weightsFile)}`]),
    '}',
  ];
  return lines.join('\n');
}

/** `adam`, `Adam(learning_rate=0.01)`; a map of them by output. */
function functionText(raw: unknown): string | undefined {
  if (typeof raw === 'string') return raw === '' ? undefined : spell(raw.includes('_') ? raw : toSnakeCase(raw));
  if (!isObject(raw)) return undefined;
  if (own(raw, 'class_name') === undefined) {
    const entries = Object.entries(raw).flatMap(([key, value]) => {
      const text = functionText(value);
      return text === undefined ? [] : [`${plainName(key)}: ${text}`];
    });
    return entries.length === 0 ? undefined : `{ ${entries.join(', ')} }`;
  }
  const value = argumentValue(raw);
  if (typeof value === 'string') return spell(value);
  return isFunction(value ?? null) ? callText(value as Extract<ArgumentValue, { kind: 'function' }>) : undefined;
}

function callText({ name, args }: Extract<ArgumentValue, { kind: 'function' }>): string {
  const told = Object.entries(args).filter(([key, value]) =>
    key === 'learning_rate' || key === 'from_logits' || key === 'label_smoothing' ? isTold(key, value) : false,
  );
  return told.length === 0
    ? toSnakeCase(name)
    : `${name}(${told.map(([key, value]) => `${key}=${spell(shortened(value))}`).join(', ')})`;
}

function isTold(key: string, value: ArgumentValue): boolean {
  return value !== null && value !== false && value !== 0 && (key !== 'learning_rate' || typeof value === 'number');
}

/** Keras stores rates as 32-bit numbers. */
function shortened(value: ArgumentValue): ArgumentValue {
  return typeof value === 'number' ? Number(value.toPrecision(7)) : value;
}

function metricNames(raw: unknown): readonly string[] {
  if (typeof raw === 'string') return [spell(raw)];
  if (isList(raw)) return [...new Set(raw.flatMap(metricNames))];
  if (isObject(raw) && own(raw, 'class_name') === undefined) return Object.values(raw).flatMap(metricNames);
  const text = functionText(raw);
  return text === undefined ? [] : [text];
}
