/**
 * The training loop, the same for every engine. It knows nothing of files, sockets or processes: it takes batches,
 * a session and a state, and tells events; its state is explicit, so that it can go on from any batch.
 */
import type { Program } from '../compiler/program';
import type { TrainSettings } from '../language/model/trainSettings';
import type { AssertionOutcome, EndEvent, Logs, RunEventBody } from '../protocol/runEvents';
import type { EngineSession, Tensor } from './backend';
import type { FeedBatches } from './data/batches';
import type { RunKeeper } from './training/runKeeper';
import { checkAssertions } from './training/assertions';
import { createCallbacks } from './training/callbacks/callbackRegistry';
import type { TrainingCallback } from './training/callbacks/callback';
import { isBetter, type Monitor } from './training/callbacks/monitor';
import type { TrainingControl } from './training/control';
import { evaluate } from './training/evaluate';
import { programFunction, stepFeeds } from './training/feeds';
import { addSums, finishLogs } from './training/metricSums';
import { nonFiniteLoss } from './training/nonFiniteProblem';
import { nextTurn } from './training/nextTurn';
import { permutation, seedWord } from './training/random';
import { rateAt } from './training/schedules';
import { createSpeedMeter } from './training/speedMeter';
import { initialState, type TrainingState } from './training/trainingState';
import { rowNumbers } from './data/examples';
import type { TrainingWatch } from './training/watch/trainingWatch';

export interface TrainerOptions {
  readonly program: Program;
  readonly session: EngineSession;
  /** Epochs, batch size and seed as they count, options of the command line already in. */
  readonly settings: TrainSettings;
  readonly data: TrainingData;
  readonly control: TrainingControl;
  readonly emit: (event: RunEventBody) => void;
  /** Milliseconds; for speeds and throttling alone. */
  readonly now: () => number;
  /** Keeps checkpoints and snapshots; nothing is kept without one. */
  readonly keeper?: RunKeeper;
  /** Looks for layers in trouble; nothing is looked for without one. */
  readonly watch?: TrainingWatch;
  /** Where to go on; the session's variables are already those of that moment. */
  readonly state?: TrainingState;
}

export interface TrainingData {
  readonly train: FeedBatches;
  readonly validation: FeedBatches | undefined;
  readonly test: FeedBatches | undefined;
}

export interface TrainingOutcome {
  readonly reason: Extract<EndEvent['reason'], 'completed' | 'stopped' | 'early-stopping'>;
  readonly assertions: readonly AssertionOutcome[];
  readonly state: TrainingState;
}

/** At most ten batch events a second, beside the first and the last of each epoch. */
const eventInterval = 100;

/** Trains to the end, to a stop, or to a failure, which is thrown (a loss that is not finite as a RunProblem). */
export async function train(options: TrainerOptions): Promise<TrainingOutcome> {
  const { settings, emit, session } = options;
  const callbacks = createCallbacks(settings.callbacks);
  const run = new TrainingRun(options, callbacks);
  emit({ event: 'state', state: 'training' });
  while (!run.finished) {
    if (await run.epoch()) continue;
    // Stopped in the middle: it can go on from here, with the weights of here.
    await options.keeper?.checkpoint(run.state, session);
    return { reason: 'stopped', assertions: [], state: run.state };
  }
  if (callbacks.some((callback) => callback.restoresBest) && run.state.kept !== undefined) {
    await session.assign(run.state.kept);
  }
  await options.keeper?.checkpoint(run.state, session);
  const test = await evaluateTest(options, () => run.pause());
  if (test === undefined) return { reason: 'stopped', assertions: [], state: run.state };
  return {
    reason: run.state.stoppedEarly ? 'early-stopping' : 'completed',
    assertions: checkAssertions(settings.assertions, { ...run.state.logs, ...test }),
    state: run.state,
  };
}

/** The loop over one epoch and what it carries from one to the next. */
class TrainingRun {
  state: TrainingState;
  readonly #options: TrainerOptions;
  readonly #callbacks: readonly TrainingCallback[];
  readonly #warned = new Set<string>();
  #lastEvent = Number.NEGATIVE_INFINITY;

  constructor(options: TrainerOptions, callbacks: readonly TrainingCallback[]) {
    this.#options = options;
    this.#callbacks = callbacks;
    this.state = options.state ?? initialState(callbacks.length);
  }

  /** All epochs are done, or a callback has ended the training. */
  get finished(): boolean {
    return this.state.stoppedEarly || this.state.epoch >= this.#options.settings.epochs;
  }

