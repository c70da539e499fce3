import * as z from 'zod';
import type { ToGraphPanel } from '../../server/src/protocol/graphMessages';
import { toGraphPanelSchema } from '../../server/src/protocol/graphMessageSchema';

// The panel's policy forbids making code from text, which zod would otherwise try in order to be faster.
z.config({ jitless: true });

/** The message that the host sent, or undefined for anything that is none. */
export function checkMessage(message: unknown): ToGraphPanel | undefined {
  const checked = toGraphPanelSchema.safeParse(message);
  return checked.success ? checked.data : undefined;
}
