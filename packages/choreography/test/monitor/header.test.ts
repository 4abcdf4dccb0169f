import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { emptyHeader, type Header, type JobDuration, summaryOf, withEvent } from '#monitor/header.ts';
import { headerItem } from '#monitor/header-items.ts';
import { checkoutProcess } from '../../../../functions/monitor/checkout-process.ts';
import { thorough } from '../property.ts';

const START = Date.parse('2026-11-24T12:00:00Z');
const order = { id: 'o-1', customer: { id: 'c-1' } };

/** What was said of an order, each event with its cause, its job, and the seconds after the start. */
const flow = (...said: readonly [type: string, by: string, cause: string | null, after: number][]): RecordedEvent[] =>
  said.map(([type, by, causationId, after]) => {
    const [participant = '', job = null] = by.split('/');
    const at = new Date(START + after * 1000).toISOString();
    return { eventId: type, source: `shop.${participant}`, type, at, causationId, participant, job, data: { order } };
  });

const inStock = flow(
  ['OrderPlaced', 'checkout/place-order', null, 0],
  ['OrderConfirmationSent', 'email/confirm-order', 'OrderPlaced', 1],
  ['OrderDispatched', 'warehouse/dispatch-order', 'OrderPlaced', 2],
  ['PointsAwarded', 'rewards/award-points', 'OrderPlaced', 3],
  ['DispatchAnnounced', 'email/announce-dispatch', 'OrderDispatched', 4],
);
const outOfStock = flow(
  ['OrderPlaced', 'checkout/place-order', null, 0],
  ['OrderConfirmationSent', 'email/confirm-order', 'OrderPlaced', 1],
  ['OrderRejected', 'warehouse/dispatch-order', 'OrderPlaced', 2],
  ['PointsReversed', 'rewards/reverse-points', 'OrderRejected', 3],
  ['PointsAwarded', 'rewards/award-points', 'OrderPlaced', 4],
  ['ApologySent', 'email/apologise', 'OrderRejected', 5],
);

function heard(events: readonly RecordedEvent[]): { header: Header; took: JobDuration[] } {
  let header = emptyHeader('o-1');
  const took: JobDuration[] = [];
  for (const event of events) {
    const next = withEvent(checkoutProcess, header, event);
    header = next.header;
    took.push(...next.took);
  }
  return { header, took };
}

const sorted = (took: readonly JobDuration[]) => took.map(({ job, milliseconds }) => `${job} ${milliseconds}`).sort();
const now = (after: number) => new Date(START + after * 1000);

/** A full flow, and the same events in any order, each as often as one likes but at least once. */
const arrivals = fc
  .constantFrom(inStock, outOfStock)
  .chain((all) => fc.tuple(fc.constant(all), fc.array(fc.constantFrom(...all), { maxLength: 12 })))
  .chain(([all, again]) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length })),
  );

describe('the header of an order', () => {
  it('is the same for every order of arrival and any number of duplicates, and so is what is counted', () => {
    fc.assert(
      fc.property(arrivals, ([all, arrived]) => {
        const [expected, found] = [heard(all), heard(arrived)];
        expect(found.header).toEqual(expected.header);
        expect(sorted(found.took)).toEqual(sorted(expected.took));
      }),
      thorough(500),
    );
  });

  it('tells the same state when the same thing was said twice, under ids and at times of their own', () => {
    const saidTwice = fc
      .constantFrom(inStock, outOfStock)
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.subarray(all),
          fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 6, maxLength: 6 }),
        ),
      )
      .map(([all, some, later]) => [
        ...all,
        ...some.map((event, i) => ({
          ...event,
          eventId: `${event.eventId}-again`,
          at: new Date(Date.parse(event.at) + (later[i] ?? 0) * 1000).toISOString(),
        })),
      ])
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(saidTwice, fc.integer({ min: 0, max: 4000 }), ([all, arrived], after) => {
        const summary = (events: readonly RecordedEvent[]) =>
          summaryOf(checkoutProcess, heard(events).header, now(after));
        expect(summary(arrived)).toEqual(summary(all));
      }),
      thorough(500),
    );
  });

  it('stands in the index of deadlines only while something is to come', () => {
    const [placed, ...rest] = inStock as [RecordedEvent, ...RecordedEvent[]];
    const open = headerItem(checkoutProcess, heard([placed]).header, undefined, now(0));
    expect(open).toMatchObject({
      deadlineKey: expect.stringMatching(/^checkout#[0-3]$/),
      deadlineAt: now(300).toISOString(),
    });
    const completed = headerItem(checkoutProcess, heard([placed, ...rest]).header, open, now(5));
    expect(completed).not.toHaveProperty('deadlineKey');
    expect(completed).not.toHaveProperty('deadlineAt');
  });

  it('is forgotten ninety days after it was last written', () => {
    const { expiresAt } = headerItem(checkoutProcess, heard(inStock).header, undefined, now(5)) as {
      expiresAt?: number;
    };
    expect(expiresAt).toBe(START / 1000 + 5 + 90 * 86_400);
  });
});
