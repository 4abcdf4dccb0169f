import { type ChildProcess, spawn } from 'node:child_process';
import type { Settings } from '../settings.ts';
import { InputError } from '../template/input-error.ts';

/** Runs the project's synth command, which bundles the functions and writes `cdk.out`. Its errors become an InputError. */
export function synthesize({ command, environment }: Settings['synth']): { child: ChildProcess; done: Promise<void> } {
  const [program = '', ...words] = command;
  const child = spawn(program, words, { env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const done = new Promise<void>((resolve, reject) => {
    const fail = (reason: string) =>
      reject(new InputError(`The synth command "${command.join(' ')}" failed (${reason}):\n${errors.trim()}`));
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => (code === 0 ? resolve() : fail(signal ?? `exit code ${code}`)));
  });
  return { child, done };
}
