import type { Command, CommandGroup } from './command';

interface Entry {
  readonly name: string;
  readonly load: () => Promise<Command | CommandGroup>;
}

/** Every command is a file of its own, loaded when it is asked for. */
export const registry: readonly Entry[] = [
  { name: 'check', load: async () => (await import('./check')).checkCommand },
  { name: 'format', load: async () => (await import('./format')).formatCommand },
  { name: 'summary', load: async () => (await import('./summary')).summaryCommand },
  { name: 'graph', load: async () => (await import('./graph')).graphCommand },
  { name: 'train', load: async () => (await import('./train')).trainCommand },
  { name: 'evaluate', load: async () => (await import('./evaluate')).evaluateCommand },
  { name: 'predict', load: async () => (await import('./predict')).predictCommand },
  { name: 'features', load: async () => (await import('./features')).featuresCommand },
  { name: 'filters', load: async () => (await import('./filters')).filtersCommand },
  { name: 'runs', load: async () => (await import('./runs')).runsCommand },
  { name: 'data', load: async () => (await import('./data')).dataCommand },
  { name: 'import', load: async () => (await import('./import')).importCommand },
  { name: 'export', load: async () => (await import('./export')).exportCommand },
  { name: 'engine', load: async () => (await import('./engine')).engineCommand },
  { name: 'completion', load: async () => (await import('./completion')).completionCommand },
];

/** All of them, for help, completion and the documentation. */
export async function loadCommands(): Promise<readonly (Command | CommandGroup)[]> {
  return Promise.all(registry.map(({ load }) => load()));
}

/** The commands with the actions of groups in their place. */
export function singleCommands(commands: readonly (Command | CommandGroup)[]): readonly Command[] {
  return commands.flatMap((command) => (command.kind === 'group' ? command.actions : [command]));
}
