import * as z from 'zod';
import { dataAnswerSchema, dataOverviewSchema, dataProgressSchema, dataQuestionSchema } from './dataMessageSchema';
import type { DataTarget, FromDataPanel, ToDataPanel } from './dataPanelMessages';
import { count } from './numbers';
import { runErrorSchema } from './runEventSchema';

/** Also checks what a panel saved before a reload of its window. */
export const dataTargetSchema: z.ZodType<DataTarget> = z.object({ uri: z.string(), data: z.string() });

export const toDataPanelSchema: z.ZodType<ToDataPanel> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('data'),
    target: dataTargetSchema,
    title: z.string(),
    overview: dataOverviewSchema.exactOptional(),
    error: runErrorSchema.exactOptional(),
    revision: count,
  }),
  z.object({ type: z.literal('answer'), id: count, answer: dataAnswerSchema }),
  z.object({ type: z.literal('failed'), id: count, error: runErrorSchema }),
  z.object({ type: z.literal('progress'), id: count, progress: dataProgressSchema }),
]);

export const fromDataPanelSchema: z.ZodType<FromDataPanel> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('ask'), id: count, question: dataQuestionSchema }),
  z.object({ type: z.literal('cancel'), id: count }),
  z.object({ type: z.literal('reveal') }),
  z.object({ type: z.literal('show-log') }),
]);
