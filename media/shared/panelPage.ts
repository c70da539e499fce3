import { render, type VNode } from 'preact';
import * as z from 'zod';
import { connectToHost, type HostConnection } from './hostConnection';

// The panel's policy forbids making code from text, which zod would otherwise try where the build has not taken it out.
z.config({ jitless: true });

export interface PanelPage<Incoming, Outgoing, Saved> extends HostConnection<Incoming, Outgoing, Saved> {
  /** Draws with the next frame, once however often it is asked. */
  draw(): void;
}

/**
 * Connects a panel's page to its host and draws it.
 *
 * @param schema of the host's messages; anything else is dropped
 * @param view what the page shows now; read when a frame is drawn
 */
export function openPanelPage<Incoming, Outgoing, Saved extends object>(
  schema: z.ZodType<Incoming>,
  view: () => VNode,
): PanelPage<Incoming, Outgoing, Saved> {
  const host = connectToHost<Incoming, Outgoing, Saved>((message) => {
    const checked = schema.safeParse(message);
    return checked.success ? checked.data : undefined;
  });
  const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('main'));
  let drawing = false;
  return {
    ...host,
    draw: () => {
      if (drawing) return;
      drawing = true;
      requestAnimationFrame(() => {
        drawing = false;
        render(view(), root);
      });
    },
  };
}
