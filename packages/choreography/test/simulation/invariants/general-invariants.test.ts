import { expect, it } from 'vitest';
import type { WorldView } from '#simulation/define-simulation.ts';
import { atAnyTime, general } from '#simulation/invariants/general-invariants.ts';
import type { World } from '#simulation/world/world.ts';

const HANDOVER = { event: 'e-1', function: 'library_lend', since: 0, done: false, isOver: true };

/** What an invariant says of a world in which all is well but for some of its parts. */
function saidOf(
  invariant: string,
  world: Partial<Record<'notices' | 'failures' | 'handovers' | 'isIdle', unknown>>,
  queues: Readonly<Record<string, readonly string[]>> = {},
  events: readonly object[] = [],
): string[] {
  const given = { notices: [], failures: [], handovers: new Map(), isIdle: true, events, ...world } as unknown as World;
  const holds = { ...general(given, []), ...atAnyTime(given) }[invariant];
  const view = { queues: Object.keys(queues), queue: (name: string) => queues[name] };
  return (holds?.(view as unknown as WorldView) ?? []).map(({ what }) => what);
}

const handovers = new Map([['e-1 library_lend', HANDOVER]]);
const IN_ONE_QUEUE = 'each delivery is done, or in exactly one dead-letter queue';

it('accepts what is done, and what is in the dead-letter queue of its function', () => {
  expect(saidOf(IN_ONE_QUEUE, { handovers: new Map([['', { ...HANDOVER, done: true }]]) })).toEqual([]);
  expect(saidOf(IN_ONE_QUEUE, { handovers }, { lend_dlq: ['e-1 of library_lend'] })).toEqual([]);
});

it.each([
  ['no queue', {}],
  ['one_dlq, two_dlq', { one_dlq: ['e-1 of library_lend'], two_dlq: ['e-1 of library_lend'] }],
])('finds that what was not done is in %s', (where, queues) => {
  expect(saidOf(IN_ONE_QUEUE, { handovers }, queues)).toEqual([
    `library_lend did not do event e-1, which is in ${where}`,
  ]);
});

it('finds a chain of events that goes on and on', () => {
  const event = (hops: number) => ({ hops, label: 'loan1>LoanAsked>lend', type: 'LoanAsked' });
  expect(saidOf('no chain of events is endless', {}, {}, [event(3), event(24), event(25)])).toEqual([
    'LoanAsked follows from 24 others',
  ]);
});

it('finds that a system does not come to rest', () => {
  expect(saidOf('the system comes to rest', { isIdle: false })).toHaveLength(1);
  expect(saidOf('the system comes to rest', {})).toEqual([]);
});

it('finds that a service itself fails, a call is refused, and an event is lost', () => {
  const notices = [
    { kind: 'fault', explanation: 'TypeError: x is undefined' },
    { kind: 'access-denied', error: 'lend may not put events' },
    { kind: 'event-lost', function: 'library_lend', error: 'it threw' },
  ];
  expect(saidOf('the services themselves do not fail', { notices })).toEqual(['TypeError: x is undefined']);
  expect(saidOf('no call is refused by a policy', { notices })).toEqual(['lend may not put events']);
  expect(saidOf('nothing that was accepted is lost', { notices })).toEqual(['library_lend lost an event: it threw']);
});

it('finds that a function fails by a fault of its own code, and excuses what may pass with time', () => {
  const failure = (name: string, message: string) => ({
    ...{ function: 'library_lend', label: 'loan1>LoanAsked>lend>run', error: { name, message } },
  });
  const OWN_CODE = 'no function fails by a fault of its own code';
  const passing = [failure('NetworkingError', 'socket hang up'), failure('TypeError', 'fetch failed')];
  expect(saidOf(OWN_CODE, { failures: passing })).toEqual([]);
  expect(saidOf(OWN_CODE, { failures: [...passing, failure('ZodError', 'books: Too small')] })).toEqual([
    'library_lend failed: ZodError: books: Too small',
  ]);
});
