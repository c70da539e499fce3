/** What windows ask of a running training; it acts within one batch. */
export interface TrainingControl {
  readonly stopRequested: boolean;
  readonly pauseRequested: boolean;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Once it is no longer paused, or is to stop. */
  resumed(): Promise<void>;
  /** Once a stop was asked for; never before. */
  whenStopped(): Promise<void>;
}

export function createTrainingControl(): TrainingControl {
  let stopRequested = false;
  let pauseRequested = false;
  let waiting: (() => void)[] = [];
  let tellStop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    tellStop = resolve;
  });
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  return {
    get stopRequested() {
      return stopRequested;
    },
    get pauseRequested() {
      return pauseRequested;
    },
    pause: () => {
      pauseRequested = true;
    },
    resume: () => {
      pauseRequested = false;
      wake();
    },
    stop: () => {
      stopRequested = true;
      tellStop();
      wake();
    },
    whenStopped: () => stopped,
    resumed: () =>
      !pauseRequested || stopRequested ? Promise.resolve() : new Promise((resolve) => waiting.push(() => resolve())),
  };
}
