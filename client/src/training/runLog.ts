import type { Disposable, LogOutputChannel } from 'vscode';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import type { RunUpdate } from './supervisedRun';
import type { Training } from './training';

/** Writes what happens in runs to the output channel: everything but single batches. */
export function registerRunLog(training: Training, log: LogOutputChannel): Disposable {
  const told = new WeakMap<object, string>();
  return training.onUpdate(({ run, condition, events }: RunUpdate) => {
    for (const event of events) writeEvent(log, run.target.train, event);
    if (told.get(run) === condition.state) return;
    told.set(run, condition.state);
    if (condition.error === undefined) log.info(`${run.target.train}: ${condition.state}`);
    else
      log.error(
        `${run.target.train}: ${condition.error.message}\n${condition.error.cause}\n${condition.error.nextStep}\n${run.folder}`,
      );
  });
}

function writeEvent(log: LogOutputChannel, train: string, event: RunEvent): void {
  switch (event.event) {
    case 'start':
      log.info(
        `${train}: ${event.engine} ${event.engineVersion}${event.engineReason === undefined ? '' : ` (${event.engineReason})`}, run ${event.folder}`,
      );
      return;
    case 'epoch':
      log.info(`${train}: epoch ${event.epoch} in ${event.seconds.toFixed(1)} s, ${logsText(event.logs)}`);
      return;
    case 'evaluate':
      log.info(`${train}: ${event.split} ${logsText(event.logs)} on ${event.examples} examples`);
      return;
    case 'warning':
      log.warn(`${train}: ${event.message} (${event.code})`);
      return;
    case 'state':
      if (event.message !== undefined) log.debug(`${train}: ${event.message}`);
      return;
    case 'batch':
    case 'end':
      return;
  }
}

function logsText(logs: Readonly<Record<string, number>>): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${value.toPrecision(5)}`)
    .join(', ');
}
