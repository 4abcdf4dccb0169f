import { Command } from 'commander';
import type { Synthesis } from '#cli/start/spawn-synth.mjs';
import { InputError } from '#template/input-error.ts';
import { addBusCommands } from './bus-commands.ts';
import { addCost } from './cost-command.ts';
import { addDiff } from './diff-command.ts';
import { addExport } from './export-command.ts';
import { addInstanceCommands } from './instance-commands.ts';
import { addMachineCommands } from './machine-commands.ts';
import { addPersonalCommands } from './personal-commands.ts';
import { addScaffoldCommands } from './scaffold-commands.ts';
import { addSimulate } from './simulate-command.ts';
import { addStart } from './start-command.ts';
import { addStateCommands } from './state-commands.ts';
import { addTemplateCommands } from './template-commands.ts';

/**
 * Runs the command line. Each command's code is loaded only when it is asked for; bad input ends with exit code 1 and a
 * sentence on stderr. A synth that was begun for `start` is handed on to it.
 */
export async function run(argv: readonly string[], synthesis?: Synthesis): Promise<void> {
  const program = new Command('choreography')
    .description('Runs, watches and explains an event-driven choreography on AWS.')
    .configureOutput({ outputError: (text, write) => write(asSentence(text)) })
    .showHelpAfterError('Add --help to see what there is.');
  addStart(program, synthesis);
  addStateCommands(program);
  addInstanceCommands(program);
  addBusCommands(program);
  addTemplateCommands(program);
  addPersonalCommands(program);
  addCost(program);
  addDiff(program);
  addExport(program);
  addMachineCommands(program);
  addSimulate(program);
  addScaffoldCommands(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    synthesis?.stop();
  }
}

/** Commander's `error: unknown command 'x'`, with a guess in brackets on a line of its own, as a sentence. */
function asSentence(text: string): string {
  const said = text
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)/, ': did you mean $1?')
    // `start` runs one folder, the others read any number of paths.
    .replace(/unknown option '--dir'/, '$&: templates are given by their path alone, as in choreography map PATH')
    .replace(/too many arguments for 'start'.*/s, "'start' takes its templates by an option: start --dir PATH")
    .trim();
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.?]$/.test(said) ? '' : '.'}\n`;
}
