import { Command, InvalidArgumentError, Option } from 'commander';
import type { Synthesis } from './start/spawn-synth.mjs';
import { InputError } from './template/input-error.ts';

/**
 * Runs the command line. Each command's code is loaded only when it is asked for; bad input ends with exit code 1 and a
 * sentence on stderr. A synth that was begun for `start` is handed on to it.
 */
export async function run(argv: readonly string[], synthesis?: Synthesis): Promise<void> {
  const program = new Command('choreography')
    .description('Runs, watches and explains an event-driven choreography on AWS.')
    .configureOutput({ outputError: (text, write) => write(asSentence(text)) })
    .showHelpAfterError('Add --help to see what there is.');
  program
    .command('start')
    .description('run the synthesized templates on this machine, with no account and no Docker')
    .option('--once', 'place the sample order, print its trace, and end: 0 when every step is done')
    .option('--port <port>', 'where to listen on 127.0.0.1; 0 takes any free port', portNumber, 4566)
    .option('--no-sample', 'place no sample order')
    .option('--dir <folder>', 'run this CDK assembly instead of synthesizing the project')
    .action(async (options) => (await import('./start/start.ts')).start(options, synthesis));
  program
    .command('trace')
    .argument('<order>', "the order's id")
    .description('all that happened to one order, as a tree of causes with times')
    .option('--json', 'as JSON')
    .option(
      '--endpoint-url <url>',
      'the AWS endpoint to ask (default: AWS_ENDPOINT_URL, else the local runtime if it runs, else AWS)',
    )
    .action(async (order, options) => (await import('./trace/trace.ts')).trace(order, options));
  program
    .command('monitor')
    .description('the business process, live: serves the monitor on this machine alone, with your own credentials')
    .option('--port <port>', 'where to listen on 127.0.0.1; 0 takes any free port', portNumber, 4580)
    .option(
      '--endpoint-url <url>',
      'the AWS endpoint to ask (default: AWS_ENDPOINT_URL, else the local runtime if it runs, else AWS)',
    )
    .action(async (options) => (await import('./monitor/monitor.ts')).monitor(options));
  program
    .command('check')
    .argument(
      '[templates...]',
      "CDK assemblies, folders or template files, taken as one system (default: this project's cdk.out)",
    )
    .description(
      'what is wrong with the choreography: cycles, dead rules, missing permissions, contracts that do not fit',
    )
    .addOption(new Option('--format <format>', 'text, or annotations for GitHub Actions').choices(['text', 'github']))
    .option('--json', 'as JSON')
    .action(async (templates, options) => (await import('./check/check.ts')).check(templates, options));
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

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return port;
}

/** Commander's `error: unknown command 'x'`, with a guess in brackets on a line of its own, as a sentence. */
function asSentence(text: string): string {
  const said = text
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)/, ': did you mean $1?')
    .trim();
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.?]$/.test(said) ? '' : '.'}\n`;
}
