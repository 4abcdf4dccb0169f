import type { Command } from 'commander';
import { bus, context, endpointUrl, reveal } from './options.ts';
import { eventNumber } from './parse-value.ts';

/** Adds the commands about one instance of a business process: `trace` and `rewind`. */
export function addInstanceCommands(program: Command): void {
  program
    .command('trace')
    .argument('<key>', 'the key of an instance of a business process')
    .description('all that happened to one instance of a business process, as a tree of causes with times')
    .option('--process <name>', 'the business process (default: every one that has the key)')
    .option('--logs', 'and what the jobs logged that took part in it')
    .addOption(reveal())
    .option('--json', 'as JSON')
    .addOption(bus())
    .addOption(endpointUrl())
    .addOption(context())
    .option('--save <file>', 'its story in a file, which rewind reads; personal data is masked')
    .action(async (key, options) => (await import('#cli/instance/trace.ts')).trace(key, options));
  program
    .command('rewind')
    .argument('<key or file>', 'the key of an instance of a business process, or a file of trace --save')
    .description('one instance before each of its events, step by step back and forth; piped, a list')
    .option('--process <name>', 'the business process, where several have the key')
    .option(
      '--replay-from <n>',
      "run it again from its Nth event, on a copy with today's code, and print what differs",
      eventNumber,
    )
    .addOption(reveal())
    .option('--json', 'as JSON')
    .addOption(bus())
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (key, options) => (await import('#cli/instance/rewind.ts')).rewind(key, options));
}
