import { Command, InvalidArgumentError } from 'commander';
import { InputError } from './template/input-error.ts';

/** Runs the command line. Each command's code is loaded only when it is asked for. */
export async function run(argv: string[]): Promise<void> {
  const program = new Command('choreography')
    .description('Runs, watches and explains an event-driven choreography on AWS.')
    .showHelpAfterError();
  program
    .command('start')
    .description('run the synthesized templates on this machine, with no account and no Docker')
    .option('--once', 'place the sample order, print its trace, and end: 0 when every step is done')
    .option('--port <port>', 'where to listen on 127.0.0.1', wholeNumber, 4566)
    .option('--no-sample', 'place no sample order')
    .option('--dir <folder>', 'run this CDK assembly instead of synthesizing the project')
    .action(async (options) => (await import('./start/start.ts')).start(options));
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
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function wholeNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('a port is a whole number from 0 to 65535.');
  return port;
}
