import { argumentProblem } from '../diagnostics/argumentProblem';
import { firstLine } from '../diagnostics/firstLine';
import { unknownName } from '../diagnostics/unknownName';
import { layerRegistry } from '../layers/registry';
import { internArguments } from '../model/internArguments';
import type { FileScope } from '../model/fileScope';
import type { DataAnalysis, DataStep, Declared } from '../model/graph';
import { defaultsFor, fileEnvironment } from '../model/layerArguments';
import { evaluateArguments } from '../model/evaluate';
import { settle } from '../model/value';
import type { Report } from '../model/problem';
import type { Call, DataDeclaration } from '../syntax/tree';
import type { DataDescription, DataHost, DataRequest } from './description';
import { evaluateSource } from './evaluateSource';
import { sources } from './sources';
import { dataSteps, describeStep, findStep } from './steps';

/** Describes one data set: its source, then the effect of each step. */
export function analyzeData(
  declared: Declared<DataDeclaration>,
  scope: FileScope,
  host: DataHost,
  report: Report,
): DataAnalysis {
  const declaration = declared.node;
  const { request, description } = evaluateSource(declaration, declared.uri, scope, host, sources, report);
  const stages: DataAnalysis['stages'][number][] = [{ node: declaration.source, description }];
  const steps: DataStep[] = [];
  let current = description;
  for (const { call } of declaration.steps) {
    const step = evaluateStep(call, scope, report);
    if (step !== undefined) steps.push(step);
    current = step === undefined ? undefined : behind(current, testShareOf(request), step, call, report);
    stages.push({ node: call, description: current });
  }
  return {
    declaration,
    uri: declared.uri,
    request,
    steps: steps.length === declaration.steps.length ? steps : undefined,
    description: current,
    stages,
  };
}

function evaluateStep(call: Call, scope: FileScope, report: Report): DataStep | undefined {
  const name = call.callee.text;
  const layer = findStep(name);
  if (layer === undefined) {
    const names = [...dataSteps, ...layerRegistry.all.filter(({ category }) => category === 'preprocessing')].map(
      (step) => step.name,
    );
    if (name !== '') report(unknownName('layer', name, call.callee, names));
    return undefined;
  }
  if (layer.inputs.max > 1) {
    report({
      code: 'nn/data-step',
      span: call.callee,
      message: firstLine(`${layer.name} merges tensors; it is no step of data`),
    });
    return undefined;
  }
  const given = evaluateArguments(call, fileEnvironment(scope, report));
  const values = given.map(({ name: argument, value }) => ({ name: argument, value: settle(value) }));
  const { args, problems } = internArguments(layer, values, defaultsFor(layer, scope, call.start));
  for (const problem of problems)
    report(
      argumentProblem(
        call,
        layer,
        problem,
        given.map(({ node }) => node),
      ),
    );
  return problems.length === 0 ? { layer, args } : undefined;
}

function behind(
  description: DataDescription | undefined,
  testShare: number | undefined,
  step: DataStep,
  call: Call,
  report: Report,
): DataDescription | undefined {
  if (description === undefined) return undefined;
  const outcome = describeStep({ description, testShare }, step.layer, step.args);
  if (outcome.problem !== undefined)
    report({ code: `nn/${outcome.problem.code}`, span: call, message: firstLine(outcome.problem.message) });
  return outcome.description;
}

function testShareOf(request: DataRequest | undefined): number | undefined {
  const test = request?.named['test'];
  if (test === undefined || test === null) return request === undefined ? undefined : 0;
  return typeof test === 'number' && test >= 0 && test <= 1 ? test : undefined;
}
