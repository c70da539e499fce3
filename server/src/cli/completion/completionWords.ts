import { actionNames, type Command, type CommandGroup } from '../command';

/** What may follow a command, or an action of a group. */
export interface CompletionPlace {
  /** `data preview`; empty for the place behind `shapewright`. */
  readonly path: string;
  /** Commands, actions or fixed operands. */
  readonly words: readonly string[];
  readonly options: readonly CompletionOption[];
}

export interface CompletionOption {
  readonly name: string;
  readonly short: string | undefined;
  readonly help: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** Every place of the command line with the words that fit there. */
export function completionPlaces(commands: readonly (Command | CommandGroup)[]): readonly CompletionPlace[] {
  const top = { path: '', words: commands.map(({ name }) => name), options: [] };
  return [
    top,
    ...commands.flatMap((command) => (command.kind === 'group' ? groupPlaces(command) : [placeOf(command)])),
  ];
}

function groupPlaces(group: CommandGroup): readonly CompletionPlace[] {
  return [{ path: group.name, words: actionNames(group), options: [] }, ...group.actions.map(placeOf)];
}

function placeOf({ name, operands, options }: Command): CompletionPlace {
  return {
    path: name,
    words: operands.choices ?? [],
    options: Object.entries(options).map(([option, { short, help, placeholder, choices }]) => ({
      name: option,
      short,
      help,
      takesValue: placeholder !== undefined,
      choices: choices ?? [],
    })),
  };
}
