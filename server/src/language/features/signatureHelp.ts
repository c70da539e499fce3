import type { DocumentAnalysis } from '../model/graph';
import { callableOf, parameterText, typeText } from './callable';
import { argumentAt, placeAt } from './place';

export interface SignatureHelp {
  readonly label: string;
  readonly documentation: string;
  readonly parameters: readonly { readonly start: number; readonly end: number; readonly documentation: string }[];
  readonly active: number | undefined;
}

/** The arguments of the call around an offset, with the one that is being written. */
export function signatureHelp(analysis: DocumentAnalysis, offset: number): SignatureHelp | undefined {
  const place = placeAt(analysis, offset);
  const at = place === undefined ? undefined : argumentAt(place.path, place.replace.start);
  if (place === undefined || at === undefined) return undefined;
  const callable = callableOf(analysis, place.path.slice(0, place.path.indexOf(at.call) + 1), at.call);
  if (callable === undefined) return undefined;

  let label = `${callable.name}(`;
  const parameters = callable.parameters.map((parameter, index) => {
    if (index > 0) label += ', ';
    const start = label.length;
    label += parameterText(parameter);
    const type = typeText(parameter);
    return {
      start,
      end: label.length,
      documentation: type === '' ? parameter.summary : `${parameter.summary} (${type})`,
    };
  });
  label += ')';

  const named = at.argument?.name?.text;
  const positional = callable.parameters.filter((parameter) => !parameter.isKeywordOnly)[at.index];
  const active = callable.parameters.findIndex((parameter) =>
    named === undefined ? parameter === positional : parameter.name === named,
  );
  return { label, documentation: callable.summary, parameters, active: active < 0 ? undefined : active };
}
