import { validationError } from '#local/gateway/aws-error.ts';

/** Parameters of every action that lists. */
export interface PageInput {
  readonly NextToken?: string;
  readonly Limit?: number;
}

const MAX_PAGE_SIZE = 100;

/**
 * One page of a list, and the token for the next one if there is more. The token names the last item, so that items that
 * come and go meanwhile shift nothing. @param keyOf a key that is unique among the items
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { NextToken, Limit = MAX_PAGE_SIZE }: PageInput,
): { page: Item[]; NextToken?: string } {
  const sorted = [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const after = NextToken === undefined ? undefined : keyIn(NextToken);
  const rest = after === undefined ? sorted : sorted.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, Limit);
  const last = page.at(-1);
  return { page, ...(rest.length > page.length && last !== undefined && { NextToken: tokenOf(keyOf(last)) }) };
}

const tokenOf = (key: string): string => Buffer.from(JSON.stringify({ after: key })).toString('base64');

function keyIn(token: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    if (typeof after === 'string') return after;
  } catch {
    // Refused below.
  }
  throw validationError('Parameter NextToken is not valid.');
}
