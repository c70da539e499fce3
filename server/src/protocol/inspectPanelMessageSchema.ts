import * as z from 'zod';
import { inspectAnswerSchema, inspectQuestionSchema, modelAnswerSchema } from './inspectMessageSchema';
import type { FromInspectPanel, InspectTarget, ToInspectPanel } from './inspectPanelMessages';
import { count } from './numbers';
import { runErrorSchema } from './runEventSchema';

/** Also checks what a panel saved before a reload of its window. */
export const inspectTargetSchema: z.ZodType<InspectTarget> = z.object({ uri: z.string(), model: z.string() });

const runs = z.array(z.object({ run: z.string(), train: z.string(), epochs: z.array(count), fits: z.boolean() }));

export const toInspectPanelSchema: z.ZodType<ToInspectPanel> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('model'),
    target: inspectTargetSchema,
    title: z.string(),
    model: modelAnswerSchema.exactOptional(),
    error: runErrorSchema.exactOptional(),
    revision: count,
    runs,
  }),
  z.object({ type: z.literal('runs'), runs }),
  z.object({ type: z.literal('answer'), id: count, answer: inspectAnswerSchema }),
  z.object({ type: z.literal('failed'), id: count, error: runErrorSchema }),
  z.object({ type: z.literal('select'), path: z.string() }),
]);

export const fromInspectPanelSchema: z.ZodType<FromInspectPanel> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('ask'), id: count, question: inspectQuestionSchema }),
  z.object({ type: z.literal('reveal'), path: z.string() }),
  z.object({ type: z.literal('show-log') }),
]);
