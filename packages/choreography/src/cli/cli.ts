import { readFileSync } from 'node:fs';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { InputError } from '#template/input-error.ts';
import { addScaffoldCommands } from './scaffold-commands.ts';
import type { Synthesis } from './start/spawn-synth.mjs';

/**
 * Runs the command line. Each command's code is loaded only when it is asked for; bad input ends with exit code 1 and a
 * sentence on stderr. A synth that was begun for `start` is handed on to it.
 */
export async function run(argv: readonly string[], synthesis?: Synthesis): Promise<void> {
  // Whoever reads may stop before the end, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const program = new Command('choreography')
    .description('Runs, watches and explains an event-driven choreography on AWS.')
    .configureOutput({ outputError: (text, write) => write(asSentence(text)) })
    .showHelpAfterError('Add --help to see what there is.');
  addStart(program, synthesis);
  addBusCommands(program);
  addTemplateCommands(program);
  addPersonalCommands(program);
  addDiff(program);
  addExport(program);
  addDeskCommands(program);
  addSimulate(program);
  addScaffoldCommands(program);
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

function addStart(program: Command, synthesis?: Synthesis): void {
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
        'let a debugger attach to the functions at 127.0.0.1 (port 9229, or --inspect=PORT); time stands still while it has stopped one',
      )
        .argParser(portNumber)
        .preset(9229),
    )
    .option('--logs [job]', 'show what functions log, all or those of one job (participant/job, or the job alone)')
    .option('--json', 'tell what happens as JSON, one object a line')
    .option('--no-sample', 'put no sample')
    .option('--fresh', 'forget what earlier runs have kept, and begin with nothing')
    .option('--from <snapshot>', 'begin from a snapshot, by its name or its file, with the clock where it stood')
    .option(
      '--dir <path>',
      'run these templates instead: a CDK assembly, a CloudFormation or SAM template, or a folder of them',
    )
    .option('--parameter <name=value>', "a template parameter's value; may be given several times", parameterValue, {})
    .addOption(
      new Option(
        '--leave-out <name>',
        'do not run a resource type, a resource by its id, or a property as TYPE.PROPERTY; * stands for any characters; may be given several times',
      )
        .argParser((name: string, known: readonly string[]) => [...known, name])
        .default([], 'nothing'),
    )
    .option('--leave-out-unsupported', 'run what can be run, and tell what is left out of the templates')
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .option('--watch', 'take up changes of the code and the stacks while it runs; tables and queues stay')
    .addOption(
      new Option('--iam <mode>', "what becomes of a function's call that its role does not allow")
        .choices(['enforce', 'warn'])
        .default('enforce'),
    )
    .action(async (options) => (await import('./start/start.ts')).start(options, synthesis));
}

/** The commands that ask what runs, on this machine or on AWS. */
function addBusCommands(program: Command): void {
  program
    .command('snapshot')
    .argument('<name>', 'what to call it')
    .description('save all that the local runtime of this folder has, with its clock, in one file')
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (name, options) => (await import('./snapshot/snapshot.ts')).snapshot(name, options));
  program
    .command('reset')
    .description('forget what local runtimes of this folder have kept; snapshots stay')
    .option('--dir <path>', 'what was kept of these templates')
    .addOption(context())
    .action(async (options) => (await import('./reset/reset.ts')).reset(options));
  program
    .command('trace')
    .argument('<key>', 'the key of an instance of a business process')
    .description('all that happened to one instance of a business process, as a tree of causes with times')
    .option('--process <name>', 'the business process (default: every one that has the key)')
    .option('--logs', 'and what the jobs logged that took part in it')
    .option('--json', 'as JSON')
    .addOption(bus())
    .addOption(endpointUrl())
    .addOption(context())
    .option('--save <file>', 'its story in a file, which rewind reads; personal data is masked')
    .action(async (key, options) => (await import('./trace/trace.ts')).trace(key, options));
  program
    .command('rewind')
    .argument('<key or file>', 'the key of an instance of a business process, or a file of trace --save')
    .description('one instance before each of its events, step by step back and forth; piped, a list')
    .option('--process <name>', 'the business process, where several have the key')
    .option(
      '--replay-from <n>',
      "run it again from its Nth event, on a copy with today's code, and tell what comes out otherwise",
      eventNumber,
    )
    .option('--json', 'as JSON')
    .addOption(bus())
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (key, options) => (await import('./rewind/rewind.ts')).rewind(key, options));
  program
    .command('dead-letters')
    .argument('[job]', 'participant/job, or the job alone')
    .description('what was set aside and why: events that could not be delivered, handled or understood')
    .option('--json', 'as JSON')
    .addOption(keyPath())
    .addOption(dir())
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (job, options) => (await import('./dead-letters/dead-letters.ts')).deadLetters(job, options));
  program
    .command('redrive')
    .argument('<job>', 'participant/job, or the job alone')
    .description('give what was set aside back to that one job; may be broken off and repeated')
    .option('--key <key>', 'only what belongs to the instance of this key')
    .option('--process <name>', 'the business process whose key it is (default: any that has such an instance)')
    .option('--dry-run', 'say what would be given back, and do nothing')
    .addOption(keyPath())
    .addOption(dir())
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (job, options) => (await import('./dead-letters/redrive.ts')).redrive(job, options));
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
    .action(async (options) => (await import('./replay/replay.ts')).replay(options));
  program
    .command('logs')
    .argument('<job>', 'participant/job, or the job alone')
    .argument('[instance...]', "one instance by its process's own word, such as --order o-1001")
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
    .action(async (job, words, options) => (await import('./logs/logs.ts')).logs(job, words, options));
  program
    .command('monitor')
    .description('the business process, live: serves the monitor on this machine alone, with your own credentials')
    .option('--port <port>', 'where to listen on 127.0.0.1; 0 takes any free port', portNumber, 4580)
    .addOption(host())
    .addOption(bus())
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (options) => (await import('./monitor/monitor.ts')).monitor(options));
}

