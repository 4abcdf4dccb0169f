import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Checkout } from './checkout.ts';
import { megabytesOfFolder } from './installed.ts';
import type { Measure } from './measure.ts';
import { processorSecondsOfChildren } from './processor-time.ts';

/** `npm start -- --once` when everything that can be kept is kept: seconds on the clock and of the processor. */
export const start: Measure = {
  name: 'npm start -- --once, warm',
  rounds: 5,
  figures: [
    { what: 'until it ends', unit: 's', target: { atMost: 0.55 } },
    { what: 'processor time', unit: 's', target: { atMost: 0.6 } },
  ],
  take: ({ folder }) => timed('npm', ['start', '--silent', '--', '--once', '--port', '0'], folder),
};

/** Seconds that a command takes more than Node takes to do nothing. */
export const help: Measure = {
  name: 'choreography --help',
  rounds: 7,
  figures: [{ what: 'more than node -e 0', unit: 's', target: { todayAtMost: 0.3 } }],
  take: (checkout) => [beyondNode(checkout, ['--help'])],
};

export const smallMap: Measure = {
  name: 'choreography map of a small template',
  rounds: 7,
  figures: [{ what: 'more than node -e 0', unit: 's', target: { todayAtMost: 0.5 } }],
  take(checkout) {
    const template = join('cdk.out', 'Choreography-Email.template.json');
    if (!existsSync(join(checkout.folder, template))) timed('npm', ['run', '--silent', 'synth'], checkout.folder);
    return [beyondNode(checkout, ['map', template])];
  },
};

export const install: Measure = {
  name: 'npm ci',
  rounds: 1,
  figures: [{ what: 'installed', unit: 'MB', target: { atMost: 0.6 } }],
  take: ({ folder }) => [megabytesOfFolder(join(folder, 'node_modules'))],
};

/** All that the version before tests: the files with the names that its test files have. Takes many minutes, so only if asked for. */
export const tests: Measure = {
  name: 'npm test, of what was tested before',
  rounds: 1,
  figures: [
    { what: 'until it ends', unit: 's', target: { atMost: 0.35 } },
    { what: 'processor time', unit: 's', target: { atMost: 0.35 } },
  ],
  take({ folder }, before) {
    const names = new Set(testFiles(before.folder).map((file) => basename(file)));
    const files = testFiles(folder).filter((file) => names.has(basename(file)));
    return timed('npm', ['test', '--silent', '--', ...files], folder);
  },
};

const testFiles = (folder: string): string[] =>
  execFileSync('git', ['ls-files', '*.test.ts'], { cwd: folder, encoding: 'utf8' }).trim().split('\n');

function beyondNode({ folder, command }: Checkout, words: readonly string[]): number {
  const [alone = 0] = timed(process.execPath, ['-e', '0'], folder);
  const [seconds = 0] = timed(process.execPath, [command, ...words], folder);
  return seconds - alone;
}

/** Seconds on the clock and of the processor. Throws with what was printed if the command fails. */
function timed(command: string, words: readonly string[], cwd: string): [clock: number, processor: number] {
  const [began, processor] = [performance.now(), processorSecondsOfChildren()];
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0)
    throw new Error(`"${command} ${words.join(' ')}" failed in ${cwd}:\n${(stdout + stderr).slice(-3000)}`);
  return [(performance.now() - began) / 1000, processorSecondsOfChildren() - processor];
}
