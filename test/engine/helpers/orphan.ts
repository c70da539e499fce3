/** A window that starts an engine and is then killed: reads a request, prints the engine's pid, and waits. */
import { launchEngine } from '../../../server/src/engine/launch';
import { engineRequestSchema } from '../../../server/src/protocol/engineMessageSchema';

const [, , script = '', request = ''] = process.argv;

launchEngine(engineRequestSchema.parse(JSON.parse(request)), {
  script,
  environment: { TEST_GRACE_TIME: '300' },
  onEvents: (events) => {
    if (events.some(({ event }) => event === 'epoch')) process.stdout.write('trains\n');
  },
});
