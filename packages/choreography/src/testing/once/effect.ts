import { canonical } from '#jobs/once/fingerprint.ts';
import type { Item } from '#jobs/table/table.ts';
import { vi } from '#testing/peers.ts';
import { type Attempt, attempt } from './attempt.ts';
import type { Fault } from './fault.ts';
import { type Delivery, deliver, type Subject } from './subject.ts';
import type { Workbench } from './workbench.ts';

/** One delivery with what goes wrong in it. */
export interface DeliveryAttempt {
  readonly delivery: Delivery;
  readonly faults: readonly Fault[];
}

/** What a job did for one business key, comparable with what it did another time. */
export interface Effect {
  readonly state: unknown;
  /** Each event that was said, once for all that was said under its id; without what depends on who caused it, and when. */
  readonly events: readonly unknown[];
  /** How often two different events were said under one id: never. */
  readonly contradictions: number;
}

/** All that happened, beside the effect. */
export interface ObservedEffect extends Effect {
  readonly attempts: readonly Attempt[];
  readonly emails: number;
}

const FIRST: Delivery = { eventId: 'e-0', type: 'Delivered', hops: 0, bare: false };

/**
 * Delivers to a job whose table holds what is given and nothing else: round after round, all tries of a round at once, a
 * minute and more between two rounds, as Lambda waits; then, if none of them ended well, once without faults, as a redrive
 * would.
 */
export async function effectOf(
  bench: Workbench,
  subject: Subject,
  rounds: readonly (readonly DeliveryAttempt[])[],
): Promise<ObservedEffect> {
  await bench.clear();
  await bench.put(await subject.given());
  return effectAfter(bench, subject, rounds);
}

/** As {@link effectOf}, with the table in its present state. */
export async function effectAfter(
  bench: Workbench,
  subject: Subject,
  rounds: readonly (readonly DeliveryAttempt[])[],
): Promise<ObservedEffect> {
  const emailsBefore = await bench.emails();
  const attempts: Awaited<ReturnType<typeof attempt>>[] = [];
  const once = async ({ delivery, faults }: DeliveryAttempt, requestId: string) => {
    const made = await attempt((context) => deliver(subject, delivery, context), faults, requestId);
    attempts.push(made);
    return made;
  };
  for (const [round, tries] of rounds.entries()) {
    // The same event is retried under the same request id: Lambda may even do so at the same time.
    await Promise.all(tries.map((each) => once(each, `${each.delivery.eventId}-${round % 2}`)));
    vi.setSystemTime(Date.now() + 61_000);
  }
  if (!attempts.some(({ ending }) => ending === 'returned')) {
    const { ending, error } = await once({ delivery: rounds[0]?.[0]?.delivery ?? FIRST, faults: [] }, 'last');
    if (ending !== 'returned') throw error ?? new Error(`The last delivery ${ending}.`);
  }
  return {
    state: (await bench.items()).map(withoutTimes),
    ...comparable(attempts.flatMap(({ said }) => said)),
    attempts,
    emails: (await bench.emails()) - emailsBefore,
  };
}

/** The effect of one delivery in which nothing goes wrong. */
export const effectOfOne = (bench: Workbench, subject: Subject): Promise<ObservedEffect> =>
  effectOf(bench, subject, []);

/**
 * An item without the times at which a job was done, had said so, or is forgotten, and without what it said, which is there only until
 * that is known to be taken.
 */
export function withoutTimes({ doneAt: _, saidAt: __, expiresAt: ___, outcome: ____, ...item }: Item): unknown {
  return item;
}

/** What was said, each event once. */
export function comparable(said: Attempt['said']): Pick<Effect, 'events' | 'contradictions'> {
  const byId = new Map<string, unknown>();
  const different = new Set<string>();
  for (const { Source, DetailType, Detail = '' } of said) {
    const { metadata, data } = JSON.parse(Detail);
    const { hops: _, ...rest } = metadata;
    // Of what is said again the fields are sorted.
    different.add(canonical({ Source, DetailType, rest, data }));
    const { eventId, causationId: __, occurredAt: ___, ...lasting } = rest;
    byId.set(eventId, { Source, DetailType, lasting, data: { ...data, messageId: undefined } });
  }
  const events = [...byId.values()].map(canonical).sort();
  return { events, contradictions: different.size - byId.size };
}
