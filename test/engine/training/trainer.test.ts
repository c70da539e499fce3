import { describe, expect, test } from 'vitest';
import { train, type TrainerOptions, type TrainingData } from '../../../server/src/engine/trainer';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { createRunKeeper } from '../../../server/src/engine/training/runKeeper';
import { snapshotEpochs } from '../../../server/src/engine/runs/snapshotStore';
import { createTrainingControl } from '../../../server/src/engine/training/control';
import { decodeState } from '../../../server/src/engine/training/trainingState';
import type { TrainSettings } from '../../../server/src/language/model/trainSettings';
import type { EpochEvent, RunEventBody } from '../../../server/src/protocol/runEvents';
import { temporaryFolder } from '../helpers/temporaryFolder';
import type { Tensor } from '../../../server/src/engine/backend';
import { line, linearProgram, linearSession, linearSettings, type LinearSession } from '../helpers/linearModel';

function setUp(
  settings: Partial<TrainSettings> = {},
  change: Partial<TrainerOptions> = {},
): {
  readonly options: TrainerOptions;
  readonly events: RunEventBody[];
  readonly session: LinearSession;
} {
  const events: RunEventBody[] = [];
  const session = linearSession();
  let clock = 0;
  const data: TrainingData = { train: line(64), validation: undefined, test: undefined };
  const options = {
    program: linearProgram,
    session,
    settings: linearSettings(settings),
    data,
    control: createTrainingControl(),
    emit: (event: RunEventBody) => events.push(event),
    now: () => (clock += 1),
    ...change,
  };
  return { options, events, session };
}

function epochs(
  events: readonly RunEventBody[],
): readonly Omit<EpochEvent, 'sequence' | 'attempt' | 'time' | 'seconds'>[] {
  return events.flatMap((event) => {
    if (event.event !== 'epoch') return [];
    const { seconds, ...rest } = event;
    expect(seconds).toBeGreaterThan(0);
    return [rest];
  });
}

const call = (name: string, args: TrainSettings['optimizer']['args']): TrainSettings['optimizer'] => ({
  kind: 'function',
  name,
  args,
});

