import type { Problem, Report } from '../model/problem';
import type { TextChange } from '../syntax/reparse';
import type { Declaration } from '../syntax/tree';
import { isSameList } from './dependencies';
import { moveProblem, ownProblem } from './movedProblem';

interface Entry<T> {
  readonly value: T;
  /** Undefined once a change has reached a place that they speak of. */
  problems: readonly Problem[] | undefined;
  readonly dependencies: readonly unknown[];
  /** All names of the file: a suggestion may be any of them. */
  readonly names: string;
}

/** What was found out about each declaration of one kind, from one version of a document to the next. */
export class AnalysisCache<T> {
  private entries = new Map<Declaration, Entry<T>>();
  private next = new Map<Declaration, Entry<T>>();

  /** Begins a version: problems move with the text that they are about. */
  begin(change: TextChange): void {
    this.entries = this.next;
    this.next = new Map();
    for (const entry of this.entries.values()) {
      const moved = entry.problems?.map((problem) => moveProblem(problem, change));
      entry.problems = moved?.every((problem) => problem !== undefined) === true ? moved : undefined;
    }
  }

  /**
   * The analysis of a declaration: the last one where nothing that it hangs on has changed, and `isStill` finds
   * what it took from elsewhere unchanged. Its problems are told again.
   */
  get(
    declaration: Declaration,
    dependencies: readonly unknown[],
    names: string,
    report: Report,
    compute: (report: Report) => T,
    isStill: (value: T) => boolean = () => true,
  ): T {
    const known = this.entries.get(declaration);
    const isKnown =
      known !== undefined &&
      isSameList(known.dependencies, dependencies) &&
      (known.problems?.length === 0 || known.names === names);
    if (isKnown && known.problems !== undefined && isStill(known.value)) {
      this.next.set(declaration, known);
      known.problems.forEach(report);
      return known.value;
    }
    const problems: Problem[] = [];
    const value = compute((problem) => problems.push(ownProblem(problem)));
    problems.forEach(report);
    this.next.set(declaration, { value, problems, dependencies, names });
    return value;
  }
}
