import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { bordersRule } from './scripts/lint/borders.mjs';

/** What could run code out of data, and what could start a shell. */
const dangerous = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML)$/]',
    message: 'HTML is never made from strings: build elements.',
  },
  { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'HTML is never made from strings.' },
  { selector: 'Property[key.name="shell"][value.value=true]', message: 'No shell: pass arguments as a list.' },
  {
    selector: 'CallExpression[callee.property.name="listen"] > Literal.arguments:first-child[raw=/^[0-9]/]',
    message: 'The product opens no TCP port: listen on a socket path.',
  },
];

const defaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: it stays the same in every file.',
};

/** Two words beside each other are a sentence, which a person may read in a language of theirs. */
const untranslated = ['Literal[value=/[A-Za-z] [a-z]/]', 'TemplateElement[value.raw=/[A-Za-z] [a-z]/]'].map((text) => ({
  selector: [
    text,
    ':not(CallExpression[callee.object.name="l10n"] > *)',
    // The log is read by those who write the program, as are answers that no feature shows.
    ':not(CallExpression[callee.property.name=/^(warn|info|error)$/] *)',
    ':not(NewExpression[callee.name="ResponseError"] *)',
  ].join(''),
  message: 'What a person reads is translatable: l10n.t(…), with {0} for what is put in.',
}));

/** What a page shows or tells a screen reader: its words between elements, and in the attributes that are read. */
const untranslatedInPages = [
  'JSXText[value=/[a-z]{2}/]:not(JSXElement[openingElement.name.name="code"] > *)',
  ...['Literal[value=/[A-Za-z]{2}/]', 'TemplateElement[value.raw=/[A-Za-z] ?[a-z]/]'].map(
    (text) =>
      `JSXAttribute[name.name=/^(aria-label|aria-valuetext|title|alt|label|caption|what|name)$/] ${text}:not(CallExpression[callee.object.name="l10n"] > *)`,
  ),
].map((selector) => ({ selector, message: untranslated[0].message }));

export default defineConfig(
  globalIgnores(['dist/', 'out/', '.artifacts/', 'node_modules/', 'server/src/engine/wasm/assembly/']),
  {
    files: ['**/*.{ts,tsx,mts,mjs}'],
    plugins: { shapewright: { rules: { borders: bordersRule } } },
    rules: {
      'shapewright/borders': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', defaultExport, ...dangerous],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['*.config.mts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers in messages read well as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => emitter.fire()` is fine as a callback.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // An async function fulfils an interface of promises, and makes a rejection of what it throws.
      '@typescript-eslint/require-await': 'off',
      // Code points are what is meant where a text is spread.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // What was caught earlier is passed on as it is.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      // Definitions are objects of functions that use no `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // Inner loops over typed arrays, whose indices are computed from their lengths: a check for each would halve their speed.
    files: ['server/src/engine/wasm/kernels/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // Tools want a default export.
    files: ['*.config.{mts,mjs}', '**/*.d.ts'],
    rules: { 'no-restricted-syntax': ['error', ...dangerous] },
  },
  {
    files: ['**/*.mjs', '*.config.mts'],
    extends: [tseslint.configs.base],
  },
  {
    files: ['client/src/**/*.ts'],
    // Markup holds no sentence.
    ignores: ['client/src/views/page.ts', 'client/src/views/thumbnailPicture.ts'],
    rules: { 'no-restricted-syntax': ['error', defaultExport, ...dangerous, ...untranslated] },
  },
  {
    files: ['media/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', defaultExport, ...dangerous, ...untranslatedInPages] },
  },
  {
    // A test reads what it has just made; an absent element fails it, which is right.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // `expect.any(Number)` and its like are of type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // A file server of a test's own.
      'no-restricted-syntax': [
        'error',
        defaultExport,
        ...dangerous.filter(({ selector }) => !selector.includes('listen')),
      ],
    },
  },
);
