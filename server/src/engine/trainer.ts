/**
 * The training loop, the same for every engine. It knows nothing of files, sockets or processes: it takes batches,
 * a session and a state, and tells events; its state is explicit, so that it can go on from any batch.
 */
import type { Program } from '../compiler/program';
import type { TrainSettings } from '../language/model/trainSettings';
import type { AssertionOutcome, EndEvent, Logs, RunEventBody } from '../protocol/runEvents';
import type { EngineSession, Tensor } from './backend';
import type { FeedBatches } from './data/batches';
import { RunProblem } from './runProblem';
import type { RunKeeper } from './training/runKeeper';
import { checkAssertions } from './training/assertions';
import { createCallbacks } from './training/callbacks/callbackRegistry';
import type { TrainingCallback } from './training/callbacks/callback';
import { isBetter, type Monitor } from './training/callbacks/monitor';
import type { TrainingControl } from './training/control';
import { evaluate } from './training/evaluate';
import { programFunction, stepFeeds } from './training/feeds';
import { addSums, finishLogs } from './training/metricSums';
import { nextTurn } from './training/nextTurn';
import { permutation, seedWord } from './training/random';
import { rateAt } from './training/schedules';
import { createSpeedMeter } from './training/speedMeter';
import { initialState, type TrainingState } from './training/trainingState';
import { rowNumbers } from './data/examples';

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
  const { settings, control, emit, session } = options;
  const callbacks = createCallbacks(settings.callbacks);
  const run = new TrainingRun(options, callbacks);
  emit({ event: 'state', state: 'training' });
  let logs: Logs = {};
  let stoppedEarly = false;
  while (run.state.epoch < settings.epochs && !stoppedEarly) {
    const finished = await run.epoch();
    if (finished === undefined) break;
    logs = finished.logs;
    stoppedEarly = finished.stop;
  }
  if (callbacks.some((callback) => callback.restoresBest) && run.state.kept !== undefined) {
    await session.assign(run.state.kept);
  }
  await options.keeper?.checkpoint(run.state, session);
  if (control.stopRequested) return { reason: 'stopped', assertions: [], state: run.state };

  const test = await evaluateTest(options);
  if (test === undefined) return { reason: 'stopped', assertions: [], state: run.state };
  return {
    reason: stoppedEarly ? 'early-stopping' : 'completed',
    assertions: checkAssertions(settings.assertions, { ...logs, ...test }),
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

  /** Undefined where a stop was asked for: the state is then that of the last batch done. */
  async epoch(): Promise<{ readonly logs: Logs; readonly stop: boolean } | undefined> {
    const { settings, emit, now, data } = this.#options;
    const started = now();
    this.#beginEpoch();
    if (!(await this.#batches())) return undefined;
    const layout = programFunction(this.#options.program, 'train').metricLayout;
    const rate = this.#rate(this.state.globalStep - 1);
    const validation = data.validation === undefined ? {} : await this.#evaluate(data.validation);
    if (validation === undefined) return undefined;
    const logs: Logs = {
      ...finishLogs(layout, this.state.sums),
      ...validation,
      ...(this.state.rate === undefined ? {} : { learning_rate: rate }),
    };
    const { epoch } = this.state;
    const stop = await this.#endEpoch(logs, rate);
    emit({ event: 'epoch', epoch: epoch + 1, logs, seconds: (now() - started) / 1000 });
    await this.#keepBest(epoch, logs);
    await this.#options.keeper?.epochEnd(this.state, this.#options.session, epoch + 1 === settings.epochs || stop);
    return { logs, stop };
  }

  #beginEpoch(): void {
    const { settings, data } = this.#options;
    if (this.state.step > 0) return;
    const { epoch } = this.state;
    const rate = this.#callbacks.reduce<number | undefined>(
      (current, callback) => callback.rateAtStart?.(epoch) ?? current,
      this.state.rate,
    );
    const order = settings.shuffle ? permutation(data.train.length, settings.seed, 'shuffle', epoch) : rowNumbers(data.train.length);
    this.state = { ...this.state, rate, order, sums: [] };
  }

  /** False where a stop was asked for. */
  async #batches(): Promise<boolean> {
    const { program, session, control, settings, emit, now, keeper } = this.#options;
    const layout = programFunction(program, 'train').metricLayout;
    const steps = Math.ceil(this.state.order.length / settings.batchSize);
    const meter = createSpeedMeter(now());
    let next = this.state.step < steps ? this.#prepare(this.state.step) : undefined;
    while (next !== undefined) {
      if (control.pauseRequested && !control.stopRequested) await this.#pause(() => meter.restart(now()));
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
      if (!Number.isFinite(logs['loss'] ?? 0)) throw notFinite(logs['loss'] ?? 0, epoch + 1, step + 1, globalStep + 1);
      this.state = { ...this.state, step: step + 1, globalStep: globalStep + 1, sums: addSums(this.state.sums, metrics) };

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

  async #pause(resumed: () => void): Promise<void> {
    const { control, emit, keeper, session } = this.#options;
    emit({ event: 'state', state: 'paused' });
    await keeper?.checkpoint(this.state, session);
    await control.resumed();
    if (!control.stopRequested) emit({ event: 'state', state: 'training' });
    resumed();
  }

  async #evaluate(batches: FeedBatches): Promise<Logs | undefined> {
    const { program, session, control, settings } = this.#options;
    return evaluate({ program, session, control, batches, batchSize: settings.batchSize, prefix: 'val_' });
  }

  /** Lets the callbacks decide and moves the state to the start of the next epoch. */
  async #endEpoch(logs: Logs, rate: number): Promise<boolean> {
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
    };
    return stop;
  }

  async #keepBest(epoch: number, logs: Logs): Promise<void> {
    const monitor: Monitor = { name: 'val_loss' in logs ? 'val_loss' : 'loss', mode: 'min' };
    const value = logs[monitor.name] ?? Number.NaN;
    if (this.state.best !== undefined && !isBetter(monitor, value, this.state.best.value, 0)) return;
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
async function evaluateTest(options: TrainerOptions): Promise<Logs | undefined> {
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

function notFinite(loss: number, epoch: number, step: number, globalStep: number): RunProblem {
  return new RunProblem('run/nan', {
    message: `The loss is ${loss} at step ${step} of epoch ${epoch}`,
    reason: `Batch ${globalStep} of the run gave a loss that is not a finite number; the learning rate is often too high, or inputs are not scaled.`,
    nextStep: 'Lower the learning rate, scale the inputs (Rescaling(1/255)), or look for a logarithm or division of zero.',
  });
}
