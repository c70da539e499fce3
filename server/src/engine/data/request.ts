import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';

/** More hops than this are a circle. */
const mostRedirects = 5;

/** Asks for a URL, follows redirections, and gives the answer while it still arrives. Rejects when nothing answers. */
export function request(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
  redirects = mostRedirects,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.startsWith('https:') ? getSecure : getPlain;
    const asked = get(url, { headers, ...(signal && { signal }) }, (response) => {
      const { location } = response.headers;
      const moved = (response.statusCode ?? 0) >= 300 && (response.statusCode ?? 0) < 400 && location !== undefined;
      if (!moved) {
        resolve(response);
        return;
      }
      response.destroy();
      if (redirects === 0) {
        reject(new Error(`${url} leads on and on`));
        return;
      }
      request(new URL(location, url).href, headers, signal, redirects - 1).then(resolve, reject);
    });
    asked.once('error', reject);
  });
}
