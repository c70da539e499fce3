import type { PanelState, ToTrainingPanel, TrainingTarget } from '../../../server/src/protocol/panelMessages';
import type { RunError, RunEvent } from '../../../server/src/protocol/runEvents';
import { Coalescer } from '../training/coalesce';

/** What a panel can be fed from: a run, or nothing yet. */
export interface FeedSource {
  /** The run itself: when another takes its place the panel starts over. */
  readonly run: object | undefined;
  readonly title: string;
  readonly target: TrainingTarget | undefined;
  readonly state: PanelState;
  readonly error: RunError | undefined;
  readonly events: () => readonly RunEvent[];
}

/** What is about the run that is shown. */
export type RunMessage = Extract<ToTrainingPanel, { readonly type: 'snapshot' | 'append' }>;

/** The editor draws no more often than a person can follow. */
const period = 100;

/**
 * Keeps one panel up to date: a snapshot when it asks, the events after that as they come. While the panel is
 * hidden or not yet loaded nothing is sent; it asks again when it is back.
 */
export class PanelFeed {
  #open = false;
  #run: object | undefined;
  #waiting: RunEvent[] = [];
  readonly #sending = new Coalescer(period, () => this.#send());

  constructor(
    private readonly source: () => FeedSource,
    private readonly post: (message: RunMessage) => void,
  ) {}

  /** The panel is there and has nothing, or has lost the thread. */
  snapshot(): void {
    this.#open = true;
    this.#waiting = [];
    const { run, title, target, state, error, events } = this.source();
    this.#run = run;
    this.post({
      type: 'snapshot',
      title,
      ...(target === undefined ? {} : { target }),
      state,
      ...(error === undefined ? {} : { error }),
      events: events(),
    });
  }

  /** Events that follow on what was sent, or none when only the state has changed. */
  append(events: readonly RunEvent[]): void {
    if (!this.#open) return;
    if (this.source().run !== this.#run) {
      this.snapshot();
      return;
    }
    this.#waiting.push(...events);
    this.#sending.ask();
  }

  /** The panel is hidden: it asks for a snapshot before it gets anything. */
  close(): void {
    this.#open = false;
    this.#waiting = [];
    this.#sending.cancel();
  }

  #send(): void {
    const events = this.#waiting;
    this.#waiting = [];
    const { state, error } = this.source();
    this.post({ type: 'append', state, ...(error === undefined ? {} : { error }), events });
  }
}
