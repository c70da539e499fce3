/** `shapewright completion SHELL`: a script that completes commands, actions, options and their values. */
import { defineCommand } from './command';
import { completionScript, shells } from './completion/scripts';
import { loadCommands } from './registry';

export const completionCommand = defineCommand({
  name: 'completion',
  summary: 'a completion script for bash, zsh, fish or powershell',
  operands: {
    usage: shells.join('|'),
    least: 1,
    most: 1,
    mistake: `Name one shell: ${shells.join(', ')}.`,
    choices: shells,
  },
  options: {},
  examples: [
    'source <(shapewright completion bash)',
    'shapewright completion zsh > ~/.zfunc/_shapewright',
    'shapewright completion fish > ~/.config/fish/completions/shapewright.fish',
    'shapewright completion powershell | Out-String | Invoke-Expression',
  ],
  perform: async ({ operands: [shell = ''], json, output }) => {
    const script = completionScript(shell, await loadCommands());
    output.out.write(json ? `${JSON.stringify({ shell, script })}\n` : script);
    return 0;
  },
});