  /** False where a stop was asked for: the state is then that of the last batch done. */
  async epoch(): Promise<boolean> {
    const { emit, now, data } = this.#options;
    const started = now();
    this.#beginEpoch();
    if (!(await this.#batches())) return false;
    const layout = programFunction(this.#options.program, 'train').metricLayout;
    const rate = this.#rate(this.state.globalStep - 1);
    const validation = data.validation === undefined ? {} : await this.#evaluate(data.validation);
    if (validation === undefined) return false;
    const logs: Logs = {
      ...finishLogs(layout, this.state.sums),
      ...validation,
      ...(this.state.rate === undefined ? {} : { learning_rate: rate }),
    };
    const { epoch } = this.state;
    await this.#endEpoch(logs, rate);
    emit({ event: 'epoch', epoch: epoch + 1, logs, seconds: (now() - started) / 1000 });
    await this.#watchEpoch(logs);
    await this.#keepBest(epoch, logs);
    await this.#options.keeper?.epochEnd(this.state, this.#options.session, this.finished);
    return true;
  }

  /** Waits while a pause lasts; what was learned is on disk meanwhile. */
  async pause(resumed: () => void = () => undefined): Promise<void> {
    const { control, emit, keeper, session } = this.#options;
    const before = this.finished ? 'evaluating' : 'training';
    emit({ event: 'state', state: 'paused' });
    await keeper?.checkpoint(this.state, session);
    await control.resumed();
    if (!control.stopRequested) emit({ event: 'state', state: before });
    resumed();
  }

  #beginEpoch(): void {
    const { settings, data } = this.#options;
    if (this.state.step > 0) return;
    const { epoch } = this.state;
    const rate = this.#callbacks.reduce<number | undefined>(
      (current, callback) => callback.rateAtStart?.(epoch) ?? current,
      this.state.rate,
    );
    const order = settings.shuffle
      ? permutation(data.train.length, settings.seed, 'shuffle', epoch)
      : rowNumbers(data.train.length);
    this.state = { ...this.state, rate, order, sums: [] };
  }

  /** False where a stop was asked for. */
  async #batches(): Promise<boolean> {
    const { program, session, control, settings, emit, now, keeper, watch } = this.#options;
    const layout = programFunction(program, 'train').metricLayout;
    const steps = Math.ceil(this.state.order.length / settings.batchSize);
    const meter = createSpeedMeter(now());
    let next = this.state.step < steps ? this.#prepare(this.state.step) : undefined;
    while (next !== undefined) {
      if (control.pauseRequested && !control.stopRequested) await this.pause(() => meter.restart(now()));
      if (control.stopRequested) {
        // The batch made ready is not used; a failure to read it is no failure of the run.
        next.catch(() => undefined);
        return false;
      }
      const { epoch, step, globalStep } = this.state;
      const feeds = stepFeeds(program, await next, { rate: this.#rate(globalStep), seed: settings.seed, globalStep });
      const running = session.run('train', feeds, ['metrics']);
      next = step + 1 < steps ? this.#prepare(step + 1) : undefined;
      // A failed step must not leave the other promise without a handler.
      next?.catch(() => undefined);
      const metrics = (await running).get('metrics');
      if (metrics === undefined) throw new TypeError('the program gave no metrics');
      const logs = finishLogs(layout, addSums([], metrics));
      if (!Number.isFinite(logs['loss'] ?? 0)) throw nonFiniteLoss(logs['loss'] ?? 0, { epoch, step, globalStep });
      this.state = {
        ...this.state,
        step: step + 1,
        globalStep: globalStep + 1,
        sums: addSums(this.state.sums, metrics),
      };

      await watch?.afterStep(feeds, session);
      const time = now();
      meter.add(this.#rows(step).length, time);
      if (step === 0 || step + 1 === steps || time - this.#lastEvent >= eventInterval) {
        this.#lastEvent = time;
        const speed = meter.examplesPerSecond;
        emit({
          event: 'batch',
          epoch: epoch + 1,
          step: step + 1,
          steps,
          logs,
          examplesPerSecond: speed,
          secondsLeft: this.#examplesLeft() / speed,
        });
      }
      if (step + 1 < steps && keeper?.isDue() === true) await keeper.checkpoint(this.state, session);
      await nextTurn();
    }
    return true;
  }

  async #evaluate(batches: FeedBatches): Promise<Logs | undefined> {
    const { program, session, control, settings } = this.#options;
    const pause = (): Promise<void> => this.pause();
    return evaluate({ program, session, control, batches, batchSize: settings.batchSize, prefix: 'val_', pause });
  }

  /** Lets the callbacks decide and moves the state to the start of the next epoch. */
  async #endEpoch(logs: Logs, rate: number): Promise<void> {
    const { epoch } = this.state;
    let { kept, rate: nextRate } = this.state;
    let stop = false;
    const states = [...this.state.callbacks];
    for (const [index, callback] of this.#callbacks.entries()) {
      const verdict = callback.afterEpoch?.(epoch, logs, nextRate ?? rate, states[index] ?? {});
      if (verdict === undefined) continue;
      states[index] = verdict.state;
      if (verdict.keepWeights === true) kept = await this.#weights();
      if (verdict.rate !== undefined) nextRate = verdict.rate;
      if (verdict.stop === true) stop = true;
      if (verdict.missing !== undefined) this.#warnMissing(verdict.missing, logs);
    }
    this.state = {
      ...this.state,
      epoch: epoch + 1,
      step: 0,
      order: new Int32Array(0),
      sums: [],
      callbacks: states,
      kept,
      rate: nextRate,
      logs,
      stoppedEarly: stop,
    };
  }

  async #watchEpoch(logs: Logs): Promise<void> {
    const { watch, emit, session } = this.#options;
    for (const warning of (await watch?.epochEnd(logs, session)) ?? []) emit({ event: 'warning', ...warning });
  }

