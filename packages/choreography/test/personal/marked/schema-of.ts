import { personal } from 'choreography';
import * as z from 'zod';

/** A schema as data: what is random in a contract. */
export type Described = { readonly personal?: boolean } & (
  | { readonly kind: 'text' | 'number' }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Described>> }
  | { readonly kind: 'list' | 'nullable' | 'optional'; readonly of: Described }
  | { readonly kind: 'map'; readonly of: Described; readonly personalKeys: boolean }
  | { readonly kind: 'either'; readonly of: readonly [Described, Described] }
);

/** The schema that is described. */
export function schemaOf(described: Described): z.ZodType {
  const schema = plain(described);
  return described.personal ? personal(schema) : schema;
}

function plain(described: Described): z.ZodType {
  switch (described.kind) {
    case 'text':
      return z.string();
    case 'number':
      return z.number();
    case 'object':
      return z.object(
        Object.fromEntries(Object.entries(described.fields).map(([name, field]) => [name, schemaOf(field)])),
      );
    case 'list':
      return z.array(schemaOf(described.of));
    case 'nullable':
      return schemaOf(described.of).nullable();
    case 'optional':
      return schemaOf(described.of).optional();
    case 'map':
      return z.record(described.personalKeys ? personal(z.string()) : z.string(), schemaOf(described.of));
    case 'either':
      return z.union([schemaOf(described.of[0]), schemaOf(described.of[1])]);
  }
}
