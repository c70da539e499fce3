/** Finds the browser that the panels are opened in, each in a page of its own without an editor around it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setUpChromium } from '../../scripts/setup/chromium.mjs';
import { root } from '../../scripts/setup/root.mjs';

export async function setup(project) {
  const pictures = join(root, '.artifacts/panels');
  await mkdir(pictures, { recursive: true });
  project.provide('pictures', pictures);
  project.provide('browser', await setUpChromium());
}
