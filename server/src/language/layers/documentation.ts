import { describeType, describeValue } from './checkArgument';
import type { LayerDefinition, ParameterDefinition } from './definition';
import { isFunction } from './readers';

/** A layer's page of the reference as markdown: signature, sentence, one line an argument. */
export function layerDocumentation(definition: LayerDefinition): string {
  const aliases =
    definition.aliases.length === 0
      ? ''
      : `\n\nAlso written ${definition.aliases.map((name) => `\`${name}\``).join(', ')}.`;
  const lines = definition.parameters.map(parameterLine);
  const table =
    lines.length === 0 ? '' : `\n\n| argument | value | default | |\n| --- | --- | --- | --- |\n${lines.join('\n')}`;
  return `\`\`\`nn\n${layerSignature(definition)}\n\`\`\`\n\n${definition.summary}${aliases}${table}\n`;
}

/** `MaxPool2D(pool_size=2, strides=none, padding=valid, …)`. */
export function layerSignature(definition: LayerDefinition): string {
  return `${definition.name}(${definition.parameters.map(parameterLabel).join(', ')})`;
}

/** `padding=valid`, or the bare name of a required argument: how a signature shows it. */
export function parameterLabel(parameter: ParameterDefinition): string {
  return parameter.default === undefined ? parameter.name : `${parameter.name}=${defaultText(parameter)}`;
}

/** The default as the language writes it; empty for a required argument. */
export function defaultText({ default: value }: ParameterDefinition): string {
  if (value === undefined) return '';
  return isFunction(value) ? value.name : describeValue(value);
}

function parameterLine(parameter: ParameterDefinition): string {
  const missing = parameter.unless === undefined ? '*required*' : `*required without ${parameter.unless}*`;
  const fallback = parameter.default === undefined ? missing : `\`${defaultText(parameter)}\``;
  return `| \`${parameter.name}\` | ${describeType(parameter.type)} | ${fallback} | ${parameter.summary} |`;
}
