import { type Command, Option } from 'commander';
import type { Synthesis } from '#cli/start/spawn-synth.mjs';
import { context, host, ignoreTransform, keepGoing, leaveOut } from './options.ts';
import { parameterValue, portNumber } from './parse-value.ts';

/** Adds `start`; a synth that was begun for it is handed on. */
export function addStart(program: Command, synthesis?: Synthesis): void {
  program
    .command('start')
    .description('run the synthesized templates on this machine, with no account and no Docker')
    .option('--once', 'put the sample, print its trace, and end: 0 when every step is done')
    .option('--port <port>', 'where to listen on 127.0.0.1; 0 takes any free port', portNumber, 4566)
    .option('--monitor-port <port>', 'where to serve the monitor; the next free port if it is taken', portNumber, 4580)
    .addOption(host())
    .addOption(context('CDK context for the synth, such as stage=dev; may be given several times'))
    .option(
      '--isolate',
      'let functions touch no files but their own code and a temporary folder, and start no processes',
    )
    .addOption(
      new Option(
        '--inspect [port]',
        'let a debugger attach to the functions at 127.0.0.1 (port 9229, or --inspect=PORT); time stops while it has paused one',
      )
        .argParser(portNumber)
        .preset(9229),
    )
    .option('--logs [job]', 'show what functions log, all or those of one job (participant/job, or the job alone)')
    .option('--json', 'print what happens as JSON, one object a line')
    .option('--no-sample', 'put no sample')
    .option('--fresh', 'forget what earlier runs have kept, and begin with nothing')
    .option('--from <snapshot>', 'begin from a snapshot, by its name or its file, with its clock')
    .option(
      '--dir <path>',
      'run these templates instead: a CDK assembly, a CloudFormation or SAM template, or a folder of them',
    )
    .option('--parameter <name=value>', "a template parameter's value; may be given several times", parameterValue, {})
    .addOption(leaveOut())
    .option('--leave-out-unsupported', 'run what can be run, and print what is left out of the templates')
    .addOption(
      new Option('--allow-host <name>', 'let API destinations send to another machine; may be given several times')
        .argParser((name: string, known: readonly string[]) => [...known, name])
        .default([], 'this machine alone'),
    )
    .option(
      '--beside <url>',
      'make buckets and state machines on an emulator of AWS that runs there, such as http://127.0.0.1:4570',
    )
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .option('--watch', 'take up changes of the code and the stacks while it runs; tables and queues stay')
    .addOption(
      new Option('--iam <mode>', "what becomes of a function's call that its role does not allow")
        .choices(['enforce', 'warn'])
        .default('enforce'),
    )
    .action(async (options) => (await import('#cli/start/start.ts')).start(options, synthesis));
}