  async #keepBest(epoch: number, logs: Logs): Promise<void> {
    const monitor: Monitor = { name: 'val_loss' in logs ? 'val_loss' : 'loss', mode: 'min' };
    const value = logs[monitor.name] ?? Number.NaN;
    // NaN is never better, and never the first best.
    if (!isBetter(monitor, value, this.state.best?.value ?? Number.POSITIVE_INFINITY, 0)) return;
    this.state = { ...this.state, best: { epoch, value } };
    await this.#options.keeper?.best(this.state, this.#options.session);
  }

  async #weights(): Promise<ReadonlyMap<string, Tensor>> {
    const { program, session } = this.#options;
    return session.read(program.variables.filter(({ role }) => role === 'weight').map(({ name }) => name));
  }

  #warnMissing(name: string, logs: Logs): void {
    if (this.#warned.has(name)) return;
    this.#warned.add(name);
    const known = Object.keys(logs).join(', ');
    const hint = name.startsWith('val_') ? ' Add validation_data or validation_split.' : '';
    this.#options.emit({
      event: 'warning',
      code: 'run/monitor',
      message: `A callback watches "${name}", which is not measured; there is ${known}.${hint}`,
    });
  }

  #rate(globalStep: number): number {
    return this.state.rate ?? rateAt(this.#options.settings.optimizer.args['learning_rate'], globalStep);
  }

  #prepare(step: number): Promise<ReadonlyMap<string, Tensor>> {
    const { data, settings } = this.#options;
    const globalStep = this.state.globalStep - this.state.step + step;
    const seed = [seedWord(settings.seed, 'augmentation'), globalStep] as const;
    return data.train.feeds(this.#rows(step), { training: true, seed });
  }

  #rows(step: number): Int32Array {
    const { batchSize } = this.#options.settings;
    return this.state.order.slice(step * batchSize, (step + 1) * batchSize);
  }

  #examplesLeft(): number {
    const { settings } = this.#options;
    const { length } = this.state.order;
    const done = Math.min(length, this.state.step * settings.batchSize);
    return (settings.epochs - this.state.epoch) * length - done;
  }
}

/** Tells the test part's figures; `{}` where there is none, undefined where a stop cut it short. */
async function evaluateTest(options: TrainerOptions, pause: () => Promise<void>): Promise<Logs | undefined> {
  const { program, session, control, settings, data, emit, now } = options;
  if (data.test === undefined) return {};
  emit({ event: 'state', state: 'evaluating' });
  let last = now();
  const logs = await evaluate({
    program,
    session,
    control,
    batches: data.test,
    batchSize: settings.batchSize,
    pause,
    prefix: '',
    onProgress: (done, total) => {
      if (now() - last < 10 * eventInterval) return;
      last = now();
      emit({ event: 'state', state: 'evaluating', progress: { done, total, unit: 'examples' } });
    },
  });
  if (logs === undefined) return undefined;
  emit({ event: 'evaluate', split: 'test', logs, examples: data.test.length });
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`test.${name}`, value]));
}
