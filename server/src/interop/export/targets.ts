import type { ExportTarget } from './exportTarget';
import { kerasTarget } from './keras/kerasTarget';
import { onnxTarget } from './onnx/onnxTarget';
import { latexTarget } from './tables/latexTarget';
import { markdownTarget } from './tables/markdownTarget';
import { pytorchTarget } from './pytorch/pytorchTarget';
import { tfjsTarget } from './tfjs/tfjsTarget';
import { kerasWeightsTarget } from './weights/kerasWeightsTarget';
import { safetensorsTarget } from './weights/safetensorsTarget';

/** The formats that need nothing of an engine. */
export const interopTargets: readonly ExportTarget[] = [
  kerasTarget,
  pytorchTarget,
  tfjsTarget,
  onnxTarget,
  safetensorsTarget,
  kerasWeightsTarget,
  markdownTarget,
  latexTarget,
];
