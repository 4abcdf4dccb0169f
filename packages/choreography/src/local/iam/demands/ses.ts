import type { AwsRequest } from '#local/gateway/backend.ts';
import { arn } from '#local/runtime/account.ts';
import { type Demand, type Demands, jsonBody } from './demand.ts';

/** What calls to SES ask leave for (developer guide: "Using identity policies in Amazon SES"), by its first API or its second. */
export const sesDemands: Demands = (request) => [request.path.startsWith('/v2/') ? second(request) : first(request)];

function first({ body }: AwsRequest): Demand {
  const form = new URLSearchParams(body.toString('utf8'));
  const action = `ses:${form.get('Action') ?? ''}`;
  const from = form.get('Source') ?? form.get('FromEmailAddress');
  if (from === null) return { action, resource: '*' };
  const recipients = [...form].flatMap(([name, value]) => (/^Destinations?\./.test(name) ? [value] : []));
  return sending(action, from, recipients);
}

function second(request: AwsRequest): Demand {
  const sends = request.method === 'POST' && request.path.startsWith('/v2/email/outbound-emails');
  if (!sends) return { action: `ses:${request.method} ${request.path}`, resource: '*' };
  const { FromEmailAddress = '', Destination = {} } = jsonBody(request) as {
    FromEmailAddress?: string;
    Destination?: Record<string, string[]>;
  };
  return sending('ses:SendEmail', FromEmailAddress, Object.values(Destination).flat());
}

/** By the address, or by its domain: either may be the identity that was verified. */
function sending(action: string, from: string, recipients: readonly string[]): Demand {
  const address = /<([^>]+)>/.exec(from)?.[1] ?? from.trim();
  const identity = (name: string) => arn('ses', `identity/${name}`);
  return {
    action,
    resource: identity(address),
    orResource: identity(address.slice(address.indexOf('@') + 1)),
    context: { 'ses:fromaddress': [address], 'ses:recipients': recipients },
  };
}
