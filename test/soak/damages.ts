/** `npm run soak -- damages [--count 10000] [--seed 1]`: random damages of an event log lose the damaged lines alone. */
import { parseArgs } from 'node:util';
import { lossesOfDamages } from '../engine/helpers/damagedLogs';

/** Gives the number of damages that lost more. */
export function soak(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  });
  const lost = lossesOfDamages(Number(values.count), Number(values.seed));
  for (const line of lost) console.log(line);
  console.log(`${values.count} damages: ${lost.length} lost a line that they did not touch`);
  return Promise.resolve(lost.length);
}
