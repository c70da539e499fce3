import type { ModelGraph } from '../../../language/model/graph';
import type { TrainSettings } from '../../../language/model/trainSettings';
import { kerasModelSource } from '../keras/modelSource';
import { kerasCallbacksSource, kerasCompileSource } from '../keras/trainSource';
import { createScript } from '../python/pythonScript';
import { docText } from '../python/pythonText';

/**
 * `model.py`: the model as `shapewright export --to keras` writes it, and how it is compiled. Throws an ExportProblem
 * for a layer that Keras cannot express.
 */
export function modelSource(graph: ModelGraph, settings: TrainSettings): string {
  const script = createScript();
  script.import('import keras');
  const { functionName, source } = kerasModelSource(graph, { script });
  const sections = [
    `"""The model ${docText(graph.name)}, written by Shapewright."""\n\n${script.imports.join('\n')}`,
    ...script.definitions,
    source,
    kerasCompileSource('compile_training', graph, settings),
    kerasCallbacksSource('callbacks_of_training', settings),
    [
      'def build_model():',
      '    """The model, its weights as Keras draws them: weights.py loads those that the training starts from."""',
      `    return ${functionName}()`,
    ].join('\n'),
    [
      'def compile_model(model):',
      '    """Gives the model its optimizer, losses and metrics; returns what watches its training."""',
      '    compile_training(model)',
      '    return keras.callbacks.CallbackList(callbacks_of_training(), model=model)',
    ].join('\n'),
  ];
  return `${sections.join('\n\n\n')}\n`;
}
