/** A training that another program does: a Python process of this machine, or a job of a Ray cluster. */
export interface Job {
  /**
   * Reads the log from its beginning until it ends, and gives each piece of it to `onText`. Resolves with what is
   * known of the end; rejects where the connection was lost, while the job may go on.
   */
  follow(onText: (text: string) => void): Promise<JobEnd>;
  /** Asks it to end after the batch under way, with a checkpoint. */
  stop(): Promise<void>;
}

export interface JobEnd {
  /** It ended by itself and well. */
  readonly succeeded: boolean;
  /** For people: how it ended, and its last words. */
  readonly words: string;
}
