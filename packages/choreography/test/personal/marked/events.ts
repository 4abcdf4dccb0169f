import { defineEvent } from 'choreography';
import * as z from 'zod';
import contracts from './contracts.json' with { type: 'json' };
import { type Described, schemaOf } from './schema-of.ts';

/** What is asked of the desk: some random data, and what becomes of it there. */
const datas = (contracts as readonly Described[]).map((described) =>
  z.object({ id: z.string(), fate: z.enum(['taken', 'thrown', 'refused']), given: schemaOf(described) }),
);

const each = (source: string, type: string) =>
  datas.map((data, i) => defineEvent({ source, type: `${type}${i}`, version: 1, data, correlateBy: 'id' }));

export const asked = each('marked.customer', 'Asked');
export const taken = each('marked.desk', 'Taken');
/** Nobody hears it. */
export const told = each('marked.customer', 'Told');
