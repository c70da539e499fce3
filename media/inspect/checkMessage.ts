import * as z from 'zod';
import type { ToInspectPanel } from '../../server/src/protocol/inspectPanelMessages';
import { toInspectPanelSchema } from '../../server/src/protocol/inspectPanelMessageSchema';

// The panel's policy forbids making code from text, which zod would otherwise try in order to be faster.
z.config({ jitless: true });

/** The message that the host sent, or undefined for anything that is none. */
export function checkMessage(message: unknown): ToInspectPanel | undefined {
  const checked = toInspectPanelSchema.safeParse(message);
  return checked.success ? checked.data : undefined;
}
