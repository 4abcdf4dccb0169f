import { readDeadLetter } from '#contracts/dead-letter.ts';
import { isFault } from '#contracts/is-fault.ts';
import { functionName } from '#local/lambda/functions.ts';
import type { Invariant } from '#simulation/define-simulation.ts';
import type { World } from '#simulation/world/world.ts';
import type { Stack } from '#template/template.ts';
import { monitorInvariants } from './monitor-invariants.ts';

/** No process has so many events in a chain; the jobs of this package refuse an event after 32. */
const MAX_HOPS = 24;

/** The invariants of every system that must hold at any time: of each event that is said, each notice and each failure, whatever came before. */
export const atAnyTime = ({
  notices,
  events,
  failures,
}: Pick<World, 'notices' | 'events' | 'failures'>): Readonly<Record<string, Invariant>> => ({
  'nothing that was accepted is lost': () =>
    notices.flatMap((notice) => {
      if (notice.kind === 'event-lost') return [{ what: `${notice.function} lost an event: ${notice.error}` }];
      if (notice.kind === 'delivery-failed' && !notice.deadLettered)
        return [{ what: `${notice.rule} lost an event for ${notice.target}: ${notice.reason}` }];
      return [];
    }),
  'no call is refused by a policy': () =>
    notices.flatMap((notice) => (notice.kind === 'access-denied' ? [{ what: notice.error }] : [])),
  'no chain of events is endless': () =>
    events
      .filter(({ hops }) => hops >= MAX_HOPS)
      .slice(0, 1)
      .map(({ label, type }) => ({
        instance: label.split('>')[0] ?? label,
        what: `${type} follows from ${MAX_HOPS} others`,
      })),
  'no function fails by a fault of its own code': () =>
    failures
      .filter(({ error }) => isFault(error))
      .slice(0, 1)
      .map(({ function: name, label, error }) => ({
        instance: label.split('>')[0] ?? label,
        what: `${name} failed: ${error.name}: ${error.message}`,
      })),
  'the services themselves do not fail': () =>
    notices.flatMap((notice) => (notice.kind === 'fault' ? [{ what: notice.explanation }] : [])),
});

/** The invariants of every system that must hold when the world has come to rest. */
export const general = (world: World, stacks: readonly Stack[]): Readonly<Record<string, Invariant>> => ({
  ...monitorInvariants(world, stacks),
  'each delivery is done, or in exactly one dead-letter queue': ({ queues, queue }) => {
    const open = [...world.handovers.values()].filter(({ done }) => !done);
    if (open.length === 0) return [];
    const letters = queues.map((name) => [name, queue(name).join('\n')] as const);
    return open.flatMap(({ event, function: name }) => {
      const found = letters.filter(([, bodies]) => bodies.includes(event));
      const own = found.filter(([, bodies]) => bodies.includes(name));
      if (own.length === 1 || (own.length === 0 && found.length === 1)) return [];
      const where = found.map(([each]) => each).join(', ');
      return [{ what: `${name} did not do event ${event}, which is in ${found.length === 0 ? 'no queue' : where}` }];
    });
  },
  'the system comes to rest': () =>
    world.isIdle ? [] : [{ what: 'twelve hours after the last fault something is still under way' }],
});

/** What must hold unless a simulation puts what jobs refuse. */
export const nothingRefused = ({ services: { sqs } }: World): Readonly<Record<string, Invariant>> => ({
  'no job refuses what it is given': () =>
    sqs.store.all().flatMap((queue) =>
      queue.waiting().flatMap(({ body: Body, attributes: MessageAttributes }) => {
        const { kind, target, event, error } = readDeadLetter({ Body, MessageAttributes });
        if (kind !== 'refused') return [];
        const instance = Object(event?.detail).metadata?.correlationId as string | undefined;
        const by = target === null ? queue.name : functionName(target);
        return [
          {
            ...(instance !== undefined && { instance }),
            what: `${by} refused ${event?.['detail-type'] ?? 'it'}: ${error}`,
          },
        ];
      }),
    ),
});

/** The invariants of every system that must hold when all dead letters have been redriven without faults. */
export const afterRedrive = ({ services: { sqs } }: World): Readonly<Record<string, Invariant>> => ({
  'what was set aside is done when it is given back, unless its job refuses it': () =>
    sqs.store.all().flatMap((queue) =>
      queue.waiting().flatMap(({ body: Body, attributes: MessageAttributes }) => {
        const { kind, target, event, error } = readDeadLetter({ Body, MessageAttributes });
        if (target === null || kind === 'refused') return [];
        return [
          {
            what: `${functionName(target)} failed on ${event ? `event ${event.id}` : 'what it was given'} again: ${error}`,
          },
        ];
      }),
    ),
});
