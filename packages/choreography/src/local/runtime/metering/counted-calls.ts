import type { RequestHandler } from '#local/gateway/gateway.ts';
import type { OnOperation } from './operation.ts';

/** Answers the calls of a service and tells each that succeeded, by the action that it names. */
export const countedCalls =
  (service: string, handle: RequestHandler, count: OnOperation): RequestHandler =>
  async (request) => {
    const answer = await handle(request);
    const action = request.headers['x-amz-target']?.split('.').at(-1) ?? '';
    if (answer.status < 300) count({ kind: 'call', service, action });
    return answer;
  };

/** Answers the calls of SES and tells to how many each email goes: each recipient is an email ("Amazon SES pricing"). */
export const countedEmail =
  (handle: RequestHandler, count: OnOperation): RequestHandler =>
  async (request) => {
    const answer = await handle(request);
    const recipients = answer.status === 200 && request.method === 'POST' ? recipientsOf(request) : 0;
    if (recipients > 0) count({ kind: 'email', recipients });
    return answer;
  };

function recipientsOf({ path, body }: { readonly path: string; readonly body: Buffer }): number {
  if (path.startsWith('/v2/')) return /\/outbound-(bulk-)?emails(\?|$)/.test(path) ? addressesIn(body) : 0;
  const form = new URLSearchParams(body.toString('utf8'));
  if (!/^Send/.test(form.get('Action') ?? '')) return 0;
  const named = [...form.keys()].filter((key) => /^Destinations?\.(?:\w+\.)?member\.\d+$/.test(key)).length;
  // A raw email goes to those in its headers if the call names nobody.
  return Math.max(1, named);
}

function addressesIn(body: Buffer): number {
  const { Destination, BulkEmailEntries } = JSON.parse(body.toString('utf8')) as Sending;
  const of = (destination: Destination = {}) => Object.values(destination).flat().length;
  const bulk = (BulkEmailEntries ?? []).reduce((sum, entry) => sum + of(entry.Destination), 0);
  return Math.max(1, of(Destination) + bulk);
}

type Destination = Readonly<Record<string, readonly string[]>>;
interface Sending {
  readonly Destination?: Destination;
  readonly BulkEmailEntries?: readonly { readonly Destination?: Destination }[];
}
