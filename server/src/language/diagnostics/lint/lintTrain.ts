import type { DataAnalysis, ModelAnalysis } from '../../model/graph';
import type { Problem } from '../../model/problem';
import type { OutputReading } from '../../model/train/readOutputs';
import type { SourceFile, TrainDeclaration } from '../../syntax/tree';
import { activationAgainstLoss } from './activationAgainstLoss';
import { lossForClasses } from './lossForClasses';
import { lossForNumbers } from './lossForNumbers';
import { targetShape } from './targetShape';
import { unscaledPixels } from './unscaledPixels';
import { unwatchedValue } from './unwatchedValue';

/** What is valid in a training set-up and yet probably not meant. */
export function lintTrain(
  declaration: TrainDeclaration,
  model: ModelAnalysis,
  data: DataAnalysis | undefined,
  outputs: readonly OutputReading[],
  file: SourceFile,
): readonly Problem[] {
  return [
    ...outputs.flatMap(
      (output) =>
        lossForClasses(output, declaration) ??
        lossForNumbers(output, declaration) ??
        targetShape(output, declaration) ??
        activationAgainstLoss(output, declaration),
    ),
    ...(data === undefined ? [] : unscaledPixels(declaration, model, data)),
    ...unwatchedValue(declaration, data, file),
  ];
}
