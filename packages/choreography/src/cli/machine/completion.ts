import type { Command } from 'commander';
import { bash } from './bash.ts';
import { fish } from './fish.ts';
import { zsh } from './zsh.ts';

/** A command as a shell completes it. */
export interface Completed {
  /** Such as `start`, or `add job`. */
  readonly name: string;
  readonly description: string;
  readonly options: readonly {
    readonly flag: string;
    readonly description: string;
    readonly values: readonly string[];
  }[];
  /** Of which kinds parts of the project are named in it. */
  readonly takes: readonly Kind[];
}

/** How a shell finds the names of parts, by their files. */
export const NAMES = {
  job: `grep -rls --include='*.ts' '^export .*handler' functions | sed -e 's#^functions/##' -e 's#[.]ts$##'`,
  event: `grep -rhoEs --include='*.ts' '^export const [A-Za-z0-9]+ = defineEvent' events | sed -e 's#^export const ##' -e 's# = .*##'`,
  process: `grep -rhoEs --include='*.ts' "defineProcess\\('[^']+'" functions | sed -e "s#.*('##" -e "s#'##"`,
} as const;
export type Kind = keyof typeof NAMES;

const SCRIPTS = { bash, zsh, fish } as const;
export const SHELLS = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

/**
 * `choreography completion SHELL`: a script for the shell, with all commands and options. Jobs, events and processes are found by
 * their files, so that nothing is started during completion.
 */
export function completion(shell: keyof typeof SCRIPTS, program: Command): void {
  console.log(SCRIPTS[shell](completedIn(program)));
}

function completedIn(command: Command, before: readonly string[] = []): Completed[] {
  return command.commands.flatMap((each) => {
    const name = [...before, each.name()];
    const options = each.options.map(({ long, short, description, argChoices = [] }) => ({
      flag: long ?? short ?? '',
      description,
      values: argChoices,
    }));
    const own = { name: name.join(' '), description: each.description(), options, takes: kindsIn(each, before) };
    return [own, ...completedIn(each, name)];
  });
}

function kindsIn(command: Command, before: readonly string[]): Kind[] {
  // What is added has a new name; what is removed or renamed is called `name`, and the command is its kind.
  const isNamed = before[0] === 'remove' || before[0] === 'rename';
  const isRoute = command.name() === 'route';
  const words = command.registeredArguments.map((argument) => argument.name());
  const named = words.flatMap((word) => (word === 'name' && isNamed ? [isRoute ? 'job' : command.name()] : [word]));
  const known = named.filter((word) => before[0] !== 'add' || word !== command.name());
  const options = command.options.flatMap(
    ({ flags }) => /^--(event|process) |<(event|job)/.exec(flags)?.slice(1) ?? [],
  );
  return (Object.keys(NAMES) as Kind[]).filter((kind) => [...known, ...options].includes(kind));
}

/** Names as words of a shell, which have nothing in them that it would read. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
