import { AwsError, validationError } from '#local/gateway/aws-error.ts';

/** One page of what has names, in their order; the token names the last one. */
export function pageOf<Item extends { readonly name: string }>(
  items: readonly Item[],
  { NextToken, MaxResults }: { readonly NextToken?: string; readonly MaxResults?: number },
  most: number,
): { page: Item[]; NextToken?: string } {
  if (MaxResults !== undefined && !(MaxResults >= 1 && MaxResults <= most))
    throw validationError(
      `1 validation error detected: Value '${MaxResults}' at 'maxResults' failed to satisfy constraint: Member must have value ${MaxResults < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`}`,
    );
  const sorted = [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
  const after = NextToken === undefined ? undefined : nameIn(NextToken);
  const rest = after === undefined ? sorted : sorted.filter(({ name }) => name > after);
  const page = rest.slice(0, MaxResults ?? most);
  const last = page.at(-1);
  const more = rest.length > page.length && last !== undefined;
  return { page, ...(more && { NextToken: Buffer.from(`after:${last.name}`).toString('base64') }) };
}

function nameIn(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (text.startsWith('after:')) return text.slice('after:'.length);
  throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
}
