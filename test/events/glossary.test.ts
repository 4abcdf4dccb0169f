import { readdirSync, readFileSync } from 'node:fs';
import type { EventContract } from 'choreography';
import { eventJsonSchema } from 'choreography';
import { describe, expect, it } from 'vitest';
import * as glossary from '../../events/glossary.ts';

const contracts: readonly EventContract[] = Object.values(glossary);

describe('the glossary', () => {
  it('names every event that a file of events/ defines', () => {
    const folder = new URL('../../events/', import.meta.url);
    const defined = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && readFileSync(new URL(file, folder), 'utf8').includes('= defineEvent('))
      .map((file) => file.replace('.ts', ''));
    const named = Object.keys(glossary).map((type) => type.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase());
    expect(named.sort()).toEqual(defined.sort());
  });

  it('has one source for each event', () => {
    expect(contracts.map(({ source, type }) => `${type} ${source}`).sort()).toEqual([
      'ApologySent shop.email',
      'DispatchAnnounced shop.email',
      'OrderConfirmationSent shop.email',
      'OrderDispatched shop.warehouse',
      'OrderPlaced shop.checkout',
      'OrderRejected shop.warehouse',
      'PointsAwarded shop.rewards',
      'PointsReversed shop.rewards',
      'StockReceived shop.supplier',
    ]);
  });

  it.each(contracts.map((contract) => [contract.type, contract] as const))(
    '%s has a draft 4 JSON Schema of all it carries',
    (_, contract) => {
      const schema = eventJsonSchema(contract);
      expect(schema.$schema).toBe('http://json-schema.org/draft-04/schema#');
      expect(schema).toHaveProperty([
        'properties',
        'detail',
        'properties',
        'data',
        'properties',
        contract.correlateBy.split('.')[0] ?? '',
      ]);
      expect(schema).toHaveProperty(['properties', 'source', 'enum'], [contract.source]);
    },
  );

  it('marks the name and the address of a customer as personal wherever an event carries them', () => {
    for (const contract of contracts) {
      const schema = JSON.stringify(eventJsonSchema(contract));
      const carried = schema.includes('"email"') ? 2 : 0;
      expect(schema.match(/"x-personal":true/g) ?? [], contract.type).toHaveLength(carried);
    }
  });

  it('has the whole order in every event of one', () => {
    const ofOrders = contracts.filter(({ correlateBy }) => correlateBy === 'order.id');
    expect(ofOrders.filter((contract) => !JSON.stringify(eventJsonSchema(contract)).includes('"email"'))).toEqual([]);
  });
});
