import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventId } from '#jobs/event-entry.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { emptyHeader, withEvent } from '#monitor/instances/header.ts';
import type { InstanceRecord } from '#monitor/instances/instance-record.ts';
import { kept, toRecord } from '#monitor/instances/kept-record.ts';
import { loan } from '../../library/processes.ts';
import { aLoan } from '../../library/said.ts';

const STARTED = 'e60d9d718c79beb4db2b243607805ed5';
const AT = '2026-11-24T12:00:00.000Z';

const event = (type: string, id: string, cause: string | null): RecordedEvent => ({
  ...{ eventId: id, source: 'library.lending', type, at: AT, causationId: cause },
  ...{ participant: 'lending', job: 'lend', data: { loan: aLoan('l-1') } },
});
const recordOf = (events: readonly RecordedEvent[], completedSaid: string | null = null): InstanceRecord => ({
  events,
  header: {
    ...events.reduce((header, each) => withEvent(loan, header, each).header, emptyHeader('l-1')),
    completedSaid,
  },
});
const again = (record: InstanceRecord) => toRecord(loan, { pk: 'instance#l-1', ...kept(loan, record) });

test('a record is read as it was kept, whether the ids of its events follow from what caused them or not', () => {
  const id = fc.oneof(
    fc.constantFrom('e-1', '0', STARTED, 'f'.repeat(32)),
    fc.nat(4).map((place) => eventId(STARTED, 'BookFetched', place)),
  );
  const anyEvent = fc.tuple(fc.constantFrom('BookLent', 'BookFetched', 'Noted'), id, fc.constantFrom(null, STARTED));
  fc.assert(
    fc.property(fc.uniqueArray(anyEvent, { selector: ([, each]) => each }), fc.option(fc.constant(AT)), (all, said) => {
      const record = recordOf(
        all.map((each) => event(...each)),
        said,
      );
      expect(again(record)).toEqual(record);
    }),
  );
});

test('an id that follows from what caused the event takes no room', () => {
  const sizeWith = (id: string) =>
    kept(loan, recordOf([event('BookLent', STARTED, null), event('BookFetched', id, STARTED)])).told?.length ?? 0;
  expect(sizeWith('0123456789abcdef89abcdef01234567') - sizeWith(eventId(STARTED, 'BookFetched', 0))).toBeGreaterThan(
    12,
  );
});

test('what the version before kept, with whole ids and times as text, is read', () => {
  const record = recordOf(
    [event('BookLent', STARTED, null), event('BookFetched', eventId(STARTED, 'BookFetched', 0), STARTED)],
    AT,
  );
  const { told: _, ...others } = kept(loan, record);
  const item = { pk: 'instance#l-1', ...others, told: Buffer.from(EARLIER, 'base64'), completedSaid: AT };
  expect(toRecord(loan, item)).toEqual(record);
});

const EARLIER =
  'vVI7DsIwDL0KMmuKkrRpWjYYmBjZUIc6MVAREqkUJIbeHaWAWPhNTH6ybL2PHeco57a0WhRGl0iYWZQoszTnuuCKrAIGrsG2bi8TR942fgsM5iHsl+Q7YDehQiQyWwn5gu65FFFkdaH20dAQhksEMDjQAamNTX+6Ic0eEc5sPVqGM7naEPQMMIT9Pc0jepgOJeHQV31fsTWknGyZpznKEhUZlalUa6ULlHxDxrw3tKDO7Mh+9PRTXH91/Lj7/Q9eqB5/1VxdAQ==';
