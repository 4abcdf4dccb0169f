import { expect, it } from 'vitest';
import type { TemplateFacts } from '#cost/template-facts.ts';
import { AccountLimits } from '#simulation/load/account-limits.ts';

const NOTHING_SAID = { tables: new Map(), reserved: new Map(), fedAtMost: [] } as unknown as TemplateFacts;

/** Limits of an account whose time and instance are told; each sampled instance stands for a hundred. */
function limitsAt(facts: Partial<TemplateFacts> = {}, common: ReadonlyMap<string, string> = new Map()) {
  const at: { now: number; instance: string; run: string; call?: object } = { now: 0, instance: 'i-1', run: 'run' };
  const account = {
    region: 'us-east-1',
    emailsPerSecond: undefined,
    common,
    isOwn: (key: string) => key.startsWith('own#'),
    batchSize: () => 50,
    burstSeconds: 1,
  };
  const limits = new AccountLimits(
    { ...account, facts: { ...NOTHING_SAID, ...facts } },
    {
      ...{ now: () => at.now, weight: () => 100, instance: () => at.instance, call: () => at.call ?? {} },
      invocation: () => at.run,
    },
  );
  const write = (partition: string, units: number, table = 'visits') =>
    limits.take({ kind: 'write', table, index: undefined, partition, units, inTransaction: false });
  return { at, limits, write };
}

it('refuses what is beyond the thousand write units of a partition key, and takes it when the second has gone by', () => {
  const { at, write } = limitsAt();
  write('list', 1);
  at.instance = 'i-2';
  write('list', 10);
  expect(() => write('list', 1)).toThrow(/partition key/);
  at.now = 1000;
  write('list', 1);
});

it('takes the key of one instance for that of one alone, for however many it stands', () => {
  const { write } = limitsAt();
  for (let time = 0; time < 300; time++) write('i-1', 1);
});

it('takes a key that names an instance for its own, though others write it in a batch with theirs', () => {
  const { at, write } = limitsAt();
  for (let time = 0; time < 300; time++) {
    at.instance = `i-${time}`;
    write('own#visit-7', 1);
  }
});

it('counts what a batch writes of itself once for as many instances as a full one holds', () => {
  const { at, limits, write } = limitsAt();
  // Ten of fifty, each for a hundred: they come in twenty full batches, which write twenty units each second.
  limits.receives('batch', 'record', 'heard', 10);
  write('notes', 1);
  at.run = 'batch';
  for (let time = 0; time < 50; time++) {
    at.instance = `i-${time + 2}`;
    write('notes', 1);
  }
  expect(() => write('notes', 1)).toThrow(/partition key/);
});

it('does not limit keys that all have in common only since the sample has one', () => {
  const { at, write } = limitsAt({}, new Map([['rose', 'data.tree']]));
  for (let instance = 0; instance < 60; instance++) {
    at.instance = `i-${instance}`;
    write('tree#rose', 2);
  }
});

it('lets a transaction through whole that is larger than a burst, and others when what it took has come back', () => {
  const { at, write } = limitsAt();
  write('list', 0);
  at.instance = 'i-2';
  at.call = {};
  for (let item = 0; item < 16; item++) write('list', 2);
  at.call = {};
  expect(() => write('list', 1)).toThrow(/partition key/);
  at.now = 3000;
  write('list', 1);
});

it('gives back what a call had taken before it was refused', () => {
  const { at, write } = limitsAt();
  for (const instance of ['i-1', 'i-2']) {
    at.instance = instance;
    write('list', 1);
    write('other', 1);
  }
  write('list', 10);
  at.call = {};
  write('other', 4);
  expect(() => write('list', 1)).toThrow(/partition key/);
  delete at.call;
  write('other', 7);
});

it('refuses what a table as a whole is not let take', () => {
  const tables = new Map([
    [
      'visits',
      {
        provisioned: undefined,
        atMost: { write: 500, read: undefined },
        warm: undefined,
        isRecoverable: false,
        localIndexes: [],
      },
    ],
  ]);
  const { write } = limitsAt({ tables });
  write('i-1', 6);
  expect(() => write('i-2', 1)).toThrow(/table or index/);
});

it('lets as many seconds of functions run in a second as may run at a time', () => {
  const { at, limits } = limitsAt({ reserved: new Map([['draw-map', 5]]) });
  limits.ran('draw-map', undefined, 90);
  expect(limits.invocationPause('draw-map', undefined)).toBeGreaterThan(0);
  expect(limits.invocationPause('plant', undefined)).toBe(0);
  at.now = 2000;
  expect(limits.invocationPause('draw-map', undefined)).toBe(0);
});

it('lets a queue cause as many at a time as its mapping says, and others invoke the same function meanwhile', () => {
  const { at, limits } = limitsAt({ fedAtMost: [{ function: 'draw-map', queue: 'maps', most: 2 }] });
  limits.ran('draw-map', 'maps', 60);
  expect(limits.invocationPause('draw-map', 'maps')).toBeGreaterThan(0);
  expect(limits.invocationPause('draw-map', undefined)).toBe(0);
  at.now = 3000;
  expect(limits.invocationPause('draw-map', 'maps')).toBe(0);
});

it('says since when something was full when that has lasted', () => {
  const { at, limits, write } = limitsAt();
  let refused = 0;
  for (at.now = 0; at.now < 30_000; at.now += 100) {
    at.instance = `i-${at.now}`;
    try {
      // Twice as much as it takes from the tenth second on.
      write('list', at.now < 10_000 ? 0.5 : 2);
    } catch {
      refused++;
    }
  }
  const [use] = limits.uses();
  expect(use?.refused).toBe(refused);
  expect(Math.abs((use?.saturatedAt ?? 0) - 10_000)).toBeLessThan(200);
});
