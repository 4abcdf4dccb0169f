import { AwsError } from '../aws-error.ts';
import { compilePolicy, type PolicyDocument, type Statement } from '../iam/policy.ts';

interface LogPolicy {
  readonly name: string;
  /** JSON. */
  readonly text: string;
  readonly statements: readonly Statement[];
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
}

/** How many policies a region may have (API reference: PutResourcePolicy). */
const MAX_POLICIES = 10;

/** The resource policies of CloudWatch Logs, by name: who else may write to the groups of the account. */
export class LogPolicies {
  readonly #policies = new Map<string, LogPolicy>();

  constructor(private readonly now: () => number) {}

  /** Throws Logs' answer to a policy that is none. */
  put(name: string, text: string): LogPolicy {
    const policy = { name, text, statements: compiled(text), updatedAt: this.now() };
    if (!this.#policies.has(name) && this.#policies.size >= MAX_POLICIES)
      throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
    this.#policies.set(name, policy);
    return policy;
  }

  /** Whether there was such a policy. */
  delete(name: string): boolean {
    return this.#policies.delete(name);
  }

  all(): LogPolicy[] {
    return [...this.#policies.values()];
  }

  statements(): readonly Statement[] {
    return this.all().flatMap(({ statements }) => statements);
  }
}

function compiled(text: string): Statement[] {
  try {
    return compilePolicy(JSON.parse(text) as PolicyDocument);
  } catch {
    throw new AwsError('InvalidParameterException', 'This resource policy is invalid: it is no policy in JSON.');
  }
}
