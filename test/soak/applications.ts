/** `npm run soak -- applications`: what the imported models of keras.applications give, beside Keras. */
import { createNativeEngine } from '../../server/src/engine/native/nativeEngine';
import { applicationDifferences, outputDifference, readApplications, readOutputs } from '../helpers/applications';

export async function soak(): Promise<number> {
  let failures = 0;
  const tell = (line: string, isRight: boolean): void => {
    failures += isRight ? 0 : 1;
    console.log(`${isRight ? 'ok  ' : 'FAIL'} ${line}`);
  };
  for (const application of readApplications(process.cwd())) {
    const differences = applicationDifferences(application);
    tell(
      `${application.name}: ${application.layers.length} layers, ${differences[0] ?? 'all as in Keras'}`,
      differences.length === 0,
    );
  }
  const engine = await createNativeEngine();
  for (const output of readOutputs(process.cwd())) {
    const difference = await outputDifference(engine, output);
    tell(
      `${output.name} ${output.size}x${output.size}: outputs within ${difference.toExponential(1)}`,
      difference < 1e-4,
    );
  }
  return failures;
}