/** The commands that read templates. */
function addTemplateCommands(program: Command): void {
  program
    .command('deploy-local')
    .description('deploy all stacks to the emulator at AWS_ENDPOINT_URL (LocalStack, MiniStack), and to nothing else')
    .action(async () => (await import('./deploy-local/deploy-local.ts')).deployLocal());
  program
    .command('map')
    .argument(
      '[templates...]',
      'CDK assemblies, folders or template files, taken as one system (default: this project, synthesized)',
    )
    .description('who says what and who hears it, drawn from the templates')
    .option('--json', 'as JSON')
    .option('--mermaid', 'as a Mermaid flowchart')
    .option('--into <file>', 'put that flowchart into a Markdown file, in place of the one there')
    .option('--svg', 'as an SVG picture')
    .option('--participant <name>', 'what one participant hears and says')
    .option('--event <type>', 'who says and who hears one event: its detail-type, or "source detail-type"')
    .option('--from <event>', 'with --to: the ways from one event to another')
    .option('--to <event>', 'with --from')
    .option('--account', 'read what runs, by calls that change nothing')
    .addOption(endpointUrl())
    .addOption(profile())
    .addOption(region())
    .addOption(parameter())
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .action(async (templates, options) => (await import('./map/map.ts')).map(templates, options));
  program
    .command('check')
    .argument(
      '[templates...]',
      'CDK assemblies, folders or template files, taken as one system (default: this project, synthesized)',
    )
    .description(
      'what is wrong with the choreography: cycles, dead rules, missing permissions, contracts that do not fit',
    )
    .addOption(new Option('--format <format>', 'text, or annotations for GitHub Actions').choices(['text', 'github']))
    .option('--json', 'as JSON')
    .option('--account', 'read what runs, by calls that change nothing')
    .addOption(endpointUrl())
    .addOption(profile())
    .addOption(region())
    .addOption(parameter())
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .action(async (templates, options) => (await import('./check/check.ts')).check(templates, options));
}

/** The commands about personal data. */
function addPersonalCommands(program: Command): void {
  program
    .command('personal')
    .argument(
      '[templates...]',
      'CDK assemblies, folders or template files, taken as one system (default: this project, synthesized)',
    )
    .description('which personal fields are kept where and until when, and who may read them')
    .option('--json', 'as JSON')
    .addOption(parameter())
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .action(async (templates, options) => (await import('./personal/personal.ts')).personal(templates, options));
  program
    .command('forget')
    .argument('<party>', "the person's id in events, such as a reader's")
    .argument('[templates...]', 'the templates as they are deployed (default: this project, synthesized)')
    .description("take a person's data out of all tables and queues; says what it cannot reach; may be repeated")
    .option('--dry-run', 'say what would be removed and masked, and do nothing')
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (party, templates, options) =>
      (await import('./forget/forget.ts')).forget(party, templates, options),
    );
}

function addDiff(program: Command): void {
  program
    .command('diff')
    .argument(
      '<old>',
      'a CDK assembly, a folder, a template file, or a git commit, which is synthesized if it has to be',
    )
    .argument('[new]', 'what to compare it with (default: this project as its files are now)')
    .description(
      'how the choreography changed: jobs moved, contracts broken and whom they break; Markdown for a pull request',
    )
    .option('--json', 'as JSON')
    .option('--account', 'compare with what runs: what runs and is in no template, and the other way round')
    .addOption(endpointUrl())
    .addOption(profile())
    .addOption(region())
    .addOption(parameter())
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .action(async (from, to, options) => (await import('./diff/diff.ts')).diff(from, to, options));
}

function addExport(program: Command): void {
  program
    .command('export')
    .description('what templates tell, in the formats of others')
    .command('asyncapi')
    .argument('[templates...]', 'templates, or a Terraform plan or state (default: this project, synthesized)')
    .description('an AsyncAPI 3.0 document: buses, events with their contracts, who says and who hears them')
    .option('--title <title>', 'the title of the document', 'Choreography')
    .option('--participant <name>', 'only what one participant says and hears')
    .option('--each <folder>', 'write a document for each participant into a folder')
    .addOption(parameter())
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .action(async (templates, options) =>
      (await import('./export/export-async-api.ts')).exportAsyncApi(templates, options),
    );
}

