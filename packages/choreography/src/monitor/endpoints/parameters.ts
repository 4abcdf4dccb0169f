import * as z from 'zod';

/** A parameter that cannot be used: the answer is 400 with its name. */
export class BadParameter extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** Reads the parameters of a query; an empty one is as none. Throws a {@link BadParameter} for the first that is wrong. */
export function readParameters<Shape extends z.ZodRawShape>(
  query: URLSearchParams,
  shape: Shape,
): z.output<z.ZodObject<Shape>> {
  for (const name of query.keys()) {
    if (Object.hasOwn(shape, name)) continue;
    const known = Object.keys(shape).join(', ') || 'none';
    throw new BadParameter(name, `There is no parameter ${name} here: known are ${known}.`);
  }
  for (const name of Object.keys(shape))
    if (query.getAll(name).length > 1) throw new BadParameter(name, `The parameter ${name} may be given only once.`);
  const given = Object.fromEntries([...query].filter(([, value]) => value !== ''));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? '');
  throw new BadParameter(field, `The parameter ${field} ${issue?.message}.`);
}

/** How many are listed at once. */
export const Limit = z
  .string()
  .regex(/^(?:[1-9]\d?|100)$/, 'must be a whole number from 1 to 100')
  .default('50')
  .transform(Number);

/** The longest key that is looked for, in characters: as long as a correlation id may be, far below what a key of DynamoDB may hold. */
const MAX_KEY_LENGTH = 256;

/** The key of an instance, or the id of a party. */
export const Key = z.string().max(MAX_KEY_LENGTH, `must have at most ${MAX_KEY_LENGTH} characters`);

/** A sort key of DynamoDB has at most 1,024 bytes (DynamoDB developer guide: "Quotas"): no cursor of an answer is longer. */
const MAX_CURSOR_LENGTH = Math.ceil((1024 * 4) / 3);

/** A place in a list, as the answer before gave it. */
export const Cursor = z
  .string()
  .max(MAX_CURSOR_LENGTH, 'must be the cursor of an answer')
  .transform((cursor, context) => {
    const place = readCursor(cursor);
    if (place === null) {
      context.addIssue({ code: 'custom', message: 'must be the cursor of an answer' });
      return z.NEVER;
    }
    return place;
  })
  .optional();

/** A time, or a day (its first moment), as ISO 8601 in UTC with milliseconds. */
export const Time = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'must be a date or a time such as 2026-11-24T12:00:00Z')
  .transform((time) => new Date(time).toISOString());

const MARK = '.';

/** A place as a cursor: letters and digits that mean nothing to the caller. */
export const toCursor = (place: string | null): string | null =>
  place && Buffer.from(`${MARK}${place}`).toString('base64url');

function readCursor(cursor: string): string | null {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  return text.startsWith(MARK) && toCursor(text.slice(1)) === cursor ? text.slice(1) : null;
}
