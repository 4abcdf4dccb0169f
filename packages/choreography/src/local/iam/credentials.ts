import { AwsError } from '#local/gateway/aws-error.ts';
import type { Caller } from './caller.ts';

interface Known {
  readonly caller: Caller;
  /** Milliseconds since 1970; undefined if never. */
  readonly expiresAt?: number | undefined;
}

/** Whose access keys are whose: those of functions, of sessions of roles, and of users. */
export class Credentials {
  readonly #known = new Map<string, Known>();
  readonly #revoked = new Set<string>();

  constructor(private readonly now: () => number) {}

  issue(accessKeyId: string, caller: Caller, expiresAt?: number): void {
    this.#known.set(accessKeyId, { caller, expiresAt });
    this.#revoked.delete(accessKeyId);
  }

  /** From now on the key is invalid, and calls with it are refused. */
  revoke(accessKeyId: string): void {
    this.#known.delete(accessKeyId);
    this.#revoked.add(accessKeyId);
  }

  /** Whose key it is; undefined for one that was never issued. Throws AWS's answer to a key that is no longer good. */
  callerWith(accessKeyId: string): Caller | undefined {
    if (this.#revoked.has(accessKeyId))
      throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    const known = this.#known.get(accessKeyId);
    if (known?.expiresAt !== undefined && known.expiresAt <= this.now())
      throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
    return known?.caller;
  }
}
