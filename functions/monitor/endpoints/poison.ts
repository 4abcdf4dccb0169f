import type { PoisonAnswer } from '../answers.ts';
import { readPoison } from '../letter-items.ts';
import { Cursor, Limit, readParameters, toCursor } from './parameters.ts';

/** `GET /poison?limit=&cursor=`: there are few, so all are read and sorted for each page. */
export async function poison(query: URLSearchParams): Promise<PoisonAnswer> {
  const { limit, cursor } = readParameters(query, { limit: Limit, cursor: Cursor });
  const after = (await readPoison()).filter((event) => cursor === undefined || placeOf(event) < cursor);
  const events = after.slice(0, limit);
  const last = events.at(-1);
  return { events, cursor: last && after.length > limit ? toCursor(placeOf(last)) : null };
}

const placeOf = ({ at, participant, job, eventId }: PoisonAnswer['events'][number]): string =>
  `${at}#${participant}/${job}#${eventId}`;
