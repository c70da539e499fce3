import type { DocumentAnalysis } from '../model/graph';
import { formatShape } from '../model/shape';
import type { Name, Span } from '../syntax/tree';
import { modelChange } from './modelChange';
import { formatCost, formatCount } from './quantities';

export interface CodeLens {
  readonly span: Span;
  readonly title: string;
  /** Absent for a lens that only tells. */
  readonly command: { readonly name: string; readonly args: readonly [uri: string, name: string] } | undefined;
}

export interface LensMemory {
  /** The last title of a model or of data whose sizes are unknown for the moment: lenses stay while one types. */
  readonly titles: Map<string, string>;
  /** What the last run of a train block reached: `98.9 %`. */
  readonly lastRuns: ReadonlyMap<string, string>;
  /** The document as it is in the last commit. */
  readonly committed?: DocumentAnalysis | undefined;
}

/** Lenses come from the parser, so that they stand wherever a declaration does, whatever is wrong in it. */
export function codeLens(analysis: DocumentAnalysis, memory: LensMemory): readonly CodeLens[] {
  return analysis.file.declarations.flatMap((declaration): readonly CodeLens[] => {
    if (declaration.kind === 'Model') {
      const name = declaration.name.text;
      return [
        { span: declaration.name, title: modelTitle(analysis, name, memory), command: undefined },
        ...changeLens(analysis, declaration.name, memory),
        {
          span: declaration.name,
          title: 'Summary',
          command: { name: 'shapewright.showSummary', args: [analysis.uri, name] },
        },
        {
          span: declaration.name,
          title: 'Graph',
          command: { name: 'shapewright.showGraph', args: [analysis.uri, name] },
        },
        {
          span: declaration.name,
          title: 'Inspect',
          command: { name: 'shapewright.inspect', args: [analysis.uri, name] },
        },
      ];
    }
    if (declaration.kind === 'Data') return dataLenses(analysis, declaration.name, memory);
    if (declaration.kind !== 'Train') return [];
    const name = declaration.name?.text ?? declaration.model.text;
    const last = memory.lastRuns.get(name);
    const train: CodeLens = {
      span: declaration,
      title: '▶ Train',
      command: { name: 'shapewright.train', args: [analysis.uri, name] },
    };
    const elsewhere: CodeLens = {
      span: declaration,
      title: 'Train on …',
      command: { name: 'shapewright.trainOn', args: [analysis.uri, name] },
    };
    return last === undefined
      ? [train, elsewhere]
      : [
          train,
          elsewhere,
          {
            span: declaration,
            title: `last run ${last}`,
            command: { name: 'shapewright.showTraining', args: [analysis.uri, name] },
          },
        ];
  });
}

function dataLenses(analysis: DocumentAnalysis, name: Name, memory: LensMemory): readonly CodeLens[] {
  const title = dataTitle(analysis, name.text, memory);
  return [
    ...(title === '' ? [] : [{ span: name, title, command: undefined }]),
    { span: name, title: 'Data', command: { name: 'shapewright.showData', args: [analysis.uri, name.text] } },
  ];
}

/** `60,000 + 10,000 · 28x28x1 · 10 classes`: to train and to test, of the input, behind all steps. */
function dataTitle(analysis: DocumentAnalysis, name: string, memory: LensMemory): string {
  const key = `data ${name}`;
  const data = analysis.data.find(({ declaration, uri }) => declaration.name.text === name && uri === analysis.uri);
  const description = data?.description;
  if (description === undefined) return memory.titles.get(key) ?? '';
  const { train, test } = description.examples;
  const input = description.parts.find((part) => part.name !== description.target && part.type !== 'text');
  const classes = description.parts.find((part) => part.name === description.target)?.classes?.length;
  const title = [
    (test ?? 0) > 0 ? `${formatCount(train)} + ${formatCount(test)}` : formatCount(train),
    ...(input === undefined || input.shape.length === 0
      ? [`${description.parts.length} columns`]
      : [formatShape(input.shape)]),
    ...(classes === undefined ? [] : [`${classes} classes`]),
  ].join(' · ');
  memory.titles.set(key, title);
  return title;
}

function changeLens(analysis: DocumentAnalysis, name: Name, { committed }: LensMemory): readonly CodeLens[] {
  const model = analysis.models.find(({ declaration }) => declaration.name.text === name.text);
  const change = model === undefined || committed === undefined ? undefined : modelChange(model, committed);
  return change === undefined ? [] : [{ span: name, title: `${change} since the last commit`, command: undefined }];
}

function modelTitle(analysis: DocumentAnalysis, name: string, memory: LensMemory): string {
  const totals = analysis.models.find((model) => model.declaration.name.text === name)?.graph.totals;
  const title = `${formatCount(totals?.params ?? null)} parameters · ${formatCost(totals?.macs ?? null)} MACs`;
  if (totals === undefined || totals.params === null) return memory.titles.get(name) ?? title;
  memory.titles.set(name, title);
  return title;
}
