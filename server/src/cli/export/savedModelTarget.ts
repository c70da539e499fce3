import { predictProgram } from '../../interop/export/program/predictProgram';
import type { ExportTarget } from '../../interop/export/exportTarget';

/** It stands here and not in interop/ because the writer of TensorFlow graphs is the native engine's. */
export const savedModelTarget: ExportTarget = {
  name: 'savedmodel',
  title: 'TensorFlow SavedModel, a folder',
  extension: '',
  weights: 'needed',
  write: async ({ model, weights = new Map() }) => {
    const { writeServing } = await import('../../engine/native/writeServing');
    const content = writeServing(predictProgram(model, 'savedmodel').predict, weights);
    return [{ suffix: '/saved_model.pb', content }];
  },
};
