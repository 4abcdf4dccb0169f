import type { Command } from 'commander';
import { leaveOut } from './options.ts';
import { count, portNumber, rate, seedNumber, seedRange, several, wholeNumber } from './parse-value.ts';

/** Adds `simulate`. */
export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description(
      'the synthesized templates in virtual time under faults, by a seed that repeats it; exit 1 at a violation',
    )
    .option(
      '--dir <path>',
      'the templates: a CDK assembly, a template or a folder (default: this project, synthesized)',
    )
    .option('--seed <n>', 'one world, the same on any machine', seedNumber)
    .option('--seeds <a-b>', 'many worlds, over all cores', seedRange)
    .option('--instances <n>', 'how many instances a world has (default: 15, or with --per-second 400)', count)
    .option(
      '--faults <list>',
      'which faults may happen, such as duplicate,crash-after; all or none (default: all, or with --per-second none)',
    )
    .option('--minutes <n>', 'how long stimuli and faults come, in virtual minutes', count, 5)
    .option('--next <path>', 'templates that are deployed in the middle (default: the same, deployed again)')
    .addOption(leaveOut())
    .option('--leave-out-unsupported', 'simulate what can be, without what cannot')
    .option('--put <label>', 'only this of what happens, as a violation prints it; may be given several times', several)
    .option('--fault <which>', 'only this fault, as a violation prints it; may be given several times', several)
    .option('--until <step>', 'show tables and queues after so many steps of the world', wholeNumber)
    .option('--inspect [port]', 'stop in a debugger after the step that --until names (default port: 9229)', portNumber)
    .option('--per-second <n>', 'instances that come in each second, by a sample, under the quotas of an account', rate)
    .option('--limits <whose>', 'with --per-second: whose quotas and latencies, aws (default: aws)')
    .option('--outage <service>', 'with --per-second: a service that is out for an hour, such as dynamodb')
    .option('--region <name>', 'with --per-second: whose quotas are taken', 'us-east-1')
    .option('--emails-per-second <n>', 'with --per-second: the sending rate that SES has given the account', rate)
    .option('--save <name>', 'save the world as a snapshot for start --from: at its end, its violation or --until')
    .option('--step', 'go forward and back through the steps of the world')
    .option('--json', 'as JSON')
    .action(async (options) => {
      const size =
        options.perSecond === undefined ? { instances: 15, faults: 'all' } : { instances: 400, faults: 'none' };
      await (await import('#cli/simulate/simulate.ts')).simulate({ ...size, ...options });
    });
}
