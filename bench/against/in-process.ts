import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Checkout } from './checkout.ts';
import type { Measure } from './measure.ts';

const PROGRAM = fileURLToPath(new URL('./inside.ts', import.meta.url));

/** Map and check of a generated system, by the code of each version in a process of its own. */
export const map: Measure = {
  name: 'map of 1,000 participants',
  rounds: 3,
  figures: [
    { what: 'map', unit: 's', target: { atMost: 0.25 } },
    { what: 'read, map and check', unit: 's', target: { atMost: 0.3 } },
    { what: 'most memory', unit: 'MB', target: { atMost: 0.6 } },
  ],
  take: inside('map'),
};

export const matching: Measure = {
  name: 'events matched from JSON text, to Event Ruler on the same events',
  rounds: 2,
  figures: [1, 100, 1000].map((rules) => ({ what: `${rules} rules`, unit: 'times', target: { todayAtLeast: 1.3 } })),
  take: inside('matching'),
};

export const putEvents: Measure = {
  name: 'PutEvents, ten entries a call, 100 rules, an archive',
  rounds: 3,
  figures: [
    { what: 'calls', unit: 'a second', target: { atLeast: 2 } },
    { what: 'processor time of the server a call', unit: 'ms', target: { atMost: 0.5 } },
    { what: 'heap after 100,000 events', unit: 'MB', target: 'none' },
  ],
  take: inside('put-events'),
};

const CHANGES = ['a handler', "an event's contract", 'the order in all contracts', 'a stack'];

export const watch: Measure = {
  name: 'npm start -- --watch, until a change is live',
  rounds: 1,
  figures: [
    ...CHANGES.map((what) => ({ what, unit: 'ms', target: { atMost: 0.5 } })),
    ...CHANGES.map((what) => ({ what: `processor time of ${what}`, unit: 'ms', target: { atMost: 0.5 } })),
  ],
  take: inside('watch'),
};

/** The last line that the program prints is the list of values. */
function inside(what: string): (checkout: Checkout) => number[] {
  return ({ folder, command }) => {
    const words = ['--conditions=@choreography/source', '--import', 'tsx', PROGRAM, what, folder, command];
    const output = execFileSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    return JSON.parse(output.trim().split('\n').at(-1) ?? '[]');
  };
}
