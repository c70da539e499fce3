import { firstLine } from '../diagnostics/firstLine';
import { unknownName } from '../diagnostics/unknownName';
import { normalizeArguments } from '../layers/arguments';
import { layerRegistry } from '../layers/registry';
import type { DefaultsDeclaration } from '../syntax/tree';
import type { FileScope } from './fileScope';
import { evaluateDefaults, fileEnvironment } from './layerArguments';
import type { Report } from './problem';

/** Checks a `defaults` declaration: the layer, its arguments and their values. */
export function checkDefaults(declaration: DefaultsDeclaration, scope: FileScope, report: Report): void {
  const name = declaration.layer.text;
  const layer = layerRegistry.get(name);
  if (layer === undefined) {
    if (name !== '')
      report(
        unknownName(
          'layer',
          name,
          declaration.layer,
          layerRegistry.all.map((candidate) => candidate.name),
        ),
      );
    return;
  }
  const names = layer.parameters.map((parameter) => parameter.name);
  for (const entry of declaration.map.entries) {
    const key =
      entry.key.kind === 'Name'
        ? entry.key.text
        : entry.key.kind === 'Text'
          ? entry.key.value
          : String(entry.key.value);
    if (key !== '' && !names.includes(key)) report(unknownName('argument', key, entry.key, names, layer.name));
  }
  const given = evaluateDefaults(declaration, layer, fileEnvironment(scope, report)).filter(
    (argument) => argument.name !== undefined && names.includes(argument.name),
  );
  for (const problem of normalizeArguments(layer, given).problems) {
    if (problem.index === undefined) continue;
    const entry = declaration.map.entries.find(({ key }) => key.kind === 'Name' && key.text === problem.argument);
    report({ code: `nn/${problem.code}`, span: entry?.value ?? declaration.map, message: firstLine(problem.message) });
  }
}