describe('the training loop', () => {
  test('learns', async () => {
    const { options, events, session } = setUp({ epochs: 60 });
    const outcome = await train(options);
    expect(outcome.reason).toBe('completed');
    const losses = epochs(events).map(({ logs }) => logs['loss'] ?? Number.NaN);
    expect(losses[0]).toBeGreaterThan(0.1);
    expect(losses.at(-1)).toBeLessThan(1e-4);
    expect((await session.read()).get('w')?.data[0]).toBeCloseTo(3, 1);
  });

  test('tells the same for the same seed, and another order for another', async () => {
    const runs = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const run = setUp({ seed });
        await train(run.options);
        return run;
      }),
    );
    expect(runs[0]?.events).toEqual(runs[1]?.events);
    expect(runs[0]?.session.seen).toEqual(runs[1]?.session.seen);
    expect(runs[0]?.session.seen).not.toEqual(runs[2]?.session.seen);
  });

  test('sees each example once an epoch, the last batch smaller, in another order each epoch', async () => {
    const { options, session } = setUp({ epochs: 2, batchSize: 10 });
    await train(options);
    expect(session.seen.map((batch) => batch.length)).toEqual([10, 10, 10, 10, 10, 10, 4, 10, 10, 10, 10, 10, 10, 4]);
    const [first, second] = [session.seen.slice(0, 7).flat(), session.seen.slice(7).flat()];
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, index) => index / 64));
    expect(second).not.toEqual(first);
    expect(new Set(second)).toEqual(new Set(first));
  });

  test('keeps the order where shuffle is off', async () => {
    const { options, session } = setUp({ epochs: 1, shuffle: false });
    await train(options);
    expect(session.seen.flat()).toEqual(Array.from({ length: 64 }, (_, index) => index / 64));
  });

  test('tells the first and the last batch of an epoch and at most ten a second between', async () => {
    // The clock gives a millisecond a call, so that an epoch of 64 steps lasts some 300.
    const { options, events } = setUp({ epochs: 2, batchSize: 1 });
    await train(options);
    const steps = events.flatMap((event) => (event.event === 'batch' && event.epoch === 2 ? [event] : []));
    expect(steps[0]?.step).toBe(1);
    expect(steps.at(-1)?.step).toBe(64);
    expect(steps.length).toBeLessThan(10);
    expect(steps[0]).toMatchObject({ steps: 64, logs: { loss: expect.any(Number) } });
    expect(steps.at(-1)?.secondsLeft).toBe(0);
  });

  test('measures validation after each epoch and the test part at the end', async () => {
    const data = { train: line(64), validation: line(10, 5), test: line(20, 7) };
    const { options, events } = setUp(
      {
        epochs: 3,
        assertions: [{ metric: 'test.loss', operator: '<', value: 0.001, text: 'assert test.loss < 0.001' }],
      },
      { data },
    );
    const { assertions } = await train(options);
    expect(epochs(events).every(({ logs }) => Number.isFinite(logs['val_loss']))).toBe(true);
    const evaluated = events.find((event) => event.event === 'evaluate');
    expect(evaluated).toMatchObject({ split: 'test', examples: 20 });
    expect(assertions).toEqual([{ text: 'assert test.loss < 0.001', holds: false, value: evaluated?.logs['loss'] }]);
  });

  test('stops early and goes back to the best weights', async () => {
    // Validation is on another line, which training first passes and then leaves.
    const data = { train: line(64, 8), validation: line(16, 2), test: undefined };
    const callbacks = [call('EarlyStopping', { monitor: 'val_loss', patience: 2, restore_best_weights: true })];
    const { options, events, session } = setUp({ epochs: 50, callbacks }, { data });
    const { reason } = await train(options);
    expect(reason).toBe('early-stopping');
    const losses = epochs(events).map(({ logs }) => logs['val_loss'] ?? Number.NaN);
    const best = losses.indexOf(Math.min(...losses));
    expect(losses).toHaveLength(best + 3);

    const again = setUp({ epochs: best + 1 }, { data });
    await train(again.options);
    expect(await session.read()).toEqual(await again.session.read());
  });

  test('warns once where a callback watches what is not measured', async () => {
    const { options, events } = setUp({ callbacks: [call('EarlyStopping', { monitor: 'val_loss', patience: 0 })] });
    expect((await train(options)).reason).toBe('completed');
    expect(events.filter((event) => event.event === 'warning')).toMatchObject([{ code: 'run/monitor' }]);
  });

  test('lowers the rate on a plateau and logs it', async () => {
    const callbacks = [
      call('ReduceLROnPlateau', { monitor: 'loss', factor: 0.5, patience: 1, min_delta: 100, min_lr: 0.06 }),
    ];
    const { options, session } = setUp({ epochs: 5, batchSize: 64, callbacks });
    await train(options);
    expect(session.rates).toEqual([0.2, 0.2, 0.1, 0.06, 0.06].map(Math.fround));
  });

  test('follows a schedule by steps and a scheduler by epochs', async () => {
    const optimizer = call('SGD', {
      learning_rate: call('ExponentialDecay', {
        initial_learning_rate: 0.4,
        decay_steps: 1,
        decay_rate: 0.5,
        staircase: false,
      }),
    });
    const bySteps = setUp({ epochs: 1, batchSize: 16, optimizer });
    await train(bySteps.options);
    expect(bySteps.session.rates).toEqual([0.4, 0.2, 0.1, 0.05].map(Math.fround));

    const schedule = call('PiecewiseConstantDecay', { boundaries: [0], values: [0.3, 0.1] });
    const byEpochs = setUp({ epochs: 2, batchSize: 32, callbacks: [call('LearningRateScheduler', { schedule })] });
    await train(byEpochs.options);
    expect(byEpochs.session.rates).toEqual([0.3, 0.3, 0.1, 0.1].map(Math.fround));
  });

  test('stops in the batch whose loss is not finite and names it', async () => {
    const { options } = setUp({ epochs: 500, optimizer: call('SGD', { learning_rate: 1e30 }) });
    await expect(train(options)).rejects.toMatchObject({
      code: 'run/nan',
      message: expect.stringMatching(/step \d+ of epoch 1$/),
    });
  });

  test('pauses, resumes and stops within one batch', async () => {
    const control = createTrainingControl();
    const session = linearSession((step) => {
      if (step === 2) control.pause();
      if (step === 4) control.stop();
    });
    const { options, events } = setUp({ epochs: 5 }, { control, session });
    const running = train({
      ...options,
      emit: (event) => {
        options.emit(event);
        if (event.event === 'state' && event.state === 'paused') {
          expect(session.rates).toHaveLength(3);
          control.resume();
        }
      },
    });
    expect((await running).reason).toBe('stopped');
    expect(session.rates).toHaveLength(5);
    const states = events.flatMap((event) => (event.event === 'state' ? [event.state] : []));
    expect(states).toEqual(['training', 'paused', 'training']);
  });

  test.each([0, 3, 7, 8, 12])('goes on after %i batches as if it had never stopped', async (stopAfter) => {
    const folder = await temporaryFolder();
    const checkpoints = openCheckpoints(folder);
    const callbacks = [call('ReduceLROnPlateau', { monitor: 'loss', factor: 0.5, patience: 0, min_delta: 100 })];
    const whole = setUp({ epochs: 3, callbacks });
    await train(whole.options);

    const control = createTrainingControl();
    const session = linearSession((step) => {
      if (step + 1 === stopAfter) control.stop();
    });
    if (stopAfter === 0) control.stop();
    const first = setUp({ epochs: 3, callbacks }, { control, session });
    const keeper = createRunKeeper({ program: linearProgram, checkpoints, snapshots: folder, now: () => 0 });
    await train({ ...first.options, keeper });
    expect(session.rates).toHaveLength(stopAfter);

    const loaded = await checkpoints.load('last');
    expect(loaded?.step).toBe(stopAfter);
    if (loaded === undefined) return;
    const { state, variables } = decodeState(loaded.content);
    const second = setUp({ epochs: 3, callbacks }, { state });
    await second.session.assign(variables);
    await train(second.options);
    expect(await second.session.read()).toEqual(await whole.session.read());
    expect([...session.seen, ...second.session.seen]).toEqual(whole.session.seen);
    expect(epochs([...first.events, ...second.events])).toEqual(epochs(whole.events));
  });

  test('keeps a snapshot an epoch and the best checkpoint', async () => {
    const folder = await temporaryFolder();
    const checkpoints = openCheckpoints(folder);
    const keeper = createRunKeeper({
      program: linearProgram,
      checkpoints,
      snapshots: `${folder}/snapshots`,
      now: () => 0,
    });
    const { options } = setUp({ epochs: 3 });
    await train({ ...options, keeper });
    expect(await snapshotEpochs(`${folder}/snapshots`)).toEqual([1, 2, 3]);
    expect((await checkpoints.load('best'))?.step).toBe(24);
  });

  test('stopped, it keeps the weights of that moment and not the best ones, so that it can go on', async () => {
    const folder = await temporaryFolder();
    const checkpoints = openCheckpoints(folder);
    const keeper = createRunKeeper({ program: linearProgram, checkpoints, snapshots: folder, now: () => 0 });
    const data = { train: line(64, 8), validation: line(16, 2), test: undefined };
    const callbacks = [call('EarlyStopping', { monitor: 'val_loss', patience: 40, restore_best_weights: true })];
    const whole = setUp({ epochs: 12, callbacks }, { data });
    await train(whole.options);
    const control = createTrainingControl();
    const session = linearSession((step) => {
      if (step === 70) control.stop();
    });
    const first = setUp({ epochs: 12, callbacks }, { data, control, session });
    await train({ ...first.options, keeper });
    const { state, variables } = decodeState((await checkpoints.load('last'))!.content);
    expect(state.kept).toBeDefined();
    expect(variables).not.toEqual(state.kept);
    const second = setUp({ epochs: 12, callbacks }, { data, state });
    await second.session.assign(variables);
    await train(second.options);
    expect(await second.session.read()).toEqual(await whole.session.read());
  });

  test('interrupted behind its last epoch, it goes on with the evaluation and its assertions', async () => {
    const folder = await temporaryFolder();
    const checkpoints = openCheckpoints(folder);
    const keeper = createRunKeeper({ program: linearProgram, checkpoints, snapshots: folder, now: () => 0 });
    const data = { train: line(64, 8), validation: line(16, 2), test: line(16) };
    const callbacks = [call('EarlyStopping', { monitor: 'val_loss', patience: 2, restore_best_weights: true })];
    const assertions = [{ metric: 'val_loss', operator: '<', value: 100, text: 'assert val_loss < 100' }] as const;
    const settings = { epochs: 50, callbacks, assertions };
    const whole = setUp(settings, { data });
    const outcome = await train({ ...whole.options, keeper });
    const { state, variables } = decodeState((await checkpoints.load('last'))!.content);
    const again = setUp(settings, { data, state });
    await again.session.assign(variables);
    expect(await train(again.options)).toEqual({ ...outcome, state });
    expect(again.session.rates).toEqual([]);
    expect(await again.session.read()).toEqual(await whole.session.read());
  });

  test('pauses while it validates', async () => {
    const control = createTrainingControl();
    const data = { train: line(64), validation: line(64), test: undefined };
    const { options, events, session } = setUp({ epochs: 1 }, { control, data });
    let evaluated = 0;
    const pausing = {
      ...session,
      run: (name: string, ...rest: [ReadonlyMap<string, Tensor>]) => {
        if (name === 'evaluate') evaluated += 1;
        if (evaluated === 2) control.pause();
        return session.run(name, ...rest);
      },
    };
    const running = train({
      ...options,
      session: pausing,
      emit: (event) => {
        options.emit(event);
        if (event.event !== 'state' || event.state !== 'paused') return;
        expect(evaluated).toBe(2);
        evaluated += 10;
        control.resume();
      },
    });
    expect((await running).reason).toBe('completed');
    expect(evaluated).toBe(18);
    expect(events.flatMap((event) => (event.event === 'state' ? [event.state] : []))).toEqual([
      'training',
      'paused',
      'training',
    ]);
  });
});
