/** The timeout of a connection, in milliseconds. */
const CONNECTION_TIMEOUT = 5000;

/** How often a client of AWS tries, and how long. */
export const CLIENT_CONFIG = { maxAttempts: 3, requestHandler: { connectionTimeout: CONNECTION_TIMEOUT } };

/** AWS refuses too many requests at a time. */
const MAX_CONCURRENT = 10;

/** Asks for each item, a few at a time; the answers are in the order of the items. */
export async function eachOf<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += MAX_CONCURRENT)
    answers.push(...(await Promise.all(items.slice(start, start + MAX_CONCURRENT).map(ask))));
  return answers;
}
