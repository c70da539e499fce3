import { readEventLog } from '../../engine/runs/eventLog';
import { runFiles } from '../../engine/runs/runFolder';
import { currentEvents } from '../../protocol/currentEvents';
import type { EpochEvent, EvaluateEvent, RunEvent, StartEvent } from '../../protocol/runEvents';

/** What the log of a run says, without what a later attempt has taken back. */
export interface RunFigures {
  readonly events: readonly RunEvent[];
  readonly start: StartEvent | undefined;
  readonly epochs: readonly EpochEvent[];
  readonly evaluation: EvaluateEvent | undefined;
  readonly damagedLines: number;
}

export async function readFigures(folder: string): Promise<RunFigures> {
  const { events: all, damagedLines } = await readEventLog(runFiles(folder).events);
  const events = currentEvents(all);
  return {
    events,
    start: events.findLast((event) => event.event === 'start'),
    epochs: events.filter((event) => event.event === 'epoch'),
    evaluation: events.findLast((event) => event.event === 'evaluate'),
    damagedLines,
  };
}
