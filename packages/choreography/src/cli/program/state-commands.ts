import type { Command } from 'commander';
import { context, endpointUrl } from './options.ts';

/** Adds the commands about what a local runtime has: `snapshot` and `reset`. */
export function addStateCommands(program: Command): void {
  program
    .command('snapshot')
    .argument('<name>', 'what to call it')
    .description('save all that the local runtime of this folder has, with its clock, in one file')
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (name, options) => (await import('#cli/state/snapshot.ts')).snapshot(name, options));
  program
    .command('reset')
    .description('forget what local runtimes of this folder have kept; snapshots stay')
    .option('--dir <path>', 'what was kept of these templates')
    .addOption(context())
    .action(async (options) => (await import('#cli/state/reset.ts')).reset(options));
}
