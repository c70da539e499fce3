import { excerpt, firstLine } from '../../diagnostics/firstLine';
import { unknownName } from '../../diagnostics/unknownName';
import type { Expression, MapEntry, MapLiteral, TrainDeclaration } from '../../syntax/tree';
import { evaluate, type Environment } from '../evaluate';
import type { FileScope } from '../fileScope';
import { fileEnvironment } from '../layerArguments';
import type { Report } from '../problem';
import { asWord, type Value } from '../value';
import { entryName } from './entryName';
import { misplacedKey } from './misplacedKey';

/** Reads the entries of a train block with their types. */
export class EntryReader {
  private readonly env: Environment;
  private readonly entries = new Map<string, MapEntry>();

  constructor(
    private readonly declaration: TrainDeclaration,
    private readonly scope: FileScope,
    private readonly report: Report,
  ) {
    this.env = fileEnvironment(scope, report);
    for (const entry of declaration.map.entries) {
      const name = entryName(entry);
      const first = this.entries.get(name);
      if (first === undefined) this.entries.set(name, entry);
      else
        report({
          code: 'nn/duplicate',
          span: entry.key,
          message: firstLine(`'${excerpt(name)}' is already set`),
          related: [{ message: 'first here', location: { span: { start: first.start, end: first.end } } }],
        });
    }
  }

  /** Where a problem of an absent key is told: the model's name. */
  get place(): Expression {
    const { start, end } = this.declaration.model;
    return { kind: 'Missing', start, end };
  }

  checkKeys(known: readonly string[]): void {
    const place = { file: this.scope.file, map: this.declaration.map };
    for (const [name, entry] of this.entries) {
      if (name === '' || known.includes(name)) continue;
      this.report(misplacedKey(entry, place) ?? unknownName('key', name, entry.key, known, 'A train block'));
    }
  }

  find(name: string): MapEntry | undefined {
    return this.entries.get(name);
  }

  value(entry: { readonly value: Expression }): Value {
    return evaluate(entry.value, this.env);
  }

  /** A word or text; reports anything else. */
  word(entry: MapEntry): string | undefined {
    const value = this.value(entry);
    const word = asWord(value);
    if (word === undefined && value !== undefined)
      this.report({ code: 'nn/type', span: entry.value, message: firstLine(`${entryName(entry)} must be a name`) });
    return word;
  }

  /** A whole number of at least `min`; the default where it is absent or wrong. */
  integer(name: string, fallback: number, min: number): number {
    const entry = this.find(name);
    if (entry === undefined) return fallback;
    const value = this.value(entry);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min) return value;
    if (value !== undefined)
      this.report({ code: 'nn/type', span: entry.value, message: `${name} must be a whole number of at least ${min}` });
    return fallback;
  }

  boolean(name: string, fallback: boolean): boolean {
    const entry = this.find(name);
    if (entry === undefined) return fallback;
    const value = this.value(entry);
    if (typeof value === 'boolean') return value;
    if (value !== undefined)
      this.report({ code: 'nn/type', span: entry.value, message: `${name} must be true or false` });
    return fallback;
  }

  /** The items of a list; a single value is a list of one. */
  items(entry: { readonly value: Expression }): readonly { readonly value: Value; readonly node: Expression }[] {
    const { value } = entry;
    const nodes = value.kind === 'List' || value.kind === 'Tuple' ? value.items : [value];
    return nodes.map((node) => ({ node, value: evaluate(node, this.env) }));
  }

  /** The value of a key for one output: its own in a map, else that for all. */
  forOutput(name: string, output: string): { readonly value: Expression } | undefined {
    const entry = this.find(name);
    if (entry === undefined || entry.value.kind !== 'Map') return entry;
    return entry.value.entries.find((item) => entryName(item) === output);
  }

  /** Tells of the keys of a map that are no outputs. */
  checkOutputs(map: MapLiteral, outputs: readonly string[]): void {
    for (const item of map.entries) {
      const name = entryName(item);
      if (name !== '' && !outputs.includes(name))
        this.report(unknownName('output', name, item.key, outputs, this.declaration.model.text));
    }
  }
}
