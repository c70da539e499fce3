import type { ExportTarget } from '../exportTarget';
import { predictProgram } from '../program/predictProgram';

/** The library with which models are written is loaded when one is. */
export const onnxTarget: ExportTarget = {
  name: 'onnx',
  title: 'ONNX model',
  extension: '.onnx',
  weights: 'needed',
  write: async ({ model, weights = new Map() }) => {
    const { onnxModel } = await import('./onnxModel');
    const { encodeOnnx } = await import('./onnxMessages');
    return [
      {
        suffix: '.onnx',
        content: encodeOnnx(onnxModel(predictProgram(model, 'onnx').predict, model.graph.name, weights)),
      },
    ];
  },
};
