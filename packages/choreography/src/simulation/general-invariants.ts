import type { Invariant } from './define-simulation.ts';
import type { World } from './world.ts';

/** More events than any process has between a stimulus and what follows from it last. */
const MAX_HOPS = 40;

/** What must hold of any system when all is done. */
export const GENERAL = (world: World): Readonly<Record<string, Invariant>> => ({
  'nothing that was accepted is lost': () =>
    world.notices.flatMap((notice) => {
      if (notice.kind === 'event-lost') return [{ what: `${notice.function} lost an event: ${notice.error}` }];
      if (notice.kind === 'delivery-failed' && !notice.deadLettered)
        return [{ what: `${notice.rule} lost an event for ${notice.target}: ${notice.reason}` }];
      return [];
    }),
  'no call is refused by a policy': () =>
    world.notices.flatMap((notice) => (notice.kind === 'access-denied' ? [{ what: notice.error }] : [])),
  'no chain of events is endless': ({ events }) =>
    events
      .filter(({ label }) => label.split('>run').length > MAX_HOPS)
      .slice(0, 1)
      .map(({ label, type }) => ({
        instance: label.split('>')[0] ?? label,
        what: `${type} follows from ${MAX_HOPS} others`,
      })),
  'the system comes to rest': () =>
    world.isIdle ? [] : [{ what: 'twelve hours after the last fault something is still under way' }],
  'the services themselves do not fail': () =>
    world.notices.flatMap((notice) => (notice.kind === 'fault' ? [{ what: notice.explanation }] : [])),
});
