import { takeWithinAnswerLimit } from '#monitor/answer-limit.ts';
import type { PoisonAnswer } from '#monitor/api-types.ts';
import { readPoison } from '#monitor/dead-letters/letter-items.ts';
import { Cursor, Limit, readParameters, toCursor } from './parameters.ts';

/** `GET /poison?limit=&cursor=`: there are few, so all are read and sorted for each page. */
export async function poison(query: URLSearchParams): Promise<PoisonAnswer> {
  const { limit, cursor } = readParameters(query, { limit: Limit, cursor: Cursor });
  const after = (await readPoison())
    .filter((event) => cursor === undefined || placeOf(event) < cursor)
    .sort((a, b) => (placeOf(a) > placeOf(b) ? -1 : 1));
  const events = takeWithinAnswerLimit(after.slice(0, limit), (event) => event);
  const last = events.at(-1);
  return { events, cursor: last && events.length < after.length ? toCursor(placeOf(last)) : null };
}

/** One event can be set aside twice in the same moment: the message id distinguishes the two. */
const placeOf = ({ at, messageId }: PoisonAnswer['events'][number]): string => `${at}#${messageId}`;
