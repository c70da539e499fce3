import { onTestFinished } from 'vitest';
import { makeTemporaryFolder } from './makeTemporaryFolder';

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const { folder, remove } = await makeTemporaryFolder();
  onTestFinished(remove);
  return folder;
}
