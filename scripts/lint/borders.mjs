/**
 * The borders between the rooms of ARCHITECTURE.md as one lint rule: a table says for each room which other
 * rooms and which packages it may import. Types cross the same borders as values do.
 */
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { root } from '../setup/root.mjs';

/** Pure, as the room is. */
const languagePackages = ['vscode-languageserver-types', 'vscode-languageserver-textdocument', '@dagrejs/dagre'];

/**
 * The first room that holds a file is the file's room; a room is folders or single files. `packages: 'any'`
 * still leaves out what only other rooms may import (`reserved`).
 */
const rooms = [
  { name: 'language', parts: ['server/src/language'], rooms: [], packages: languagePackages, node: false },
  { name: 'compiler', parts: ['server/src/compiler'], rooms: ['language'], packages: [], node: false },
  // Frames over a socket: the one part of protocol/ that is not for webviews.
  {
    name: 'messenger',
    parts: ['server/src/protocol/messenger.ts'],
    rooms: ['protocol'],
    packages: ['zod'],
    node: true,
  },
  { name: 'protocol', parts: ['server/src/protocol'], rooms: ['language'], packages: ['zod'], node: false },
  // The types that engines and the run store share; nothing that runs.
  { name: 'backend', parts: ['server/src/engine/backend.ts'], rooms: ['compiler'], packages: [], node: false },
  // What windows and the command line read of an engine's runs, without loading an engine.
  {
    name: 'runs',
    parts: [
      'server/src/engine/runs',
      'server/src/engine/runProblem.ts',
      'server/src/engine/launch.ts',
      'server/src/engine/inspect/launchInspector.ts',
      'server/src/engine/inspect/questionProcess.ts',
      'server/src/engine/dataview/launchDataViewer.ts',
      'server/src/engine/explainDeath.ts',
      'server/src/engine/engineEnvironment.ts',
      'server/src/engine/processIdentity.ts',
      'server/src/engine/cacheFolder.ts',
    ],
    rooms: ['language', 'protocol', 'messenger', 'backend'],
    packages: 'any',
    node: true,
  },
  {
    name: 'engine',
    parts: ['server/src/engine'],
    rooms: ['language', 'compiler', 'protocol', 'messenger', 'backend', 'runs', 'interop'],
    packages: 'any',
    node: true,
  },
  {
    name: 'lsp',
    parts: ['server/src/lsp'],
    rooms: ['language', 'protocol', 'runs', 'engine'],
    packages: 'any',
    node: true,
  },
  {
    name: 'interop',
    parts: ['server/src/interop'],
    // Weights are the engines' tensors.
    rooms: ['language', 'compiler', 'protocol', 'backend', 'runs'],
    packages: 'any',
    node: true,
  },
  {
    name: 'cli',
    parts: ['server/src/cli'],
    rooms: ['language', 'compiler', 'protocol', 'messenger', 'backend', 'runs', 'engine', 'interop'],
    packages: 'any',
    node: true,
  },
  {
    name: 'client',
    parts: ['client/src'],
    rooms: ['language', 'protocol', 'messenger', 'runs'],
    packages: 'any',
    node: true,
  },
  { name: 'media', parts: ['media'], rooms: ['protocol', 'language'], packages: 'any', node: false },
];

/** Packages that belong to one room each. */
const reserved = [
  { pattern: /^vscode$/, rooms: ['client'] },
  { pattern: /^vscode-languageclient(\/|$)/, rooms: ['client'] },
  { pattern: /^vscode-languageserver(\/|$)/, rooms: ['lsp'] },
  { pattern: /^@tensorflow\//, rooms: ['engine'] },
  { pattern: /^(preact|uplot|@vscode-elements)(\/|$)/, rooms: ['media'] },
  { pattern: /^@dagrejs(\/|$)/, rooms: ['language'] },
];

const builtins = new Set(builtinModules);

function roomOf(file) {
  const path = relative(root, file).split(sep).join('/');
  const holds = (part) => path === part || `${path}.ts` === part || path.startsWith(`${part}/`);
  return rooms.find(({ parts }) => parts.some(holds));
}

/** @returns {string | undefined} what is wrong with this import, or undefined */
function violation(room, file, specifier) {
  if (specifier.startsWith('.')) {
    const target = roomOf(join(dirname(file), specifier));
    if (target === undefined) return `'${specifier}' leaves the rooms of the product`;
    if (target === room || room.rooms.includes(target.name)) return undefined;
    return `${room.name}/ must not import ${target.name}/`;
  }
  if (specifier.startsWith('node:') || builtins.has(specifier.split('/')[0])) {
    return room.node ? undefined : `${room.name}/ must not import '${specifier}': it has no I/O and no Node.js`;
  }
  const owner = reserved.find(({ pattern }) => pattern.test(specifier));
  if (owner !== undefined && !owner.rooms.includes(room.name)) {
    return `${room.name}/ must not import '${specifier}': only ${owner.rooms.join(', ')}/ may`;
  }
  if (room.packages === 'any') return undefined;
  const known = room.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return known ? undefined : `${room.name}/ must not import '${specifier}'`;
}

export const bordersRule = {
  meta: {
    type: 'problem',
    docs: { description: 'keeps the rooms of ARCHITECTURE.md apart' },
    messages: { border: '{{problem}}.' },
    schema: [],
  },
  create(context) {
    const room = roomOf(context.filename);
    if (room === undefined) return {};
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const problem = violation(room, context.filename, source.value);
      if (problem !== undefined) context.report({ node: source, messageId: 'border', data: { problem } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
      TSExternalModuleReference: (node) => check(node.expression),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
    };
  },
};
