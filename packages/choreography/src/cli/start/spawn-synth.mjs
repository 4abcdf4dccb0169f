// Plain JavaScript, so that it runs before a compiler is loaded.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Starts the synth of a `choreography start` while the command itself is still being loaded: nothing takes longer.
 * Undefined when none is needed, and when choreography.json cannot be understood, which the command then explains.
 */
export function beginSynthesis([command, ...options]) {
  const needsNone = options.some((option) => /^(--dir\b|--help$|-h$)/.test(option));
  if (command !== 'start' || needsNone) return undefined;
  try {
    const { synth } = JSON.parse(readFileSync('choreography.json', 'utf8'));
    const isInspected = options.some((option) => /^--inspect(=|$)/.test(option));
    return spawnSynth(keeping(inContext(isInspected ? readable(synth) : synth, contextIn(options)).synth));
  } catch {
    return undefined;
  }
}

/** The same synth, of bundles whose variables have their names: a debugger shows them. */
export const readable = (synth) => ({
  ...synth,
  environment: { ...synth.environment, CHOREOGRAPHY_READABLE_BUNDLES: 'true' },
});

/** The same synth, which does nothing when nothing has changed of what its last run was made of (decision 141). */
const keeping = (synth) => ({
  ...synth,
  environment: { ...synth.environment, CHOREOGRAPHY_KEPT_ASSEMBLY: 'true' },
});

/** The values of `-c NAME=VALUE` and `--context NAME=VALUE` on a command line. */
function contextIn(options) {
  const words = options.flatMap((option, at) => {
    const [, value] = /^(?:-c|--context=)(.+)$/.exec(option) ?? [];
    return value ?? (/^(-c|--context)$/.test(option) ? (options[at + 1] ?? []) : []);
  });
  return Object.fromEntries(words.map((word) => /^([^=]+)=([\s\S]*)$/.exec(word)?.slice(1)).filter(Boolean));
}

/**
 * How to synthesize in a CDK context, and where to: an app that runs by itself is given it as the CDK CLI gives it (developer guide:
 * "Context values and the AWS CDK"), and the CLI by its own options. Each context has a folder of its own, so that several
 * run side by side.
 */
export function inContext(synth, context) {
  const pairs = Object.entries(context).map((pair) => pair.join('='));
  if (pairs.length === 0) return { synth, cdkOut: 'cdk.out' };
  const name = pairs.sort().join('-');
  const cdkOut = `build/cdk.out-${name.replace(/[^\w.-]+/g, '-')}`;
  if (isCdk(synth)) {
    const command = [...synth.command, ...pairs.flatMap((pair) => ['-c', pair]), '--output', cdkOut];
    return { synth: { ...synth, command }, cdkOut };
  }
  const known = JSON.parse(synth.environment?.CDK_CONTEXT_JSON || process.env.CDK_CONTEXT_JSON || '{}');
  const environment = {
    ...synth.environment,
    CDK_CONTEXT_JSON: JSON.stringify({ ...known, ...context }),
    CDK_OUTDIR: cdkOut,
  };
  return { synth: { ...synth, environment }, cdkOut };
}

/** The same synth, written to another folder. */
export const intoFolder = (synth, cdkOut) =>
  isCdk(synth)
    ? { ...synth, command: [...synth.command, '--output', cdkOut] }
    : { ...synth, environment: { ...synth.environment, CDK_OUTDIR: cdkOut } };

const isCdk = ({ command }) => command.some((word) => /(^|[\\/])cdk(\.cmd)?$/.test(word));

/** What `choreography/synth` says when it has found nothing to do. */
const KEPT = 'The templates are those of the last synth: ';

const BIN = fileURLToPath(new URL('../../../bin/choreography.mjs', import.meta.url));

/** `choreography synth` is the command of this installation, whatever is in the PATH. */
const ofThisInstallation = (command) =>
  command[0] === 'choreography' ? [process.execPath, BIN, ...command.slice(1)] : command;

/**
 * Runs a synth command in a folder (here, if none is given); it never outlives this process. One that `waits` (by
 * wait-to-go.mjs) begins when `go` is called. Where its process says that it can run again, how it ended has what runs next.
 */
export function spawnSynth({ command, environment }, cwd, waits = false) {
  const [program, ...words] = ofThisInstallation(command);
  const env = { ...process.env, ...environment };
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe', ...(waits ? ['ipc'] : [])] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  let isKept = false;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    isKept ||= text.includes(KEPT);
  });
  const stop = () => child.kill();
  // It may have ended already.
  const go = () => waits && child.send('go', () => {});
  process.once('exit', stop);
  let end;
  const run = (isAgain) => ({ ended: new Promise((resolve) => (end = resolve)), stop, go, isAgain });
  const first = run(false);
  const endWith = (failure, runsAgain = false) => {
    const endRun = end;
    endRun({ failure, errors, isKept, next: runsAgain ? run(true) : undefined });
    errors = '';
  };
  const failureOf = (exitCode) => (exitCode === 0 ? undefined : `exit code ${exitCode}`);
  child.once('error', ({ message }) => endWith(message));
  child.once('close', (code, signal) => {
    process.removeListener('exit', stop);
    endWith(signal ?? failureOf(code));
  });
  // What it wrote before it said so has come, but may not have been read.
  child.on('message', ({ exitCode }) => setImmediate(() => endWith(failureOf(exitCode), true)));
  return first;
}
