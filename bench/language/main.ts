/**
 * The language server against the figures of the design, over the real protocol with a real server process:
 * `npm run bench -- language [--edits 2000] [--long]`. Each line says what was reached and what is wanted.
 */
import { parseArgs } from 'node:util';
import { seededRandom } from '../../test/helpers/seededRandom';
import { typing, type Change } from './edits';
import { percentile, Report } from './report';
import { startServerProcess, type ServerProcess } from './serverProcess';
import { joinedPrograms, twentyModels } from './texts';

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '2000' },
    long: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const edits = Number(values.edits);
if (values.help || !(edits > 0)) {
  process.stdout.write(
    'npm run bench -- language [--edits 2000] [--long]\n  --long: 100,000 edits for the memory figures instead of 5,000\n',
  );
  process.exit(values.help ? 0 : 2);
}

const root = process.cwd();
const report = new Report();
const texts = [
  { title: 'programs', text: joinedPrograms(root, 1_000) },
  { title: '20 models', text: twentyModels() },
];

await measureStart(texts[0]?.text ?? '');
for (const { title, text } of texts) await measureEdits(title, text);
await measureMemory(texts[0]?.text ?? '', values.long ? 100_000 : 5_000);
await measureLimits();
process.exitCode = report.finish();

/** From the start of the process to the diagnostics of the document that is opened first. */
async function measureStart(text: string): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 7; turn++) {
    const start = performance.now();
    const server = await startServerProcess(root);
    await open(server, 'file:///bench/start.nn', text);
    times.push(performance.now() - start);
    await server.stop();
  }
  report.figure('start to first diagnostics, median', percentile(times, 0.5), 500, 'ms');
}

async function measureEdits(title: string, text: string): Promise<void> {
  const server = await startServerProcess(root);
  const document = { uri: `file:///bench/${title.replace(' ', '')}.nn`, version: 1 };
  await open(server, document.uri, text);
  report.note(`${title}: ${text.split('\n').length} lines`);
  const changes = typing(text, seededRandom(1));
  for (let warm = 0; warm < 300; warm++) await edit(server, document, next(changes));
  const times = {
    diagnostics: [] as number[],
    completion: [] as number[],
    hover: [] as number[],
    hints: [] as number[],
  };
  for (let count = 0; count < edits; count++) {
    const change = next(changes);
    times.diagnostics.push(await timed(() => edit(server, document, change)));
    if (count % 4 !== 0) continue;
    // What an editor asks after a keystroke, at the cursor and for what is on the screen.
    const { line, character } = change.range.start;
    const position = { line, character: character + change.text.length };
    const at = { textDocument: { uri: document.uri }, position };
    times.completion.push(await timed(() => server.client.sendRequest('textDocument/completion', at)));
    times.hover.push(
      await timed(() =>
        server.client.sendRequest('textDocument/hover', {
          ...at,
          position: { line, character: Math.max(0, character - 2) },
        }),
      ),
    );
    const range = { start: { line: Math.max(0, line - 30), character: 0 }, end: { line: line + 30, character: 0 } };
    times.hints.push(
      await timed(() =>
        server.client.sendRequest('textDocument/inlayHint', { textDocument: { uri: document.uri }, range }),
      ),
    );
  }
  await server.stop();
  report.figure('edit to diagnostics, p50', percentile(times.diagnostics, 0.5), 5, 'ms');
  report.figure('edit to diagnostics, p95', percentile(times.diagnostics, 0.95), 16, 'ms');
  report.figure('edit to diagnostics, p99', percentile(times.diagnostics, 0.99), 50, 'ms');
  report.figure('completion, p95', percentile(times.completion, 0.95), 10, 'ms');
  report.figure('hover, p95', percentile(times.hover, 0.95), 10, 'ms');
  report.figure('inlay hints of a screen, p95', percentile(times.hints, 0.95), 10, 'ms');
}

/** Resident memory over many edits; growth from the first fifth, once everything is warm, to the last tenth. */
async function measureMemory(text: string, count: number): Promise<void> {
  const server = await startServerProcess(root);
  const document = { uri: 'file:///bench/memory.nn', version: 1 };
  await open(server, document.uri, text);
  const changes = typing(text, seededRandom(2));
  const samples: number[] = [];
  for (let done = 0; done < count; done++) {
    await edit(server, document, next(changes));
    if (done % Math.ceil(count / 200) === 0) samples.push(server.memory() / 1e6);
  }
  await server.stop();
  const first = percentile(samples.slice(Math.floor(samples.length * 0.1), Math.floor(samples.length * 0.3)), 0.5);
  const last = percentile(samples.slice(Math.floor(samples.length * 0.9)), 0.5);
  report.note(`memory over ${count.toLocaleString('en')} edits`);
  report.figure('resident memory, the most', Math.max(...samples), 150, 'MB');
  report.figure('growth', Math.max(0, (last / first - 1) * 100), 5, '%');
}

/** Files that nobody writes: each has a diagnostic that says so, soon. */
async function measureLimits(): Promise<void> {
  const chain = (count: number): string => `model M {\n  input 4\n${'    -> ReLU\n'.repeat(count)}}\n`;
  const texts = [
    { title: 'a 10 MB file', text: chain(1_000_000) },
    { title: 'a line of 1 MB', text: `model M { input 4 ${'-> ReLU '.repeat(125_000)}}` },
    { title: '50,001 layers', text: chain(50_001) },
    { title: '50,001 layers by a repetition', text: 'model M { input 4 -> ReLU * 50001 }\n' },
    { title: '10,000 brackets', text: `model M { input 4 -> Dense(${'('.repeat(10_000)} }\n` },
    {
      title: 'blocks that double 40 times',
      text: `${Array.from({ length: 40 }, (_, n) => `block B${n + 1} { in -> B${n} -> B${n} }\n`).join('')}block B0 { in -> ReLU }\nmodel M { input 4 -> B40 }\n`,
    },
  ];
  report.note('limits');
  const server = await startServerProcess(root);
  for (const [index, { title, text }] of texts.entries()) {
    const uri = `file:///bench/limit${index}.nn`;
    let count = 0;
    const time = await timed(async () => {
      count = (await open(server, uri, text)).diagnostics.length;
    });
    report.figure(`${title}${count === 0 ? ' (NO DIAGNOSTIC)' : ''}`, count === 0 ? Infinity : time, 2_000, 'ms');
    await server.client.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }
  await server.stop();
}

function open(server: ServerProcess, uri: string, text: string) {
  const answer = server.diagnostics(uri, 1);
  void server.client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'nn', version: 1, text },
  });
  return answer;
}

async function edit(
  server: ServerProcess,
  document: { readonly uri: string; version: number },
  change: Change,
): Promise<void> {
  document.version++;
  const answer = server.diagnostics(document.uri, document.version);
  void server.client.sendNotification('textDocument/didChange', { textDocument: document, contentChanges: [change] });
  await answer;
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

function next(changes: Generator<Change>): Change {
  const { value } = changes.next() as IteratorYieldResult<Change>;
  return value;
}
