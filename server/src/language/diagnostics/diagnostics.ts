import type { Problem } from '../model/problem';
import type { Diagnostic } from './diagnostic';
import { firstLine } from './firstLine';

/** More problems than this in one file help nobody. */
const most = 1_000;

/** Collects diagnostics, each problem once: the same message at the same place and cause. */
export class Diagnostics {
  readonly list: Diagnostic[] = [];
  private readonly seen = new Set<string>();

  add(problem: Problem): void {
    const inside = problem.related?.[0]?.location;
    const key = `${problem.code} ${problem.span.start} ${problem.span.end} ${inside?.uri ?? ''} ${inside?.span.start ?? ''} ${problem.message}`;
    if (this.seen.has(key) || this.list.length >= most) return;
    this.seen.add(key);
    this.list.push({
      code: problem.code,
      severity: problem.severity ?? 'error',
      span: { start: problem.span.start, end: problem.span.end },
      message: firstLine(problem.message),
      related: problem.related ?? [],
      fixes: problem.fixes ?? [],
      ...(problem.unnecessary === true ? { unnecessary: true } : {}),
    });
  }
}
