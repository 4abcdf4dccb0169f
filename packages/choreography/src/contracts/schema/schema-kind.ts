import type * as z from 'zod';

interface Kinds {
  readonly any: z.ZodAny;
  readonly array: z.ZodArray;
  readonly default: z.ZodDefault;
  readonly intersection: z.ZodIntersection;
  readonly lazy: z.ZodLazy;
  readonly nullable: z.ZodNullable;
  readonly number: z.ZodNumber;
  readonly object: z.ZodObject;
  readonly optional: z.ZodOptional;
  readonly pipe: z.ZodPipe;
  readonly record: z.ZodRecord;
  readonly transform: z.ZodTransform;
  readonly tuple: z.ZodTuple;
  readonly union: z.ZodUnion;
  readonly unknown: z.ZodUnknown;
}

/**
 * Whether a value is a schema of a kind, by the kind's name in its definition. `instanceof` would carry all these classes of
 * zod into the bundle of every job.
 */
export const isKind = <Kind extends keyof Kinds>(schema: unknown, kind: Kind): schema is Kinds[Kind] =>
  (schema as { readonly def?: { readonly type?: unknown } } | null | undefined)?.def?.type === kind;