function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description(
      'the synthesized templates in virtual time under faults, by a seed that repeats it; exit 1 at a violation',
    )
    .option('--dir <path>', 'the templates: a CDK assembly, a template or a folder', 'cdk.out')
    .option('--seed <n>', 'one world, the same on any machine', wholeNumber)
    .option('--seeds <a-b>', 'many worlds, over all cores', seedRange)
    .option('--instances <n>', 'how many instances a world has', wholeNumber, 15)
    .option('--faults <list>', 'which faults may happen, such as duplicate,crash-after; all or none', 'all')
    .option('--minutes <n>', 'how long stimuli and faults come, in virtual minutes', wholeNumber, 10)
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./simulate/simulate.ts')).simulate(options));
}

function addDeskCommands(program: Command): void {
  program
    .command('doctor')
    .description('what is wrong on this machine or in this folder, and how to mend it')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./doctor/doctor.ts')).doctor(options));
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell that completes').choices(['bash', 'zsh', 'fish']))
    .description('a script that lets a shell complete commands, options and jobs')
    .action(async (shell) => (await import('./completion/completion.ts')).completion(shell, program));
}

const endpointUrl = () =>
  new Option(
    '--endpoint-url <url>',
    'the AWS endpoint to ask (default: AWS_ENDPOINT_URL, else the local runtime of this folder, else AWS)',
  );
const profile = () => new Option('--profile <name>', 'with --account: the profile of the AWS account');
const region = () => new Option('--region <name>', 'with --account: the region');
const bus = () => new Option('--bus <name>', 'the bus whose monitor is asked (default: the only one that has one)');
const dir = () =>
  new Option(
    '--dir <path>',
    'templates that tell which job a function is: an assembly, a template or a folder (default: those that are here)',
  );
const keyPath = () =>
  new Option(
    '--key-path <path>',
    "where an event's key stands in its data or detail, such as loan.id (default: what its metadata or the processes tell)",
  );
const parameter = () =>
  new Option('--parameter <name=value>', "a template parameter's value; may be given several times")
    .argParser(parameterValue)
    .default({}, 'none');
const host = () =>
  new Option('--host <name>', 'answer under this name too, and listen where it leads to; may be given several times')
    .argParser(hostName)
    .default([], 'this machine alone');
const context = (description = "the deployment's CDK context, such as stage=dev; may be given several times") =>
  new Option('-c, --context <name=value>', description).argParser(contextValue).default({}, 'none');
const keepGoing = () =>
  new Option('--keep-going', 'read on when a template cannot be used: tell what is wrong, and exit with 1 at the end');

const ignoreTransform = () =>
  new Option(
    '--ignore-transform <name>',
    'read templates without a transform (macro) that they ask for; may be given several times',
  ).argParser((name: string, known: readonly string[] = []) => [...known, name]);

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return port;
}

function eventNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1) throw new InvalidArgumentError('Events are counted from 1.');
  return number;
}

function hours(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('Hours are a number above 0, such as 24 or 0.5.');
  return number;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`"${text}" is no whole number.`);
  return Number(text);
}

function seedRange(text: string): number[] {
  const [, first = '', last = ''] = /^(\d{1,9})-(\d{1,9})$/.exec(text) ?? [];
  if (last === '' || Number(last) < Number(first))
    throw new InvalidArgumentError(`Seeds are given as A-B, such as 1-100, not as "${text}".`);
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at);
}

function hostName(text: string, known: readonly string[]): string[] {
  if (!/^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i.test(text))
    throw new InvalidArgumentError(
      'A host is a name or an address, perhaps with a port: devbox, [fd00::7] or devbox:8080.',
    );
  return [...known, text];
}

function contextValue(text: string, known: Record<string, string>): Record<string, string> {
  const [, name, value] = text.match(/^([^=]+)=([\s\S]*)$/) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('A context is given as NAME=VALUE.');
  return { ...known, [name]: value };
}

function instant(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('A time is given as 2026-11-25T12:00:00Z.');
  return time;
}

function parameterValue(text: string, known: Record<string, string>): Record<string, string> {
  const [, name, value] = text.match(/^(\w+|(?:ssm|secretsmanager):[^=]+)=([\s\S]*)$/) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError(
      'A parameter is given as NAME=VALUE, one of Parameter Store as ssm:NAME=VALUE, a secret as secretsmanager:NAME=VALUE; a value may be file://PATH.',
    );
  return { ...known, [name]: value.startsWith('file://') ? contentOf(value.slice('file://'.length)) : value };
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new InvalidArgumentError(`There is no file "${path}" that can be read.`);
  }
}

/** Commander's `error: unknown command 'x'`, with a guess in brackets on a line of its own, as a sentence. */
function asSentence(text: string): string {
  const said = text
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)/, ': did you mean $1?')
    .trim();
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.?]$/.test(said) ? '' : '.'}\n`;
}
