import type { KerasLayer, KerasModel, KerasTensor } from '../keras/kerasModel';

/** What a Python expression stands for while the text is read. */
export type PythonValue =
  | { readonly kind: 'constant'; readonly value: number | string | boolean | null }
  | { readonly kind: 'list'; readonly items: PythonValue[] }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, PythonValue> }
  | { readonly kind: 'tensor'; readonly tensor: KerasTensor }
  | { readonly kind: 'layer'; readonly layer: PythonLayer }
  | { readonly kind: 'sequential'; readonly sequential: PythonSequential }
  | { readonly kind: 'model'; readonly model: KerasModel; readonly layer: PythonLayer }
  /** An initializer, regularizer or optimizer: `{ class_name, config }`. */
  | { readonly kind: 'object'; readonly className: string; readonly config: { readonly [key: string]: unknown } }
  /** A name with dots that means nothing by itself: `tf.nn.relu`. */
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'unknown'; readonly why: string };

export interface PythonLayer {
  readonly layer: Omit<KerasLayer, 'calls'>;
  readonly calls: KerasLayer['calls'][number][];
}

/** A Sequential that layers may still be added to. */
export interface PythonSequential {
  readonly name: string;
  readonly layers: PythonLayer[];
  readonly line: number;
  /** Made at its first use. */
  nested: PythonLayer | undefined;
}

export function unknown(why: string): PythonValue {
  return { kind: 'unknown', why };
}

export function constant(value: number | string | boolean | null): PythonValue {
  return { kind: 'constant', value };
}

/** A value as the configuration of a layer has it; undefined where it is none. */
export function configValue(value: PythonValue): unknown {
  switch (value.kind) {
    case 'constant':
      return value.value;
    case 'list': {
      const items = value.items.map(configValue);
      return items.includes(undefined) ? undefined : items;
    }
    case 'map': {
      const entries = [...value.entries].map(([key, entry]) => [key, configValue(entry)] as const);
      return entries.some(([, entry]) => entry === undefined) ? undefined : Object.fromEntries(entries);
    }
    case 'object':
      return { class_name: value.className, config: value.config };
    case 'path':
      return value.path.slice(value.path.lastIndexOf('.') + 1);
    default:
      return undefined;
  }
}
