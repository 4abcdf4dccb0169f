import { type Command, Option } from 'commander';

/** The commands that write a project's files: `new`, `add`, `rename` and `remove`. Their code is loaded only when one is asked for. */
export function addScaffoldCommands(program: Command): void {
  addNew(program);
  addAdd(program);
  addRemoveAndRename(program);
}

function addNew(program: Command): void {
  program
    .command('new')
    .argument('<folder>', 'a new folder, or an empty one')
    .description('make a small choreography of your own that runs: two participants, three events, one process, tests')
    .option('--yes', 'take the default of each name that is not given')
    .option('--dry-run', 'show the files, and write nothing')
    .option('--bus <name>', "the bus's name, with which all others begin (default: the folder's)")
    .option('--instance <words>', 'what one run of the process is called, such as "loan"')
    .option('--instances <words>', 'and several, such as "loans"')
    .option('--participants <names>', 'two, with a comma between them: who opens an instance, and who acts on it')
    .option('--jobs <names>', 'a job of each')
    .option('--events <types>', 'three: what the first says, and what the second says when it is done or fails')
    .option('--choreography <spec>', 'where npm finds this package (default: this version of it)')
    .action(async (folder, options) => (await import('#cli/scaffold/new.ts')).newChoreography(folder, options));
}

function addAdd(program: Command): void {
  const add = program.command('add').description('add a part, each line where it belongs; shows the difference first');
  const adding = (name: string) => proposing(add.command(name));
  const load = () => import('#cli/scaffold/add.ts');
  adding('event')
    .argument('<type>', 'what happened, such as LoanGranted')
    .description('what may be said on the bus')
    .option('--said-by <participant>', 'who says it')
    .option('--from <source>', 'its source, if it is said from outside')
    .option('--like <event>', 'the event whose business key it carries too (default: the start of the process)')
    .action(async (type, options) => (await load()).event(type, options));
  adding('participant')
    .argument('<name>', 'such as back-office')
    .description('who acts on its own: a folder, a stack, and a line among those who take part')
    .action(async (name, options) => (await load()).participant(name, options));
  adding('job')
    .argument('<job>', 'participant/job')
    .description('what a participant does: declared, handled, routed, and proven to act once')
    .option('--on <event...>', 'what it hears; it accepts the data of the first')
    .option('--says <event...>', 'what it may say; added if it is not there')
    .option('--http', 'it answers HTTP requests instead, with the data of the first event that it says')
    .option('--once-per <path>', 'the business key in its data (default: that of the event)')
    .action(async (name, options) => (await load()).job(name, options));
  adding('route')
    .argument('<job>', 'participant/job')
    .argument('<event>', 'what it hears, too')
    .description('let a job hear one more event')
    .action(async (job, event, options) => (await load()).route(job, event, options));
  adding('step')
    .argument('<step>', 'process/step')
    .description('a step of a process, with the job that does it')
    .requiredOption('--done <event...>', 'what says that it is done; added if it is not there')
    .option('--failed <event...>', 'what says that it failed')
    .option('--job <job>', 'the new job that does it, as participant/job; its participant is added, too')
    .option('--on <event...>', 'what brings that job')
    .option('--within <time>', 'until when, such as "10 minutes"', '1 hour')
    .option('--after <step>', 'due only once this step has ended')
    .addOption(new Option('--if <end>', 'and has ended so').choices(['done', 'failed']).default('done'))
    .action(async (name, options) => (await load()).step(name, options));
  adding('process')
    .argument('<name>', 'such as reminder')
    .description('a business process, with its first step')
    .requiredOption('--starts <event>', 'its first event, whose key is that of the process')
    .requiredOption('--step <name>', 'its first step')
    .requiredOption('--done <event...>', 'what says that the step is done')
    .option('--failed <event...>', 'what says that it failed')
    .option('--within <time>', 'until when, such as "10 minutes"', '1 hour')
    .option('--instance <words>', 'what one run of it is called (default: its name)')
    .option('--instances <words>', 'and several')
    .action(async (name, options) => (await load()).process_(name, options));
}

function addRemoveAndRename(program: Command): void {
  const remove = program
    .command('remove')
    .description('take a part away; shows the difference and what it breaks first');
  for (const [kind, name] of PARTS) {
    const removing = proposing(remove.command(kind)).argument('<name>', name);
    if (kind === 'route') removing.argument('<event>', 'which it hears no longer');
    removing.action(async (...given) => {
      const [event, options] = kind === 'route' ? [given[1], given[2]] : ['', given[1]];
      await (await import('#cli/scaffold/remove.ts')).remove(kind, given[0], event, options);
    });
  }
  const rename = program
    .command('rename')
    .description('give a part another name; shows the difference and what it breaks first');
  for (const [kind, name] of PARTS) {
    proposing(rename.command(kind))
      .argument('<name>', name)
      .argument('<new-name>', 'the name alone')
      .action(async (from, to, options) => (await import('#cli/scaffold/rename.ts')).rename(kind, from, to, options));
  }
}

/** The kinds of parts, and what each is named by. */
const PARTS = [
  ['event', 'its type'],
  ['participant', 'its name'],
  ['job', 'participant/job'],
  ['step', 'process/step'],
  ['process', 'its name'],
  ['route', 'participant/job'],
] as const;

const proposing = (command: Command): Command =>
  command.option('--dry-run', 'show the difference, and write nothing').option('--yes', 'do not ask before writing');
