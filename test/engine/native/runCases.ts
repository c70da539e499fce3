/** The child of `cases.test.ts`: runs every operation case in TensorFlow and writes the greatest errors as JSON. */
import { evaluateCase, operationCases, type OperationCase } from '../../helpers/operationCases';
import { createNativeEngine } from '../../../server/src/engine/native/nativeEngine';
import type { Engine } from '../../../server/src/engine/backend';
import { caseProgram, toTensor } from './caseProgram';
import { dilatedCases } from './dilatedCases';

export interface CaseOutcome {
  readonly name: string;
  readonly op: string;
  /** |native − float64| / (1 + |float64|), the greatest of all elements; absent with a failure. */
  readonly error?: number;
  readonly failure?: string;
}

async function runCase(engine: Engine, operationCase: OperationCase, index: number): Promise<CaseOutcome> {
  const { op, inputs, attributes, variables = [] } = operationCase;
  const name = `${index} ${op} ${JSON.stringify(attributes)}`;
  try {
    const session = await engine.load(caseProgram(operationCase), {
      variables: new Map(variables.map((value, at) => [`v${at}`, toTensor(value)])),
    });
    const results = await session.run('predict', new Map(inputs.map((input, at) => [`x${at}`, toTensor(input)])));
    const found = variables.length > 0 ? await session.read() : results;
    const error = Math.max(
      ...evaluateCase(operationCase).map(({ shape, data }, at) => {
        const tensor = found.get(`${variables.length > 0 ? 'v' : 'y'}${at}`);
        if (tensor?.shape.join() !== shape.join())
          throw new Error(`output ${at} has shape [${tensor?.shape.join() ?? ''}], not [${shape.join()}]`);
        return greatestError(tensor.data, data);
      }),
    );
    await session.dispose();
    return { name, op, error };
  } catch (error) {
    return { name, op, failure: String(error) };
  }
}

function greatestError(found: ArrayLike<number>, expected: Float64Array): number {
  if (found.length !== expected.length) return Infinity;
  return expected.reduce((worst, value, index) => {
    const difference = Math.abs((found[index] ?? NaN) - value) / (1 + Math.abs(value));
    return Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }, 0);
}

const engine = await createNativeEngine();
const outcomes: CaseOutcome[] = [];
for (const [index, operationCase] of [...operationCases(), ...dilatedCases()].entries())
  outcomes.push(await runCase(engine, operationCase, index));
process.stdout.write(`\n${JSON.stringify(outcomes)}\n`, () => process.exit(0));
