import { AwsError } from '#local/gateway/aws-error.ts';
import { compilePolicy, type PolicyDocument, type Statement } from '#local/iam/policy.ts';

/** A policy that says which services may write to log groups of the account. */
export interface LogResourcePolicy {
  readonly name: string;
  /** JSON text. */
  readonly document: string;
  readonly statements: readonly Statement[];
  /** In milliseconds since 1970. */
  readonly changedAt: number;
  readonly ofTemplate: boolean;
}

/** So many policies an account has at the most (user guide: "CloudWatch Logs quotas"). */
const MAX_POLICIES = 10;

/** The resource policies of CloudWatch Logs, by their names. */
export class LogResourcePolicies {
  readonly #policies = new Map<string, LogResourcePolicy>();
  /** Of all policies; undefined when one has changed. Each delivery to a log group asks for them. */
  #statements: readonly Statement[] | undefined;

  constructor(private readonly now: () => number) {}

  /** Makes a policy, or takes the place of one of its name. Throws CloudWatch Logs' refusals. */
  put(name: string, document: string, ofTemplate = false): LogResourcePolicy {
    if (!this.#policies.has(name) && this.#policies.size >= MAX_POLICIES)
      throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
    const policy = { name, document, statements: statementsIn(document), changedAt: this.now(), ofTemplate };
    this.#policies.set(name, policy);
    this.#statements = undefined;
    return policy;
  }

  delete(name: string): void {
    this.#statements = undefined;
    if (!this.#policies.delete(name))
      throw new AwsError('ResourceNotFoundException', `Policy with name [${name}] does not exist.`);
  }

  all(): LogResourcePolicy[] {
    return [...this.#policies.values()];
  }

  statements(): readonly Statement[] {
    this.#statements ??= this.all().flatMap(({ statements }) => statements);
    return this.#statements;
  }

  /** Forgets what templates said, before it is made anew. */
  forgetThoseOfTemplates(): void {
    this.#statements = undefined;
    for (const { name, ofTemplate } of this.all()) if (ofTemplate) this.#policies.delete(name);
  }
}

function statementsIn(document: string): Statement[] {
  try {
    const policy: unknown = JSON.parse(document);
    if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) throw new Error('no statements');
    return compilePolicy(policy as PolicyDocument);
  } catch {
    throw new AwsError('InvalidParameterException', 'The policy document is not valid.');
  }
}
