import type { Command } from 'commander';
import { ignoreTransform, parameter } from './options.ts';
import { rate, wholeNumber } from './parse-value.ts';

/** Adds `cost`. */
export function addCost(program: Command): void {
  program
    .command('cost')
    .description(
      'what one instance costs and what is full first, by path, from what runs on this machine did; takes about a minute',
    )
    .option(
      '--dir <path>',
      'the templates: a CDK assembly, a template or a folder (default: this project, synthesized)',
    )
    .option('--per-second <n>', 'what so many instances a second cost in a month, and what cannot hold them', rate)
    .option('--region <name>', 'whose prices and quotas are taken', 'us-east-1')
    .option(
      '--entries <file>',
      'events that start an instance, as entries of PutEvents (default: those of choreography.json)',
    )
    .option('--key <text>', 'with --entries: the text in them by which instances differ')
    .option(
      '--instances <n>',
      'how many of each path are run and counted (default: 16, or with --per-second 64, which fill batches as that rate does)',
      wholeNumber,
    )
    .option(
      '--pollers <n>',
      "how many pollers receive from each queue that feeds a function (default: 5, as Lambda's)",
      wholeNumber,
    )
    .option('--emails-per-second <n>', 'the sending rate that SES has given the account', rate)
    .option('--json', 'as JSON')
    .addOption(parameter())
    .addOption(ignoreTransform())
    .action(async (options) => (await import('#cli/cost/cost.ts')).cost(options));
}
