import { CenterCrop } from './CenterCrop';
import type { PipelineStep } from './pipelineStep';
import { RandomFlip } from './RandomFlip';

/** The steps that the data pipeline can do. */
export const pipelineSteps: ReadonlyMap<string, PipelineStep> = new Map(
  [CenterCrop, RandomFlip].map((step) => [step.name, step]),
);
