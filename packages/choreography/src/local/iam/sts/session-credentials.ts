import { randomBytes } from 'node:crypto';
import type { Caller } from '#local/iam/caller.ts';
import type { Iam } from '#local/iam/iam.ts';
import { uniqueId } from '#local/iam/identity.ts';

/** Credentials by which a caller is known for a while. */
export function credentialsFor(caller: Caller, seconds: number, iam: Iam) {
  const AccessKeyId = uniqueId('ASIA');
  const expiresAt = iam.now() + seconds * 1000;
  iam.credentials.issue(AccessKeyId, caller, expiresAt);
  return {
    AccessKeyId,
    SecretAccessKey: randomBytes(30).toString('base64'),
    SessionToken: randomBytes(60).toString('base64'),
    Expiration: new Date(expiresAt),
  };
}
