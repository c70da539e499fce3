/** `shapewright summary FILE`: layers, shapes and parameters, as Keras prints them or as JSON. */
import { summarize } from '../language/summary/summarize';
import { summaryTable } from '../language/summary/summaryTable';
import { analyzeFile } from './analyzeFile';
import { noModel } from './chosenModel';
import { defineCommand, oneFile } from './command';
import { text, workspaceOption } from './command/options';

export const summaryCommand = defineCommand({
  name: 'summary',
  summary: 'layers, shapes and parameters of models',
  operands: oneFile,
  options: { model: text('NAME', 'this model alone'), workspace: workspaceOption },
  examples: ['shapewright summary samples/mnist.nn', 'shapewright summary samples/windows.nn --model Stacked --json'],
  notes: 'A FILE of - is the standard input.',
  perform: async ({ operands: [file = ''], values, json, output }) => {
    const { analysis } = await analyzeFile(file, values.workspace);
    const models = analysis.models.filter(({ graph }) => values.model === undefined || graph.name === values.model);
    if (values.model !== undefined && models.length === 0) {
      const names = analysis.models.map(({ graph }) => graph.name);
      throw noModel(names, file, values.model);
    }
    const summaries = models.map((model) => summarize(model, analysis));
    output.out.write(json ? `${JSON.stringify({ models: summaries })}\n` : summaries.map(summaryTable).join('\n'));
    return 0;
  },
});
