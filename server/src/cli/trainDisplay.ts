import type { Logs, RunEventBody } from '../protocol/runEvents';
import type { TrainEnvironment } from './followTraining';

const barWidth = 24;

/** Writes a training for a person: a line an epoch, and on a terminal a bar that moves. */
export function createTrainDisplay(
  output: TrainEnvironment['output'],
  errors: TrainEnvironment['errors'],
): (event: RunEventBody) => void {
  const isTerminal = output.isTTY === true;
  const clear = isTerminal ? '\r\u001b[2K' : '';
  const bar = (done: number, total: number, text: string): void => {
    if (!isTerminal) return;
    const full = total > 0 ? Math.round((Math.min(done, total) / total) * barWidth) : 0;
    const line = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${text}`;
    output.write(clear + line.slice(0, (output.columns ?? 80) - 1));
  };
  const line = (text: string): void => {
    output.write(`${clear}${text}\n`);
  };
  let epochs = 0;
  return (event) => {
    switch (event.event) {
      case 'start': {
        epochs = event.epochs;
        const why = event.engineReason === undefined ? '' : ` (${event.engineReason})`;
        if (event.resumedFrom !== undefined)
          line(`goes on behind step ${event.resumedFrom.step} of epoch ${event.resumedFrom.epoch}`);
        for (const { layer, taken, reason } of event.carried ?? [])
          line(taken ? `weights taken: ${layer}` : `weights anew:  ${layer} (${reason ?? ''})`);
        line(
          `${event.train} · ${event.engine} ${event.engineVersion}${why} · ${grouped(event.params)} parameters · ${grouped(event.examples.train)} examples`,
        );
        break;
      }
      case 'state':
        if (event.progress !== undefined) bar(event.progress.done, event.progress.total, event.message ?? event.state);
        break;
      case 'batch':
        bar(
          event.step,
          event.steps,
          `epoch ${event.epoch} of ${epochs} · ${event.step}/${event.steps} · ${logText(event.logs)} · ${grouped(Math.round(event.examplesPerSecond))}/s · ${duration(event.secondsLeft)} left`,
        );
        break;
      case 'epoch':
        line(`epoch ${event.epoch} of ${epochs} · ${event.seconds.toFixed(1)} s · ${logText(event.logs)}`);
        break;
      case 'evaluate':
        line(`test · ${logText(event.logs)} · ${grouped(event.examples)} examples`);
        break;
      case 'warning':
        errors.write(`${clear}warning: ${event.message}\n`);
        break;
      case 'end':
        for (const { text, holds, value } of event.assertions ?? []) {
          line(`${holds ? 'holds' : 'FAILS'}: ${text} (${value === undefined ? 'not measured' : number(value)})`);
        }
        if (event.error === undefined) line(event.reason);
        else errors.write(`${clear}${event.error.message}\n  ${event.error.cause}\n  ${event.error.nextStep}\n`);
        break;
    }
  };
}

/** `loss 0.0712 · accuracy 0.9810`. */
export function logText(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${number(value)}`)
    .join(' · ');
}

function number(value: number): string {
  return Number.isFinite(value) && value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toFixed(4);
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
