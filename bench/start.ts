import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.ts';

const RUNS = 5;

export interface StartFigures {
  /** Seconds from `npm start -- --once` to every step done: the median of warm runs, and the first run after `npm ci`. */
  readonly warm: number;
  readonly afterInstall: number | undefined;
}

/** Times `npm start -- --once` until it says that every step is done. `fresh` also times the first run in a new clone. */
export async function measureStart(say: (text: string) => void, fresh: boolean): Promise<StartFigures> {
  say('npm start -- --once, until every step of the sample order is done');
  const runs: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const seconds = await timeStart('.');
    if (run > 0) runs.push(seconds);
  }
  say(
    `  warm           ${median(runs).toFixed(2)} s  (median of ${RUNS}: ${runs.map((seconds) => seconds.toFixed(2)).join(', ')})`,
  );
  const afterInstall = fresh ? await timeFresh() : undefined;
  say(
    afterInstall === undefined
      ? '  after npm ci   skipped: ask for it with --fresh'
      : `  after npm ci   ${afterInstall.toFixed(2)} s`,
  );
  return { warm: median(runs), afterInstall };
}

async function timeFresh(): Promise<number> {
  const clone = mkdtempSync(join(tmpdir(), 'choreography-'));
  try {
    execFileSync('git', ['clone', '--quiet', '.', clone]);
    execFileSync('npm', ['ci', '--silent'], { cwd: clone });
    return await timeStart(clone);
  } finally {
    rmSync(clone, { recursive: true });
  }
}

function timeStart(cwd: string): Promise<number> {
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--once', '--port', '0'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    let seconds = 0;
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (seconds === 0 && output.includes('Every step')) seconds = (performance.now() - began) / 1000;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 && seconds > 0
        ? resolve(seconds)
        : reject(new Error(`npm start -- --once failed (${code}):\n${output}`)),
    );
  });
}
