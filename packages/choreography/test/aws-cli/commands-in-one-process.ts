import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Command {
  readonly words: readonly string[];
  /** What its environment has more than this process. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let started: Promise<((command: Command) => Promise<Answer>) | undefined> | undefined;

/**
 * Runs the AWS CLI by its own entry point, many commands in one Python process: most of a command's processor time is spent
 * to load the CLI. Undefined where `python3` has no AWS CLI, as where only its second version is installed.
 */
export function commandsInOneProcess(): typeof started & {} {
  started ??= start();
  return started;
}

async function start(): Promise<((command: Command) => Promise<Answer>) | undefined> {
  const python = spawn('python3', [join(import.meta.dirname, 'run-commands.py')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<undefined>((resolve) =>
    python.once('error', () => resolve(undefined)).once('exit', () => resolve(undefined)),
  );
  const lines = createInterface(python.stdout)[Symbol.asyncIterator]();
  const next = () => Promise.race([lines.next().then(({ value }) => value as string | undefined), ended]);
  if (!(await next())) return undefined;
  // It ends when this process does, as its input then ends.
  python.unref();
  let last: Promise<unknown> = Promise.resolve();
  return (command) => {
    const answer = last.then(async () => {
      python.stdin.write(`${JSON.stringify(command)}\n`);
      const line = await next();
      if (line === undefined) throw new Error('The process of the AWS CLI has ended.');
      return JSON.parse(line) as Answer;
    });
    last = answer.catch(() => {});
    return answer;
  };
}
