import { readFile } from 'node:fs/promises';

/** What libraries make code from a text for, and what says the same without. */
const places = [
  {
    filter: /[\\/]zod[\\/]v4[\\/]core[\\/]util\.js$/,
    // Whether the schemas' faster, generated form is allowed: it is not.
    found: /const F = Function;\s*new F\(""\);\s*return true;/,
    instead: 'return false;',
  },
  {
    filter: /[\\/]zod[\\/]v4[\\/]core[\\/]doc\.js$/,
    found: /const F = Function;[^]*?return factory\(.*\);/,
    instead: 'throw new Error("code is not generated");',
  },
  {
    filter: /[\\/]zod[\\/]v4[\\/]core[\\/]compile\.js$/,
    found: /const F = Function;/,
    instead: 'const F = undefined;',
  },
  {
    filter: /[\\/]tfjs-node[\\/]dist[\\/]proto[\\/]api_pb\.js$/,
    found: /Function\('return this'\)\(\)/,
    instead: 'globalThis',
  },
];

/**
 * An esbuild plugin: what the bundles hold makes no code from texts. A library that no longer has the place that is
 * replaced here ends the build, so that its new version is looked at.
 */
export const withoutGeneratedCode = {
  name: 'without-generated-code',
  setup({ onLoad }) {
    for (const { filter, found, instead } of places)
      onLoad({ filter }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (!found.test(text)) return { errors: [{ text: `${path} makes no code from a text as it did` }] };
        return { contents: text.replace(found, instead), loader: 'js' };
      });
  },
};
