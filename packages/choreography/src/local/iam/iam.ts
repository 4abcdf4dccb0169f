import { ACCOUNT, REGION } from '#local/account.ts';
import { AwsError } from '#local/aws-error.ts';
import type { AwsRequest } from '#local/backend.ts';
import type { OnNotice } from '#local/notice.ts';
import { accessKeyIn, accessKeyOf, type Caller, callerIn } from './caller.ts';
import type { Context } from './condition.ts';
import type { Demand } from './demands/demand.ts';
import { judge } from './judge.ts';
import { compilePolicy, type PolicyDocument, type Principal, type Statement } from './policy.ts';
import { refusalText, remedy } from './refusal.ts';

/** Whether what is not allowed is refused, or only told. */
export type IamMode = 'enforce' | 'warn';

/** Finds the policy of a resource by its ARN; undefined when it has none. */
export type ResourcePolicy = (resource: string) => readonly Statement[] | undefined;

/**
 * IAM: what functions may do by the policies of their roles, and what services may do by the policies of resources. Who
 * calls with an access key that no function has is the account's administrator.
 */
export class Iam {
  readonly #roles = new Map<string, Statement[]>();
  readonly #policies = new Map<string, PolicyDocument>();
  readonly #callers = new Map<string, Caller>();
  readonly #unjudged = new Set<string>();

  constructor(
    private readonly resourcePolicy: ResourcePolicy,
    private readonly notify: OnNotice,
    private readonly now: () => number,
    private readonly mode: IamMode = 'enforce',
  ) {}

  /** Forgets all roles and policies, before they are made anew. */
  forgetPolicies(): void {
    this.#roles.clear();
    this.#policies.clear();
  }

  addRole(name: string): void {
    this.#roles.set(name, this.#roles.get(name) ?? []);
  }

  /** Adds a policy to a role, which may be made later. Throws an Error that says what is wrong with it. */
  attach(role: string, document: PolicyDocument): void {
    this.#roles.set(role, [...(this.#roles.get(role) ?? []), ...compilePolicy(document)]);
  }

  /** Keeps a policy for the roles that name it by its ARN. */
  addPolicy(arn: string, document: PolicyDocument): void {
    this.#policies.set(arn, document);
  }

  /** A policy that was kept. */
  policy(arn: string): PolicyDocument {
    const found = this.#policies.get(arn);
    if (!found) throw new AwsError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable`);
    return found;
  }

  /** Knows a function by an access key from now on, and returns that. */
  issueKey(functionName: string, roleArn: string): string {
    const key = accessKeyOf(functionName);
    this.#callers.set(key, callerIn(functionName, roleArn));
    return key;
  }

  /** The function that made a request; undefined for the administrator. */
  callerOf(request: AwsRequest): Caller | undefined {
    return this.#callers.get(accessKeyIn(request) ?? '');
  }

  /** Throws AWS's AccessDeniedException unless a function may do all that is demanded. */
  demand(caller: Caller, demands: readonly Demand[]): void {
    const identity = this.#roles.get(caller.role);
    if (identity) for (const demand of demands) this.#judge(caller, caller.functionName, demand, identity);
    else this.#tellUnjudged(caller);
  }

  /** Throws AWS's AccessDeniedException unless a service may do something for a resource of its own, such as a rule. */
  demandOfService(service: string, demand: Demand, sourceArn: string): void {
    const context = { 'aws:sourcearn': [sourceArn], 'aws:sourceaccount': [ACCOUNT], ...demand.context };
    this.#judge({ service }, service, { ...demand, context }, []);
  }

  #judge(principal: Principal, who: string, demand: Demand, identity: readonly Statement[]): void {
    const context: Context = (key) => demand.context?.[key] ?? GENERAL[key]?.(principal, this.now());
    const ask = (resource: string) =>
      judge({ principal, action: demand.action, resource, context }, identity, this.resourcePolicy(resource));
    const verdict = ask(demand.resource);
    if (verdict.allowed || (demand.orResource !== undefined && !verdict.deniedBy && ask(demand.orResource).allowed))
      return;
    const error = refusalText(principal, demand, verdict);
    this.notify({
      kind: 'access-denied',
      who,
      error,
      remedy: remedy(demand, verdict),
      refused: this.mode === 'enforce',
    });
    if (this.mode === 'enforce') throw new AwsError('AccessDeniedException', error, 400);
  }

  #tellUnjudged({ role, functionName }: Caller): void {
    if (this.#unjudged.has(functionName)) return;
    this.#unjudged.add(functionName);
    this.notify({ kind: 'role-unknown', function: functionName, role });
  }
}

/**
 * The condition keys of every request (IAM user guide: "AWS global condition context keys"). The runtime stands for AWS's
 * endpoints, which are reached over TLS.
 */
const GENERAL: Readonly<Record<string, (principal: Principal, now: number) => readonly string[] | undefined>> = {
  'aws:securetransport': () => ['true'],
  'aws:requestedregion': () => [REGION],
  'aws:currenttime': (_, now) => [new Date(now).toISOString()],
  'aws:epochtime': (_, now) => [String(Math.floor(now / 1000))],
  'aws:resourceaccount': () => [ACCOUNT],
  'aws:principalisawsservice': (principal) => [String('service' in principal)],
  'aws:principalservicename': (principal) => ('service' in principal ? [principal.service] : undefined),
  'aws:principaltype': (principal) => ('service' in principal ? undefined : ['AssumedRole']),
  'aws:principalarn': (principal) => ('service' in principal ? undefined : [principal.roleArn]),
  'aws:principalaccount': (principal) => ('service' in principal ? undefined : [principal.account]),
  'aws:sourceip': (principal) => ('service' in principal ? undefined : ['127.0.0.1']),
};
