import * as z from 'zod';
import type { FromTrainingPanel, ToTrainingPanel, TrainingTarget } from './panelMessages';
import { runErrorSchema, runEventSchema } from './runEventSchema';

const panelState = z.enum([
  'idle',
  'starting',
  'loading-data',
  'compiling',
  'training',
  'paused',
  'evaluating',
  'stopping',
  'completed',
  'stopped',
  'failed',
]);

/** Also checks what a panel saved before a reload of its window. */
export const trainingTargetSchema: z.ZodType<TrainingTarget> = z.object({ uri: z.string(), train: z.string() });

const picture = { state: panelState, error: runErrorSchema.exactOptional(), events: z.array(runEventSchema) };

export const toTrainingPanelSchema: z.ZodType<ToTrainingPanel> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), title: z.string(), target: trainingTargetSchema.exactOptional(), ...picture }),
  z.object({ type: z.literal('append'), ...picture }),
]);

export const fromTrainingPanelSchema: z.ZodType<FromTrainingPanel> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('lost') }),
  z.object({ type: z.literal('start') }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('reveal-source') }),
  z.object({ type: z.literal('show-log') }),
]);
