import { RunProblem } from '../../engine/runProblem';
import type { Command, CommandGroup } from '../command';
import { bashScript } from './bash';
import { completionPlaces, type CompletionPlace } from './completionWords';
import { fishScript } from './fish';
import { powershellScript } from './powershell';
import { zshScript } from './zsh';

const writers: { readonly [shell: string]: (places: readonly CompletionPlace[]) => string } = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

export const shells = Object.keys(writers);

/** The script that a shell reads. Throws a RunProblem for a shell that is not known. */
export function completionScript(shell: string, commands: readonly (Command | CommandGroup)[]): string {
  const write = Object.hasOwn(writers, shell) ? writers[shell] : undefined;
  if (write !== undefined) return write(completionPlaces(commands));
  throw new RunProblem('completion/shell', {
    message: `There is no completion for ${shell}`,
    reason: `Known are ${shells.join(', ')}.`,
    nextStep: 'Name one of them.',
  });
}
