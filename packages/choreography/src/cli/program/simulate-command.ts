import type { Command } from 'commander';
import { portNumber, seedNumber, seedRange, wholeNumber } from './parse-value.ts';

/** Adds `simulate`. */
export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description(
      'the synthesized templates in virtual time under faults, by a seed that repeats it; exit 1 at a violation',
    )
    .option('--dir <path>', 'the templates: a CDK assembly, a template or a folder', 'cdk.out')
    .option('--seed <n>', 'one world, the same on any machine', seedNumber)
    .option('--seeds <a-b>', 'many worlds, over all cores', seedRange)
    .option('--instances <n>', 'how many instances a world has', wholeNumber, 15)
    .option('--faults <list>', 'which faults may happen, such as duplicate,crash-after; all or none', 'all')
    .option('--minutes <n>', 'how long stimuli and faults come, in virtual minutes', wholeNumber, 10)
    .option('--next <path>', 'templates that are deployed in the middle (default: the same, deployed again)')
    .option('--until <step>', 'show tables and queues after so many steps of the world', wholeNumber)
    .option('--inspect [port]', 'stop in a debugger after the step that --until names (default port: 9229)', portNumber)
    .option('--step', 'go forward and back through the steps of the world')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('#cli/simulate/simulate.ts')).simulate(options));
}
