import { CenterCrop } from './CenterCrop';
import { Normalization } from './Normalization';
import { OneHot } from './OneHot';
import type { PipelineStep } from './pipelineStep';
import { RandomBrightness } from './RandomBrightness';
import { RandomContrast } from './RandomContrast';
import { RandomCrop } from './RandomCrop';
import { RandomFlip } from './RandomFlip';
import { RandomRotation } from './RandomRotation';
import { RandomTranslation } from './RandomTranslation';
import { RandomZoom } from './RandomZoom';
import { Rescaling } from './Rescaling';
import { Resizing } from './Resizing';

/** The steps that the data pipeline can do, by the name of their layer. */
export const pipelineSteps: ReadonlyMap<string, PipelineStep> = new Map(
  [
    CenterCrop,
    Normalization,
    OneHot,
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    Rescaling,
    Resizing,
  ].map((step) => [step.name, step]),
);
