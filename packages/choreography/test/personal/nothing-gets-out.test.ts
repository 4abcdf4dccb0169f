import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AS_LONG_AS_IT_TAKES, thorough } from '#testing/property.ts';
import { aMarkedChoreography } from './marked-choreography.ts';
import { aContract, MARKER, Markers } from './random-contracts.ts';

test(
  'no value of a personal field gets out, by whatever contract and on whatever way',
  AS_LONG_AS_IT_TAKES,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(aContract, aContract, aContract), async (contracts) => {
        const choreography = await aMarkedChoreography(contracts);
        const markers = new Markers();
        try {
          const keys: { process: string; key: string }[] = [];
          for (const [i, contract] of contracts.entries()) {
            const ask = (fate: string, key: string, more: object = {}) => {
              keys.push({ process: `wish-${i}`, key });
              const data = { id: key, fate, given: markers.dataOf(contract), ...more };
              return choreography.put('marked.customer', `Asked${i}`, { data });
            };
            await ask('taken', `heard-${i}`);
            await ask('thrown', `thrown-${i}`);
            await ask('refused', `refused-${i}`);
            // What fits no contract: a text for an object, a field and a key of a map that nobody knows, no data at all.
            await ask('taken', `poison-${i}`, { given: markers.text() });
            await ask('taken', `poison-list-${i}`, {
              given: { any: [markers.text()], name: { first: markers.text() } },
            });
            await ask('taken', `strange-${i}`, { phone: markers.text(), [markers.text()]: { street: markers.text() } });
            await choreography.put('marked.customer', `Asked${i}`, { note: markers.text() });
            await choreography.put('marked.customer', `Told${i}`, {
              data: { id: `heard-${i}`, fate: 'taken', given: markers.dataOf(contract) },
            });
            await choreography.put('marked.stranger', `Told${i}`, {
              data: { id: `heard-${i}`, given: markers.text(), age: 7_799_999_999, [markers.text()]: true },
            });
            await choreography.put('marked.stranger', 'Met', { name: markers.text() });
            await choreography.idle();
            await ask('taken', `heard-${i}`);
          }
          await choreography.moveBy('6 minutes');
          await choreography.replay();
          await choreography.moveBy('6 minutes');
          const outputs = await choreography.outputs(keys);
          const found = [...outputs].flatMap(([where, text]) =>
            [...text.matchAll(MARKER)].map(
              ({ index }) => `${where}: …${text.slice(Math.max(0, index - 120), index + 40)}…`,
            ),
          );
          expect([...new Set(found)].slice(0, 5)).toEqual([]);
          expect(outputs.get('choreography dead-letters')).toContain('Nobody wants');
          expect(outputs.get('monitor /api/unmatched')).toContain('Told0');
          expect(outputs.get('choreography trace heard-0 --bus marked')).toContain('Taken0');
        } finally {
          await choreography.stop();
        }
      }),
      thorough(1),
    );
  },
);
