import type { FlowStatement } from '../syntax/tree';
import type { Frame } from './frame';

/** Flows under each other that begin with a layer and have no tensor: most likely the arrows are missing. */
export interface InputlessRun {
  /** The flow right above, which they would go on with. */
  readonly before: FlowStatement | undefined;
  readonly flows: readonly [FlowStatement, ...FlowStatement[]];
}

/** The runs of a body whose flows have all been evaluated. A flow with a name begins a run of its own. */
export function inputlessRuns(frame: Frame): readonly InputlessRun[] {
  const runs: { before: FlowStatement | undefined; flows: [FlowStatement, ...FlowStatement[]] }[] = [];
  let above: FlowStatement | undefined;
  for (const statement of frame.owner.body.statements) {
    const flow = statement.kind === 'Flow' ? statement : undefined;
    if (flow !== undefined && frame.inputless.has(flow)) {
      const run = runs.at(-1);
      const goesOn = flow.name === undefined && above !== undefined;
      if (goesOn && run !== undefined && run.flows.at(-1) === above) run.flows.push(flow);
      else runs.push({ before: goesOn ? above : undefined, flows: [flow] });
    }
    above = flow;
  }
  return runs;
}
