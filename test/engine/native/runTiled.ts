/** The child of `kernels.test.ts`: convolutions by our own kernels, what they differ from float64 by, and their bits. */
import { createHash } from 'node:crypto';
import { createNativeEngine } from '../../../server/src/engine/native/nativeEngine';
import { writeProgram } from '../../../server/src/engine/native/writeProgram';
import { evaluateCase } from '../../helpers/operationCases';
import { caseProgram, toTensor } from './caseProgram';
import { tiledCases } from './tiledCases';

export interface TiledOutcome {
  readonly name: string;
  /** Whether one of our operations stands in its graph. */
  readonly own: boolean;
  /** The greatest difference, by the root mean square of the values. */
  readonly error: number;
  readonly hash: string;
}

export interface TiledReport {
  readonly engine: string;
  readonly outcomes: readonly TiledOutcome[];
}

const engine = await createNativeEngine();
const outcomes: TiledOutcome[] = [];
for (const tiledCase of tiledCases()) {
  const program = caseProgram(tiledCase);
  const session = await engine.load(program, { variables: new Map() });
  const results = await session.run('predict', new Map(tiledCase.inputs.map((x, at) => [`x${at}`, toTensor(x)])));
  await session.dispose();
  const found = results.get('y0')?.data ?? [];
  const [expected] = evaluateCase(tiledCase);
  const values = [...(expected?.data ?? [])];
  const scale = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  outcomes.push({
    name: `${tiledCase.op} ${JSON.stringify(tiledCase.inputs.map(({ shape }) => shape))}`,
    own: Buffer.from(writeProgram(program, { kernels: true }).savedModel).includes('ShapewrightConv2D'),
    error: values.reduce((most, value, at) => Math.max(most, Math.abs(value - (found[at] ?? NaN))), 0) / scale,
    hash: createHash('sha256').update(Float32Array.from(found)).digest('hex'),
  });
}
const report: TiledReport = { engine: engine.version, outcomes };
process.stdout.write(`\n${JSON.stringify(report)}\n`, () => process.exit(0));
