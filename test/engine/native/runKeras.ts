/** The child of `keras.test.ts`: every case of Keras's numbers, and the random draws, on the native engine. */
import { readFileSync } from 'node:fs';
import { createNativeEngine } from '../../../server/src/engine/native/nativeEngine';
import { runNumericCase, type NumericFixtures } from '../../helpers/numericFixtures';
import { caseProgram } from './caseProgram';

export interface KerasOutcomes {
  /** The greatest error of a case; null where it is not a number. */
  readonly cases: readonly {
    readonly name: string;
    readonly parts: number;
    readonly error: number;
    readonly what: string;
  }[];
  /** Draws as bit patterns. */
  readonly draws: readonly (readonly number[])[];
}

const fixtures = JSON.parse(readFileSync(process.env['NUMERIC_FIXTURES'] ?? '', 'utf8')) as NumericFixtures;
const engine = await createNativeEngine();

async function runCases(): Promise<KerasOutcomes['cases']> {
  const outcomes: KerasOutcomes['cases'][number][] = [];
  for (const [index, one] of fixtures.cases.entries()) {
    // Cutting the batch is the compiler's doing, the same for all: some cases tell enough.
    for (const parts of index % 8 === 0 ? [1, 2, 4] : [1]) {
      const errors = await runNumericCase(one, (program, variables) => engine.load(program, { variables }), parts);
      const worst = errors.reduce((most, each) => (each.error > most.error || Number.isNaN(each.error) ? each : most));
      outcomes.push({ name: one.name, parts, ...worst });
    }
  }
  return outcomes;
}

async function runDraws(): Promise<KerasOutcomes['draws']> {
  const outcomes: (readonly number[])[] = [];
  for (const { seed, salt, bits } of fixtures.draws) {
    const like = { dtype: 'float32', shape: [bits.length], data: new Float64Array(bits.length) } as const;
    const key = { dtype: 'int32', shape: [2], data: Float64Array.from(seed) } as const;
    const program = caseProgram({
      op: 'StatelessRandomUniformV2',
      inputs: [like, key],
      attributes: { salt, shape: [] },
    });
    const session = await engine.load(program, { variables: new Map() });
    const results = await session.run(
      'predict',
      new Map([
        ['x0', { dtype: 'float32', shape: [bits.length], data: new Float32Array(bits.length) }],
        ['x1', { dtype: 'int32', shape: [2], data: Int32Array.from(seed) }],
      ]),
    );
    const drawn = Float32Array.from(results.get('y0')?.data ?? []);
    outcomes.push([...new Uint32Array(drawn.buffer)]);
    await session.dispose();
  }
  return outcomes;
}

const outcomes: KerasOutcomes = { cases: await runCases(), draws: await runDraws() };
process.stdout.write(`\n${JSON.stringify(outcomes)}\n`, () => process.exit(0));
