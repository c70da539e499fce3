import { expect, test } from 'vitest';
import type { Program, ProgramFunction } from '../../../server/src/compiler/program';
import { programProblems } from '../../../server/src/compiler/validate';
import { compileCase, loadNumericFixtures } from '../../helpers/numericFixtures';

const { cases } = loadNumericFixtures();
const [first] = cases;

function changed(change: (train: ProgramFunction) => ProgramFunction): Program {
  if (first === undefined) throw new Error('no fixture');
  const program = compileCase(first);
  const train = program.functions['train'];
  if (train === undefined) throw new Error('no training');
  return { ...program, functions: { train: change(train) } };
}

test('every compiled program is valid, in parts and whole', () => {
  for (const one of cases) {
    for (const parts of [1, 4]) expect([one.name, programProblems(compileCase(one, parts))]).toEqual([one.name, []]);
  }
});

test('a reference forward, a wrong type, a double update and an unknown variable are found', () => {
  expect(programProblems(changed((train) => ({ ...train, operations: train.operations.toReversed() })))[0]).toContain(
    'does not come before it',
  );
  const wrong = changed((train) => ({
    ...train,
    operations: train.operations.map((operation) =>
      operation.op === 'Mul' ? { ...operation, outputs: [{ dtype: 'int32' as const, shape: [7] }] } : operation,
    ),
  }));
  expect(programProblems(wrong).some((problem) => problem.includes('not what it says'))).toBe(true);
  const double = changed((train) => ({ ...train, operations: [...train.operations, ...train.operations.slice(-1)] }));
  expect(programProblems(double).some((problem) => problem.endsWith('is updated twice'))).toBe(true);
  const program = changed((train) => train);
  expect(programProblems({ ...program, variables: [] })[0]).toContain('there is no variable');
});
