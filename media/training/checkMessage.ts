import * as z from 'zod';
import type { ToTrainingPanel } from '../../server/src/protocol/panelMessages';
import { toTrainingPanelSchema } from '../../server/src/protocol/panelMessageSchema';

// The panel's policy forbids making code from text, which zod would otherwise try in order to be faster.
z.config({ jitless: true });

/** The message that the host sent, or undefined for anything that is none. */
export function checkMessage(message: unknown): ToTrainingPanel | undefined {
  const checked = toTrainingPanelSchema.safeParse(message);
  return checked.success ? checked.data : undefined;
}
