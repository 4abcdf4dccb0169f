import type { EventContract } from 'choreography';

/** The data of a loan with so many books. */
export const aLoan = (id: string, books = 1, number = 7) => ({
  id,
  member: { number, name: 'Ada Lovelace' },
  books: Array.from({ length: books }, (_, i) => ({ isbn: `isbn-${i}` })),
});

/** An event as EventBridge delivers it; what is given besides stands in its detail. */
export const delivered = (contract: Pick<EventContract, 'source' | 'type'>, detail: object, id = 'e-1') => ({
  ...{ id, source: contract.source, 'detail-type': contract.type, time: '2026-11-24T12:00:00Z' },
  ...{ version: '0', account: '000000000000', region: 'us-east-1', resources: [], detail },
});
