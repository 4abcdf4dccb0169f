import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventFile } from '#local/events/archive/event-file.ts';
import { newEvent } from '#local/events/event.ts';

const event = (text: string) =>
  newEvent({ source: 'museum', detailType: 'Noted', resources: [], detail: { text } }, 1_000_000_000_000);

it('Each event is read as it came, whatever its characters and however much is gathered before it is written', () => {
  const repeated = fc.tuple(fc.string({ unit: 'binary', maxLength: 3 }), fc.constantFrom(1, 20_000));
  fc.assert(
    fc.property(fc.array(repeated, { maxLength: 8 }), (all) => {
      const file = new EventFile();
      const events = all.map(([text, times]) => event(text.repeat(times)));
      for (const each of events) file.append(each);
      const isSame = events.map(
        ({ detail }, number) => JSON.stringify(file.read(number).detail) === JSON.stringify(detail),
      );
      file.delete();
      expect(isSame).toEqual(events.map(() => true));
    }),
  );
});
