import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsItself } from '#cli/aws/endpoint.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import type { Check } from './checks.ts';

/** Whether AWS knows who asks. Only what works in the account needs that: it is never more than a note. */
export async function accountCheck(): Promise<Check> {
  const about = 'AWS credentials';
  const endpoint = process.env.AWS_ENDPOINT_URL || undefined;
  const client = new STSClient({ ...CLIENT_CONFIG, maxAttempts: 1, ...awsItself(), ...(endpoint && { endpoint }) });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    return { about, state: 'fine', says: `account ${Account}, ${Arn}${endpoint ? ` at ${endpoint}` : ''}` };
  } catch (error) {
    const { name, message } = error as Error;
    const says = whyUnreachable(error as Error, endpoint) ?? `${name}: ${message}`;
    return {
      about,
      state: 'note',
      says,
      remedy: 'Nothing on this machine needs them; "deploy", "logs" and "trace" on AWS do.',
    };
  } finally {
    client.destroy();
  }
}
