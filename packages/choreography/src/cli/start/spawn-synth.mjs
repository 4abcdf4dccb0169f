// Plain JavaScript, so that it runs before a compiler is loaded.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Starts the synth of a `choreography start` while the command itself is still being loaded: nothing takes longer.
 * Undefined when none is needed, and when choreography.json cannot be understood, which the command then explains.
 */
export function beginSynthesis([command, ...options]) {
  const needsNone = options.some((option) => /^(--dir\b|--help$|-h$)/.test(option));
  if (command !== 'start' || needsNone) return undefined;
  try {
    return spawnSynth(JSON.parse(readFileSync('choreography.json', 'utf8')).synth);
  } catch {
    return undefined;
  }
}

/**
 * Runs a synth command in a folder (here, if none is given); it never outlives this process. One that `waits` (by
 * wait-to-go.mjs) begins when it is told to go.
 */
export function spawnSynth({ command: [program, ...words], environment }, cwd, waits = false) {
  const env = { ...process.env, ...environment };
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'ignore', 'pipe', ...(waits ? ['ipc'] : [])] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const stop = () => child.kill();
  // It may have ended already.
  const go = () => waits && child.send('go', () => {});
  process.once('exit', stop);
  const ended = new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ failure: message, errors }));
    child.once('close', (code, signal) =>
      resolve({ failure: code === 0 ? undefined : (signal ?? `exit code ${code}`), errors }),
    );
  }).finally(() => process.removeListener('exit', stop));
  return { ended, stop, go };
}
