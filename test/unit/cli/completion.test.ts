import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { checkCommand } from '../../../server/src/cli/check';
import { completionCommand } from '../../../server/src/cli/completion';
import { dataCommand } from '../../../server/src/cli/data';
import { loadCommands, singleCommands } from '../../../server/src/cli/registry';
import { recordOutput } from '../../helpers/recordedOutput';

test('bash completes commands, actions, options and their values by the script', async () => {
  const output = recordOutput();
  expect(await completionCommand.run(['bash'], output)).toBe(0);
  const complete = (...words: readonly string[]): readonly string[] =>
    execFileSync(
      'bash',
      [
        '-c',
        `${output.text.out}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _shapewright; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ].concat(['bash', 'shapewright', ...words]),
      { encoding: 'utf8' },
    )
      .trim()
      .split('\n');
  expect(complete('su')).toEqual(['summary']);
  expect(complete('data', 'pre')).toEqual(['preview']);
  expect(complete('data', 'preview', 'x', '--sp')).toEqual(['--split']);
  expect(complete('train', 'x.nn', '--engine', 'w')).toEqual(['wasm']);
});

test.each(['zsh', 'fish', 'powershell'])('the script of %s names every option of every command', async (shell) => {
  const output = recordOutput();
  expect(await completionCommand.run([shell], output)).toBe(0);
  for (const { options } of singleCommands(await loadCommands()))
    for (const option of Object.keys(options))
      expect(output.text.out).toContain(shell === 'fish' ? `-l ${option}` : `--${option}`);
});

test('a mistaken option or action is told with the near one, status 2', async () => {
  const output = recordOutput();
  expect(await checkCommand.run(['--jsn', 'x.nn'], output)).toBe(2);
  expect(await dataCommand.run(['prevew'], output)).toBe(2);
  expect(output.text.err).toContain('There is no option --jsn. Did you mean --json?');
  expect(output.text.err).toContain("There is no action 'prevew'. Did you mean preview?");
});
