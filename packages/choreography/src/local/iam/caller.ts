import { createHash } from 'node:crypto';
import { ACCOUNT, PARTITION } from '#local/account.ts';
import type { AwsRequest } from '#local/backend.ts';

/** A function that calls, in its role. */
export interface Caller {
  readonly functionName: string;
  readonly role: string;
  readonly roleArn: string;
  readonly sessionArn: string;
  readonly account: string;
}

export function callerIn(functionName: string, roleArn: string): Caller {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const sessionArn = `arn:${PARTITION}:sts::${ACCOUNT}:assumed-role/${role}/${functionName}`;
  return { functionName, role, roleArn, sessionArn, account: ACCOUNT };
}

/** The access key by which a function is known: like one of STS, the same in each run. */
export const accessKeyOf = (functionName: string): string =>
  `ASIA${createHash('sha256').update(functionName).digest('hex').slice(0, 16).toUpperCase()}`;

/** The access key in a signature: `Credential=KEY/…`, in the header or in the query of a presigned URL. */
export function accessKeyIn({ headers, path }: AwsRequest): string | undefined {
  return (
    /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? /[?&]X-Amz-Credential=([^/%&]+)/.exec(path)?.[1]
  );
}
