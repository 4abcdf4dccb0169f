import { createInterface } from 'node:readline/promises';
import {
  constantName,
  constantWords,
  eventType,
  functionName,
  kebabCase,
  lowerCaseName,
  pascalCase,
  plural,
  sourceName,
  words,
} from '#scaffold/names.ts';
import { type ChoreographyWords, TEMPLATE_WORDS } from '#scaffold/template-words.ts';
import { InputError } from '#template/input-error.ts';
import type { NewOptions } from './new.ts';

type Ask = (question: string, otherwise: string) => Promise<string>;

/**
 * The names of a new choreography: the given ones; the others are asked for at the terminal, or have defaults.
 * Throws an InputError that quotes the first one that cannot be used.
 */
export async function askWords(folder: string, options: NewOptions): Promise<ChoreographyWords> {
  if (options.yes) return readWords(folder, options, async (_, otherwise) => otherwise);
  if (!process.stdin.isTTY) {
    throw new InputError('There is no terminal to ask for the names at: give --yes to take the defaults.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await readWords(folder, options, async (question, otherwise) => {
      const answer = await terminal.question(`${question} (${otherwise}): `);
      return answer.trim() || otherwise;
    });
  } finally {
    terminal.close();
  }
}

async function readWords(folder: string, given: NewOptions, ask: Ask): Promise<ChoreographyWords> {
  const bus = lowerCaseName('bus', given.bus ?? (await ask('The bus, and the project', folder || TEMPLATE_WORDS.bus)));
  sourceName(`${bus}.monitor`);
  if (bus === 'choreography') {
    throw new InputError('The bus "choreography" cannot be used: npm installs no package within one of the same name.');
  }
  const participants = listOf(
    'participants',
    2,
    await answered(given.participants, ask, 'Two participants', TEMPLATE_WORDS.participants),
  ).map((name) => constantName('participant', name));
  const one = constantWords(
    'instance',
    given.instance ?? (await ask('What one run of the process is called', TEMPLATE_WORDS.instance.one)),
  );
  const many = words('instances', given.instances ?? (await ask('And several', plural(one))));
  const jobNames = ['open', 'solve'].map((verb) => `${verb}-${kebabCase(one)}`);
  const jobs = listOf('jobs', 2, await answered(given.jobs, ask, 'A job of each participant', jobNames)).map((name) =>
    lowerCaseName('job', name),
  );
  const types = ['Opened', 'Solved', 'Declined'].map((happened) => `${pascalCase(one)}${happened}`);
  const events = listOf(
    'events',
    3,
    await answered(given.events, ask, 'What the first says, and what the second says of it', types),
  ).map(eventType);
  const reserved = ['Completed', 'Overdue'].map((end) => `${pascalCase(one)}${end}`);
  const own = events.find((type) => reserved.includes(type));
  if (own)
    throw new InputError(`The event "${own}" cannot be used: it is what the monitor says of the process "${one}".`);
  if (participants.includes('monitor')) {
    throw new InputError('The participant "monitor" cannot be used: it is the one that follows the process.');
  }
  for (const [index, job] of jobs.entries()) functionName(bus, participants[index] as string, job);
  return {
    bus,
    participants: participants as [string, string],
    instance: { one, many },
    events: events as [string, string, string],
    jobs: jobs as [string, string],
  };
}

const answered = async (given: string | undefined, ask: Ask, question: string, otherwise: readonly string[]) =>
  given ?? (await ask(question, otherwise.join(',')));

/** `a,b` as a list of so many different names. */
function listOf(what: string, count: number, text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.length !== count || new Set(names).size !== count) {
    throw new InputError(
      `The ${what} "${text}" cannot be used: give ${count} different ones, with commas between them.`,
    );
  }
  return names;
}
