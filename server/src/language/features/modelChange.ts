import type { DocumentAnalysis, ModelAnalysis } from '../model/graph';
import { formatChange } from './quantities';

/**
 * What has changed in a model since another version of its document: `+12,480 parameters, −3 % MACs`.
 * Undefined where nothing has, where the model was not there, or while a size is unknown.
 */
export function modelChange(model: ModelAnalysis, before: DocumentAnalysis): string | undefined {
  const old = before.models.find((other) => other.declaration.name.text === model.declaration.name.text)?.graph.totals;
  const { params, macs } = model.graph.totals;
  if (old === undefined) return undefined;
  const parts = [
    params === null || old.params === null || params === old.params
      ? undefined
      : `${formatChange(params - old.params)} parameters`,
    macs === null || old.macs === null || macs === old.macs ? undefined : macChange(macs, old.macs),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** In percent of what it was; in numbers where it was nothing, or has changed by less than a tenth of a percent. */
function macChange(now: number, before: number): string {
  const percent = ((now - before) / before) * 100;
  if (before === 0 || Math.abs(percent) < 0.1) return `${formatChange(now - before)} MACs`;
  const digits = Math.abs(percent) < 10 ? Number(Math.abs(percent).toFixed(1)) : Math.round(Math.abs(percent));
  return `${percent < 0 ? '−' : '+'}${digits} % MACs`;
}
