import type { AwsRequest } from '#local/gateway/backend.ts';
import { accountRegionIn } from '#local/runtime/account.ts';
import type { Caller } from './caller.ts';
import { jsonBody, targetAction } from './demands/demand.ts';

/** Services that are separate by account, and whether their calls contain account numbers in plain rather than in an encoded form. */
const APART: Readonly<Record<string, { readonly isPlain: boolean }>> = {
  events: { isPlain: true },
  scheduler: { isPlain: true },
  sqs: { isPlain: true },
  iam: { isPlain: false },
  sts: { isPlain: false },
};

/**
 * Whether a call of an account's administrator concerns nothing of another account, so that it need not be judged. Most calls
 * are such, and are not read for it a second time.
 */
export function staysInOwnAccount(service: string, request: AwsRequest, { kind, account }: Caller): boolean {
  const { body } = request;
  if (kind !== 'account') return false;
  if (service === 'events' && targetAction(request) === 'PutEvents') return putsOnOwnBuses(request, account);
  const apart = APART[service];
  if (!apart) return true;
  if (!apart.isPlain) return false;
  // Written as escapes of JSON, a number is not seen here: such a call is read and judged.
  if (body.includes('\\u')) return false;
  for (const [, named] of body.toString('latin1').matchAll(/[:/](\d{12})(?=[:/\\])/g))
    if (named !== account) return false;
  return !body.includes('QueueOwnerAWSAccountId');
}

/** What is put may name other accounts in many places, but is put on buses alone. */
function putsOnOwnBuses(request: AwsRequest, account: string): boolean {
  const { Entries } = jsonBody(request);
  if (!Array.isArray(Entries)) return false;
  return Entries.every((entry) => {
    const { EventBusName } = Object(entry) as { EventBusName?: unknown };
    return (
      typeof EventBusName !== 'string' ||
      !EventBusName.startsWith('arn:') ||
      accountRegionIn(EventBusName).account === account
    );
  });
}
