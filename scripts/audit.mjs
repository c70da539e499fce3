/**
 * `npm run audit`: the advisories that the registry knows for the packages of package-lock.json, those of the bundles
 * first. Fails on any of them; a registry that does not answer such questions is told of and fails nothing.
 */
import { execFile } from 'node:child_process';
import { npm } from './setup/run.mjs';
import { root } from './setup/root.mjs';

/** @returns {Promise<{ metadata?: { vulnerabilities: { total: number } }, vulnerabilities?: object, message?: string }>} */
function audit(...options) {
  const [program, ...args] = npm('audit', '--json', ...options);
  return new Promise((resolve) => {
    // Its exit status only repeats what it writes.
    execFile(program, args, { cwd: root, maxBuffer: 1 << 26, timeout: 60_000 }, (_, out) => resolve(parsed(out)));
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { message: 'npm audit wrote no JSON' };
  }
}

const parts = [
  { name: 'packages of the bundles', options: ['--omit=dev'] },
  { name: 'all packages', options: [] },
];
for (const { name, options } of parts) {
  const { metadata, vulnerabilities = {}, message } = await audit(...options);
  if (metadata === undefined) {
    console.log(`audit: ${name}: not known, the registry gives no advisories (${message ?? 'no answer'})`);
    continue;
  }
  const { total } = metadata.vulnerabilities;
  console.log(`audit: ${name}: ${total} with an advisory ${Object.keys(vulnerabilities).join(', ')}`.trim());
  if (total > 0) process.exitCode = 1;
}
