import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stopRayJob } from '../../../server/src/engine/elsewhere/rayServer';
import { freePort } from '../../helpers/freePort';

const stopped: string[] = [];
let server: Server;
let address: string;

/** As the dashboard of Ray does: what looks like a browser may not post (ray/dashboard/optional_utils.py). */
beforeEach(async () => {
  stopped.length = 0;
  server = createServer(({ method, url = '', headers }, response) => {
    const browser = Object.keys(headers).some((name) => /^(sec-fetch-.*|origin|referer)$/.test(name));
    response.statusCode = browser || method !== 'POST' ? 405 : url.includes('unknown') ? 404 : 200;
    if (response.statusCode === 200) stopped.push(url);
    response.end('{}');
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${port}`;
});

afterEach(() => {
  server.close();
});

test('a cluster that lets no browser post takes the wish to stop', async () => {
  await stopRayJob(address, 'shapewright-1');
  expect(stopped).toEqual(['/api/jobs/shapewright-1/stop']);
});

test('a wish that is refused is an error, so that it can be told', async () => {
  await expect(stopRayJob(address, 'unknown')).rejects.toThrow('the cluster answered 404');
});
