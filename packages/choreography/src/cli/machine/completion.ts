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
  /** Whether its first word is a job of the project. */
  readonly takesJob: boolean;
}

const SCRIPTS = { bash, zsh, fish } as const;
export const SHELLS = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

/**
 * `choreography completion SHELL`: a script for the shell, with all commands and options. Jobs are found by their files, so that nothing
 * is started during completion.
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
    const takesJob = each.registeredArguments[0]?.name() === 'job' && before.length === 0;
    const own = { name: name.join(' '), description: each.description(), options, takesJob };
    return [own, ...completedIn(each, name)];
  });
}

/** Names as words of a shell, which have nothing in them that it would read. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
