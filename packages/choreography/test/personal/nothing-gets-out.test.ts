import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AS_LONG_AS_IT_TAKES, thorough } from '#testing/property.ts';
import type { Described } from './marked/schema-of.ts';
import { aMarkedChoreography } from './marked-choreography.ts';
import { aContract, MARKER, Markers } from './random-contracts.ts';

/** Ids at random, and such as are a digest. */
const ID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{32,}/g;

/** So many contracts share a runtime: each has a function of its own. */
const CONTRACTS_OF_A_RUNTIME = 15;

const drawn = fc.sample(aContract, thorough(3) as fc.Parameters<Described>);
const groups = Array.from({ length: Math.ceil(drawn.length / CONTRACTS_OF_A_RUNTIME) }, (_, i) =>
  drawn.slice(i * CONTRACTS_OF_A_RUNTIME, (i + 1) * CONTRACTS_OF_A_RUNTIME),
);

test.each(groups.map((contracts) => ({ contracts })))(
  'no value of a personal field gets out, by whatever contract and on whatever way',
  AS_LONG_AS_IT_TAKES,
  async ({ contracts }) => {
    const choreography = await aMarkedChoreography(contracts);
    try {
      const markers = new Markers();
      const keys = await sayAll(choreography, contracts, markers);
      await choreography.moveBy('6 minutes');
      await choreography.replay();
      await choreography.moveBy('6 minutes');
      const outputs = await choreography.outputs(keys);
      const found = [...outputs].flatMap(([where, output]) => {
        // The digits of a random id may happen to look like a marker.
        const text = output.replaceAll(ID, 'ID');
        return [...text.matchAll(MARKER)].map(
          ({ 0: marker, index }) =>
            `${markers.madeFor(marker)}, in ${where}: …${text.slice(Math.max(0, index - 120), index + 40)}…`,
        );
      });
      expect([...new Set(found)].slice(0, 5)).toEqual([]);
      expect(outputs.get('choreography dead-letters')).toContain('Nobody wants');
      expect(outputs.get('start --logs --json')).toContain('"kind":"log"');
      expect(outputs.get('start --logs on a terminal')).toContain('Asked0');
      expect(outputs.get('choreography rewind heard-0 --json --process wish-0 --bus marked')).toContain('"moments"');
      expect(outputs.get('what trace --save wrote to heard-0.json')).toContain('Taken0');
      // The search finds what is there: whoever may see an instance unmasked does.
      const asked = ['trace', 'heard-0', '--reveal', '--json', '--process', 'wish-0', '--bus', 'marked'];
      expect(await choreography.command(...asked)).toMatch(MARKER);
      expect(outputs.get('monitor /api/unmatched')).toContain('Told0');
      expect(outputs.get('choreography trace heard-0 --logs --bus marked')).toContain('Taken0');
      expect(outputs.get('choreography trace thrown-0 --json --process wish-0 --bus marked')).toContain('No hands for');
    } finally {
      await choreography.stop();
    }
  },
);

/** Sends data by each contract, and such as fits none, in every way there is; the instances that come of it. */
async function sayAll(
  { put, moveBy }: Awaited<ReturnType<typeof aMarkedChoreography>>,
  contracts: readonly Described[],
  markers: Markers,
): Promise<{ process: string; key: string }[]> {
  const keys: { process: string; key: string }[] = [];
  const again: (() => Promise<void>)[] = [];
  for (const [i, contract] of contracts.entries()) {
    markers.forContract(JSON.stringify(contract));
    const text = markers.text;
    const ask = (fate: string, key: string, more: object = {}) => {
      keys.push({ process: `wish-${i}`, key });
      return put('marked.customer', `Asked${i}`, {
        data: { id: key, fate, given: markers.dataOf(contract), ...more },
      });
    };
    await ask('taken', `heard-${i}`);
    await ask('thrown', `thrown-${i}`);
    await ask('refused', `refused-${i}`);
    // What fits no contract: a text for an object, a field and a key of a map that nobody knows, no data at all.
    await ask('taken', `poison-${i}`, { given: text() });
    await ask('taken', `poison-list-${i}`, { given: { any: markers.strangeList(contract), name: { first: text() } } });
    await ask('taken', `strange-${i}`, { phone: text(), [text()]: { street: text() } });
    await put('marked.customer', `Asked${i}`, { note: text() });
    const data = { id: `heard-${i}`, fate: 'taken', given: markers.dataOf(contract) };
    await put('marked.customer', `Told${i}`, { data });
    const strange = { id: `heard-${i}`, given: text(), age: 7_799_999_999, [text()]: true };
    await put('marked.stranger', `Told${i}`, { data: strange });
    await put('marked.stranger', 'Met', { name: text() });
    // Another event of a key that is done conflicts.
    again.push(() => ask('taken', `heard-${i}`));
  }
  // What failed comes from its queue again, and is set aside.
  await moveBy('10 minutes');
  for (const each of again) await each();
  await moveBy('10 minutes');
  return keys;
}
