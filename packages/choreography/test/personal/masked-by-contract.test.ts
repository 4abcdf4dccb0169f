import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { maskPersonal } from '#contracts/mask-personal.ts';
import { maskValues } from '#contracts/mask-values.ts';
import { AS_LONG_AS_IT_TAKES, thorough } from '#testing/property.ts';
import { schemaOf } from './marked/schema-of.ts';
import { aContract, MARKER, Markers } from './random-contracts.ts';

test('Masked data and texts hold no value of a personal field, by whatever contract', AS_LONG_AS_IT_TAKES, () => {
  fc.assert(
    fc.property(aContract, (contract) => {
      const schema = z.object({ id: z.string(), given: schemaOf(contract) });
      const markers = new Markers();
      const fitting = { id: 'i', given: markers.dataOf(contract) };
      const read = schema.parse(fitting);
      expect(maskValues(`No hands for ${JSON.stringify(read)}`, schema, fitting)).not.toMatch(MARKER);
      const others = [
        { id: 'i', given: { any: markers.strangeList(contract), name: { first: markers.text() } } },
        { ...fitting, phone: markers.text(), [markers.text()]: { street: markers.text() } },
        { id: 'i', given: markers.text() },
      ];
      for (const data of [fitting, ...others]) expect(JSON.stringify(maskPersonal(schema, data))).not.toMatch(MARKER);
      for (const data of others) {
        const { error } = schema.safeParse(data);
        if (error) expect(maskValues(error.message, schema, data)).not.toMatch(MARKER);
      }
    }),
    thorough(1000),
  );
});
