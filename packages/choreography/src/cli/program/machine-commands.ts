import { Argument, type Command } from 'commander';

/** Adds the commands about this machine: `doctor` and `completion`. */
export function addMachineCommands(program: Command): void {
  program
    .command('doctor')
    .description('what is wrong on this machine or in this folder, and how to mend it')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('#cli/machine/doctor.ts')).doctor(options));
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell that completes').choices(['bash', 'zsh', 'fish']))
    .description('a script that lets a shell complete commands, options and jobs')
    .action(async (shell) => (await import('#cli/machine/completion.ts')).completion(shell, program));
}
