import { Command } from 'commander';
import { InputError } from '#template/input-error.ts';
import { addBusCommands } from './program/bus-commands.ts';
import { addCost } from './program/cost-command.ts';
import { addDiff } from './program/diff-command.ts';
import { addExport } from './program/export-command.ts';
import { addInstanceCommands } from './program/instance-commands.ts';
import { addMachineCommands } from './program/machine-commands.ts';
import { addPersonalCommands } from './program/personal-commands.ts';
import { addScaffoldCommands } from './program/scaffold-commands.ts';
import { addSimulate } from './program/simulate-command.ts';
import { addStart } from './program/start-command.ts';
import { addStateCommands } from './program/state-commands.ts';
import { addTemplateCommands } from './program/template-commands.ts';
import type { Synthesis } from './start/spawn-synth.mjs';

/**
 * Runs the command line. Each command's code is loaded only when it is asked for; bad input ends with exit code 1 and a
 * sentence on stderr. A synth that was begun for `start` is handed on to it.
 */
export async function run(argv: readonly string[], synthesis?: Synthesis): Promise<void> {
  // A reader such as `head` may close the pipe before the end.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
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
    .trim();
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.?]$/.test(said) ? '' : '.'}\n`;
}
