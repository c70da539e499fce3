/** `shapewright graph FILE --svg OUT`: a model's graph as a picture, the one that the editor's panel shows. */
import { describeGraph } from '../language/graph/describeGraph';
import { graphFile } from '../language/graph/drawGraph';
import { layoutGraph } from '../language/graph/layoutGraph';
import { svgText } from '../language/graph/svgElement';
import { foldedByDefault, visibleGraph } from '../language/graph/visibleGraph';
import { analyzeFile } from './analyzeFile';
import { chosenModel } from './chosenModel';
import { defineCommand, oneFile } from './command';
import { flag, text, UsageMistake, workspaceOption } from './command/options';
import { resultPlace } from './resultPlace';

export const graphCommand = defineCommand({
  name: 'graph',
  summary: 'the graph of a model as an SVG picture',
  operands: oneFile,
  options: {
    svg: text('OUT', 'where to write the picture; - is the standard output'),
    model: text('NAME', 'which model, where the file has several'),
    unfold: flag('draw every layer; else the inner blocks of large models are folded'),
    workspace: workspaceOption,
  },
  examples: [
    'shapewright graph samples/mnist.nn --svg mnist.svg',
    'shapewright graph samples/residual.nn --svg net.svg --unfold',
  ],
  notes: `With --json the graph itself is written: nodes with their shapes, and edges; --svg may then be left out.
A FILE of - is the standard input.`,
  perform: async ({ operands: [file = ''], values, json, output }) => {
    if (values.svg === undefined && !json) throw new UsageMistake('Say with --svg where to write the picture.');
    const place = values.svg === undefined ? undefined : resultPlace(values.svg, json, output);
    const { analysis } = await analyzeFile(file, values.workspace);
    const model = chosenModel(analysis.models, file, values.model);
    const picture = describeGraph(model, analysis);
    const layout = layoutGraph(visibleGraph(picture, values.unfold ? new Set() : foldedByDefault(picture)));
    if (json) output.out.write(`${JSON.stringify(picture)}\n`);
    await place?.write(`${svgText(graphFile(layout, picture.model))}\n`);
    return 0;
  },
});
