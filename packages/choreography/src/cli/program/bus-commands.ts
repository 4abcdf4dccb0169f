import type { Command } from 'commander';
import { bus, context, dir, endpointUrl, host, keyPath } from './options.ts';
import { hours, instant, portNumber } from './parse-value.ts';

/** Adds the commands that ask what runs, on this machine or on AWS. */
export function addBusCommands(program: Command): void {
  program
    .command('dead-letters')
    .argument('[job]', 'participant/job, or the job alone')
    .description('what was set aside and why: events that could not be delivered, handled or understood')
    .option(
      '--reveal <key>',
      'only what belongs to the instance of this key, with personal data unmasked, if you have the right to see it; it is logged that you did',
    )
    .option('--json', 'as JSON')
    .addOption(keyPath())
    .addOption(bus())
    .addOption(dir())
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (job, options) => (await import('#cli/dead-letters/dead-letters.ts')).deadLetters(job, options));
  program
    .command('redrive')
    .argument('<job>', 'participant/job, or the job alone')
    .description('give what was set aside back to that one job; may be broken off and repeated')
    .option('--key <key>', 'only what belongs to the instance of this key')
    .option('--process <name>', 'the business process whose key it is (default: any that has such an instance)')
    .option('--dry-run', 'say what would be given back, and do nothing')
    .option('--json', 'how many were given back, and how many stayed, as JSON')
    .addOption(keyPath())
    .addOption(dir())
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (job, options) => (await import('#cli/dead-letters/redrive.ts')).redrive(job, options));
  program
    .command('replay')
    .description('archived events again, on their bus, to all who hear them or to one job alone; shows its progress')
    .requiredOption('--from <time>', 'the time of the first event, such as 2026-11-25T12:00:00Z', instant)
    .requiredOption('--to <time>', 'the time of the last event', instant)
    .option('--to-job <job>', 'participant/job, or the job alone: only its rules bring the events')
    .option('--archive <name>', 'the archive (default: the only one)')
    .addOption(dir())
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (options) => (await import('#cli/replay/replay.ts')).replay(options));
  program
    .command('logs')
    .argument('<job>', 'participant/job, or the job alone')
    .argument('[instance...]', "one instance by its process's own word: --loan KEY where an instance is a loan")
    .description(
      'what a job logs, here, on an emulator or on AWS; of one instance, all of the invocations that name its key',
    )
    .option('--instance <key>', 'only what belongs to the instance of this key')
    .option('--follow', 'go on with what comes, until Ctrl-C')
    .option('--hours <number>', 'how far back', hours, 1)
    .option('--json', 'as JSON, one object a line')
    .option('--profile <name>', 'the profile of the AWS configuration to sign in with')
    .allowUnknownOption()
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (job, words, options) => (await import('#cli/logs/logs.ts')).logs(job, words, options));
  program
    .command('monitor')
    .description('the business process, live: serves the monitor on this machine alone, with your own credentials')
    .option('--port <port>', 'where to listen on 127.0.0.1; 0 takes any free port', portNumber, 4580)
    .addOption(host())
    .addOption(bus())
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (options) => (await import('#cli/monitor/monitor.ts')).monitor(options));
}
