import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AS_LONG_AS_IT_TAKES, thorough } from '../../property.ts';
import { type Effect, effectOf, effectOfOne, type Told, type Try } from './effect.ts';
import { CRASHES, faults } from './fault.ts';
import { type Subject, subjects } from './subjects.ts';
import { aWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
let jobs: readonly Subject[];
beforeAll(async () => {
  bench = await aWorkbench();
  jobs = await subjects();
});
afterAll(() => bench.stop());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  return () => vi.useRealTimers();
});

/** Redelivered, published again under another id, brought by another event after a job was rerouted, put by the CLI. */
const delivery = fc.record({
  eventId: fc.constantFrom('e-1', 'e-2', 'e-3'),
  type: fc.constantFrom('OrderPlaced', 'OrderDispatched'),
  hops: fc.integer({ min: 0, max: 5 }),
  bare: fc.boolean(),
});
const tries: fc.Arbitrary<Try> = fc.record({ delivery, faults });
const rounds = fc.array(fc.array(tries, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });

const NAMES = [
  'warehouse/dispatch-order in stock',
  'warehouse/dispatch-order of the last items',
  'warehouse/dispatch-order out of stock',
  'warehouse/receive-stock',
  'rewards/award-points',
  'rewards/reverse-points after the award',
  'rewards/reverse-points before the award',
  'email/confirm-order',
  'email/announce-dispatch',
  'email/apologise',
  'workbench/say-much',
  'checkout/place-order',
];
const jobNamed = (name: string) => jobs.find((job) => job.name === name) as Subject;
const effect = ({ state, events, contradictions }: Told): Effect => ({ state, events, contradictions });

test('no job is left out', () => {
  expect(jobs.map(({ name }) => name)).toEqual(NAMES);
});

describe('Any number of deliveries, in any order, with a crash at any AWS call, is as one:', () => {
  test.each(NAMES)('%s', AS_LONG_AS_IT_TAKES, async (name) => {
    const one = effect(await effectOfOne(bench, jobNamed(name)));
    expect(one.state).not.toEqual([]);
    await fc.assert(
      fc.asyncProperty(rounds, async (given) => {
        expect(effect(await effectOf(bench, jobNamed(name), given))).toEqual(one);
      }),
      thorough(15),
    );
  });
});

describe('A crash at each AWS call in turn, and then a retry, is as one delivery:', () => {
  const delivery = { eventId: 'e-1', type: 'OrderPlaced', hops: 0, bare: false };

  test.each(NAMES)('%s', async (name) => {
    const clean = await effectOfOne(bench, jobNamed(name));
    const calls = clean.attempts[0]?.calls.length ?? 0;
    expect(calls).toBeGreaterThan(0);
    for (const fault of CRASHES) {
      for (let call = 0; call < calls; call++) {
        const planned = [...Array(call).fill('none'), fault];
        const told = await effectOf(bench, jobNamed(name), [[{ delivery, faults: planned }]]);
        expect({ fault, call, ...effect(told) }).toEqual({ fault, call, ...effect(clean) });
      }
    }
  });
});

describe('An email is sent once, but for a run that ends between SES and the record:', () => {
  const EMAILS = ['email/confirm-order', 'email/announce-dispatch', 'email/apologise'];
  const delivery = { eventId: 'e-1', type: 'OrderPlaced', hops: 0, bare: false };

  test.each(EMAILS)('%s, any number of deliveries with any faults', AS_LONG_AS_IT_TAKES, async (name) => {
    await fc.assert(
      fc.asyncProperty(rounds, async (given) => {
        const { emails, attempts } = await effectOf(bench, jobNamed(name), given);
        const inTheWindow = attempts.filter(({ emailed, recorded }) => emailed && !recorded).length;
        expect(emails).toBeGreaterThanOrEqual(1);
        expect(emails).toBeLessThanOrEqual(1 + inTheWindow);
      }),
      thorough(15),
    );
  });

  test.each(EMAILS)('%s, a crash at each AWS call in turn', async (name) => {
    const sent: Record<string, number> = {};
    for (const fault of ['crash before', 'crash after'] as const) {
      for (const [call, command] of [
        'PutItemCommand',
        'SendEmailCommand',
        'UpdateItemCommand',
        'PutEventsCommand',
      ].entries()) {
        const planned = [...Array(call).fill('none'), fault];
        const { emails, attempts } = await effectOf(bench, jobNamed(name), [[{ delivery, faults: planned }]]);
        expect(attempts[0]?.calls.at(-1)).toBe(command);
        sent[`${fault} ${command}`] = emails;
      }
    }
    expect(sent).toEqual({
      'crash before PutItemCommand': 1,
      'crash after PutItemCommand': 1,
      'crash before SendEmailCommand': 1,
      'crash after SendEmailCommand': 2,
      'crash before UpdateItemCommand': 2,
      'crash after UpdateItemCommand': 1,
      'crash before PutEventsCommand': 1,
      'crash after PutEventsCommand': 1,
    });
  });
});
