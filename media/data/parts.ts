import * as l10n from '@vscode/l10n';
import type { DataOverview, DataStage } from '../../server/src/protocol/dataMessages';
import { formatCount, formatValue } from '../shared/formatNumber';
import type { Tab } from './dataState';

type Part = DataStage['parts'][number];

export interface OfferedView {
  readonly id: Tab;
  readonly title: string;
}

/** The parts of the source that can be drawn: images, then masks. */
export function pictureParts({ stages }: DataOverview): readonly Part[] {
  const parts = stages[0]?.parts ?? [];
  const images = parts.filter(({ shape, type }) => shape.length === 3 && (type === 'uint8' || type === 'float32'));
  return [...images, ...parts.filter(({ shape, type }) => shape.length >= 2 && type === 'class')];
}

/** What there is to see of these data. */
export function offeredViews(overview: DataOverview): readonly OfferedView[] {
  const { stages } = overview;
  if (pictureParts(overview).length > 0) {
    return [
      { id: 'images', title: l10n.t('images') },
      ...(stages.length > 1 ? [{ id: 'steps', title: l10n.t('steps') } as const] : []),
      ...(stages.some(({ kind }) => kind === 'random')
        ? [{ id: 'augmentation', title: l10n.t('augmentation') } as const]
        : []),
      ...(overview.source === 'csv' ? [{ id: 'columns', title: l10n.t('columns') } as const] : []),
    ];
  }
  const isSeries = stages[0]?.parts.some(({ shape, type }) => shape.length === 2 && type === 'float32') === true;
  const columns = { id: 'columns', title: l10n.t('columns') } as const;
  return isSeries ? [{ id: 'series', title: l10n.t('series') }, columns] : [columns];
}

/** The class names of the target, where it is one class an example. */
export function classNames({ stages }: DataOverview): readonly string[] {
  const [source] = stages;
  const target = source?.parts.find(({ name }) => name === source.target);
  return target?.shape.length === 0 ? (target.classes ?? []) : [];
}

/** The places of the steps that are done, without those that a person has switched off. */
export function stepsOn({ stages }: DataOverview, off: readonly number[]): readonly number[] {
  return stages.flatMap(({ kind }, place) =>
    place > 0 && kind !== 'window' && !off.includes(place - 1) ? [place - 1] : [],
  );
}

/** `28x28x1`; a size that differs from one example to the next is `?`. */
export function shapeText(shape: Part['shape']): string {
  return shape.length === 0 ? l10n.t('one value') : shape.map((size) => size ?? '?').join('x');
}

/** `0 … 255`. */
export function rangeText(low: number, high: number): string {
  return low === high ? numberText(low) : `${numberText(low)} … ${numberText(high)}`;
}

/** Whole numbers and large ones without decimals, others to about four figures. */
export function numberText(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 1000 ? formatCount(value) : formatValue(value);
}
