import * as z from 'zod';
import type { GraphPicture, PictureBlock, PictureLayer, PicturePlace } from '../language/graph/graphPicture';
import type { FromGraphPanel, GraphTarget, ToGraphPanel } from './graphMessages';
import type { GraphProblem, GraphResult } from './graphRequest';
import { count, exportedBytes } from './numbers';

/** Also checks what a panel saved before a reload of its window. */
export const graphTargetSchema: z.ZodType<GraphTarget> = z.object({ uri: z.string(), model: z.string() });

const amount = z.number().nonnegative().nullable();
const place: z.ZodType<PicturePlace> = z.object({ uri: z.string().exactOptional(), start: count, end: count });

const layer: z.ZodType<PictureLayer> = z.object({
  id: z.string(),
  name: z.string(),
  call: z.string(),
  shape: z.string(),
  reshapes: z.boolean(),
  params: amount,
  macs: amount,
  block: z.string().exactOptional(),
  inputs: z.array(z.string()),
  place,
  problem: z.string().exactOptional(),
});

const block: z.ZodType<PictureBlock> = z.object({
  id: z.string(),
  name: z.string(),
  parent: z.string().exactOptional(),
  place,
});

/** Names lead somewhere and nothing stands inside itself: whoever draws follows them without looking back. */
const picture: z.ZodType<GraphPicture> = z
  .object({
    model: z.string(),
    layers: z.array(layer),
    blocks: z.array(block),
    outputs: z.array(z.object({ name: z.string(), layer: z.string() })),
    params: amount,
    macs: amount,
  })
  .refine(isConnected);

function isConnected({ layers, blocks }: GraphPicture): boolean {
  const known = new Set<string>();
  for (const { id, parent } of blocks) {
    if (id === '' || known.has(id) || (parent !== undefined && !known.has(parent))) return false;
    known.add(id);
  }
  const before = new Set<string>();
  for (const { id, block: around, inputs } of layers) {
    if (id === '' || before.has(id) || known.has(id) || (around !== undefined && !known.has(around))) return false;
    if (!inputs.every((input) => before.has(input))) return false;
    before.add(id);
  }
  return true;
}

const problem: z.ZodType<GraphProblem> = z.object({ message: z.string(), start: count, end: count });

export const graphResultSchema: z.ZodType<GraphResult> = z
  .object({ version: z.number(), picture, sound: z.boolean(), problem: problem.exactOptional() })
  .nullable();

export const toGraphPanelSchema: z.ZodType<ToGraphPanel> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('graph'),
    target: graphTargetSchema.exactOptional(),
    picture: picture.exactOptional(),
    stale: z.boolean(),
    problem: problem.exactOptional(),
  }),
  z.object({ type: z.literal('cursor'), offset: count }),
]);

export const fromGraphPanelSchema: z.ZodType<FromGraphPanel> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('reveal'), id: z.string() }),
  z.object({ type: z.literal('reveal-problem') }),
  z.object({ type: z.literal('export'), format: z.enum(['svg', 'png']), bytes: exportedBytes }),
]);
