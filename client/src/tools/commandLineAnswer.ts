import * as z from 'zod';

const failed = z.object({ error: z.object({ message: z.string() }) });

/** What a command of the command line told under `--json`, or why it told nothing; no reason where it was cancelled. */
export function commandLineAnswer<Answer>(
  written: string,
  schema: z.ZodType<Answer>,
): { readonly answer: Answer } | { readonly reason: string } {
  const line = written.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) return { reason: written.trim().replace(/\s+/g, ' ') };
  const value: unknown = JSON.parse(line);
  const failure = failed.safeParse(value);
  return failure.success ? { reason: failure.data.error.message } : { answer: schema.parse(value) };
}
