import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest } from '#local/gateway/backend.ts';
import { ACCOUNT, type AccountRegion, accountRegionIn } from '#local/runtime/account.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import { accessKeyIn, accessKeyOf, administratorOf, type Caller, callerIn, whereaboutsOf } from './caller.ts';
import type { Context } from './condition.ts';
import { Credentials } from './credentials.ts';
import type { Demand } from './demands/demand.ts';
import { globalContext, type RequestFacts } from './global-context.ts';
import { Identities } from './identities.ts';
import type { Identity, Role } from './identity.ts';
import { evaluateStatements, judge, type Limit, type Verdict } from './judge.ts';
import { type AccessRequest, compilePolicy, type Statement } from './policy.ts';
import { refusalText, remedy } from './refusal.ts';

/** Whether a call that is not allowed is refused, or only reported. */
export type IamMode = 'enforce' | 'warn';

/** Finds the policy of a resource by its ARN; undefined when it has none. */
export type ResourcePolicy = (resource: string) => readonly Statement[] | undefined;

/**
 * IAM: what callers may do by the policies of their roles and users, and what services may do by the policies of resources.
 * Who calls with an access key that was never issued is an account's administrator: it may do all in its own account.
 */
export class Iam {
  readonly credentials: Credentials;
  readonly #accounts = new Map<string, Identities>();
  readonly #unjudged = new Set<string>();

  constructor(
    private readonly resourcePolicy: ResourcePolicy,
    private readonly notify: OnNotice,
    /** Milliseconds since 1970. */
    readonly now: () => number,
    private readonly mode: IamMode = 'enforce',
  ) {
    this.credentials = new Credentials(now);
  }

  /** The roles, users and policies of an account. Default: the one in which templates are deployed. */
  in(account = ACCOUNT): Identities {
    const known = this.#accounts.get(account) ?? new Identities(account, this.now);
    this.#accounts.set(account, known);
    return known;
  }

  /** Knows a function by an access key from now on, and returns that. */
  issueKey(functionName: string, roleArn: string): string {
    const key = accessKeyOf(functionName);
    this.credentials.issue(key, callerIn(functionName, roleArn));
    return key;
  }

  /** Who made a request. Throws AWS's answer to an access key that is no longer good. */
  callerOf(request: AwsRequest): Caller {
    const known = this.credentials.callerWith(accessKeyIn(request) ?? '');
    return known ?? administratorOf(whereaboutsOf(request).account);
  }

  /** Where a call is made: in the caller's account. */
  whereaboutsOf(request: AwsRequest): AccountRegion {
    return whereaboutsOf(request, this.callerOf(request));
  }

  /** Throws AWS's AccessDeniedException unless a caller may do all that is demanded. */
  demand(caller: Caller, demands: readonly Demand[]): void {
    const identity = this.identityOf(caller);
    const policies = identity && this.#policiesOf(caller, identity);
    for (const demand of demands) {
      const { account } = accountRegionIn(demand.resource);
      const otherAccount = account !== '' && account !== 'aws' && account !== caller.account;
      // Role ARNs of an account that there is not here are common in scripts for the real one.
      if (caller.kind === 'account' && (!otherAccount || demand.action === 'iam:PassRole')) continue;
      if (caller.kind === 'account') this.#judge(caller, demand, { statements: ALL, otherAccount });
      else if (policies) this.#judge(caller, demand, { ...policies, otherAccount });
      else this.#tellUnjudged(caller);
    }
  }

  /** Throws AWS's AccessDeniedException unless a service may do something for a resource of an account, such as a rule. */
  demandOfService(service: string, demand: Demand, sourceArn: string): void {
    this.#judge({ service }, new DemandOfService(demand, sourceArn), NOTHING_OWN);
  }

  /** The role or user that calls; undefined if it is not known here, or the account itself calls. */
  identityOf({ kind, identity, account }: Caller): Identity | undefined {
    if (kind === 'account') return undefined;
    return kind === 'role' ? this.in(account).role(identity) : this.in(account).user(identity);
  }

  /** A role of any account, by its ARN. */
  roleWith(arn: string): Role | undefined {
    const role = this.in(accountRegionIn(arn).account).role(arn.slice(arn.lastIndexOf('/') + 1));
    return role?.arn === arn ? role : undefined;
  }

  /** Whether a service may take a role on; undefined if the role is not known here. @param source the ARN it acts for */
  mayAssume(service: string, roleArn: string, source?: string): boolean | undefined {
    const role = this.roleWith(roleArn);
    if (!role) return undefined;
    const context = source && { 'aws:sourcearn': [source], 'aws:sourceaccount': [accountRegionIn(source).account] };
    const demand = { action: 'sts:AssumeRole', resource: roleArn, ...(context && { context }) };
    const named = role.trust.statements.filter((statement) => statement.names({ service }));
    const asked = { principal: { service }, ...demand, context: this.contextOf({ service }, demand) };
    const { allowedBy, deniedBy } = evaluateStatements(named, asked);
    return allowedBy !== undefined && deniedBy === undefined;
  }

  /** Reports a refusal and, unless refusals are only reported, throws it. */
  refuse(
    principal: Caller | { readonly service: string },
    demand: Demand,
    verdict: Exclude<Verdict, { allowed: true }>,
  ) {
    const error = refusalText(principal, demand, verdict);
    this.notify({
      kind: 'access-denied',
      who: 'service' in principal ? principal.service : principal.name,
      error,
      remedy: remedy(demand, verdict),
      refused: this.mode === 'enforce',
    });
    if (this.mode === 'enforce') throw new AwsError('AccessDeniedException', error, 400);
  }

  /** What is known of a request beyond what is demanded. */
  contextOf(by: Caller | { readonly service: string }, demand: Demand): Context {
    let facts: RequestFacts | undefined;
    // Most statements have no conditions, and ask nothing of it.
    return (key) => {
      const known = demand.context?.[key];
      if (known) return known;
      facts ??= this.#factsOf(by, demand);
      return globalContext(key, facts);
    };
  }

  #factsOf(by: Caller | { readonly service: string }, { resource }: Demand): RequestFacts {
    const tags = 'service' in by ? undefined : this.identityOf(by)?.tags;
    const { account, region } = accountRegionIn(resource);
    return { by, tags, account: account || ACCOUNT, region, now: this.now() };
  }

  #policiesOf(caller: Caller, identity: Identity): { statements: readonly Statement[]; limits: readonly Limit[] } {
    const account = this.in(caller.account);
    const { boundary } = identity;
    return {
      statements: account.statementsOf(identity),
      limits: [
        ...(boundary === undefined
          ? []
          : [{ kind: 'permissions boundary' as const, statements: account.statementsOfPolicy(boundary) }]),
        ...(caller.sessionPolicy ? [{ kind: 'session policy' as const, statements: caller.sessionPolicy }] : []),
      ],
    };
  }

  #judge(by: Caller | { readonly service: string }, demand: Demand, policies: OwnPolicies): void {
    const { action, resource, orResource } = demand;
    const asked = { principal: by, action, resource, context: this.contextOf(by, demand) };
    const verdict = this.#verdictOf(asked, policies);
    if (verdict.allowed) return;
    if (orResource !== undefined && !verdict.deniedBy) {
      if (this.#verdictOf({ ...asked, resource: orResource }, policies).allowed) return;
    }
    this.refuse(by, demand, verdict);
  }

  #verdictOf(asked: AccessRequest, policies: OwnPolicies): Verdict {
    return judge(asked, policies.statements, this.resourcePolicy(asked.resource), policies);
  }

  #tellUnjudged({ name, identity }: Caller): void {
    if (this.#unjudged.has(name)) return;
    this.#unjudged.add(name);
    this.notify({ kind: 'role-unknown', function: name, role: identity });
  }
}

/** The policies of who asks. */
interface OwnPolicies {
  readonly statements: readonly Statement[];
  readonly limits?: readonly Limit[];
  readonly otherAccount?: boolean;
}

/** What a service asks leave for, on behalf of a resource, which policies may ask for. */
class DemandOfService implements Demand {
  readonly action: string;
  readonly resource: string;
  readonly orResource?: string;

  constructor(
    private readonly demand: Demand,
    private readonly sourceArn: string,
  ) {
    this.action = demand.action;
    this.resource = demand.resource;
    if (demand.orResource !== undefined) this.orResource = demand.orResource;
  }

  get context(): NonNullable<Demand['context']> {
    const { account } = accountRegionIn(this.sourceArn);
    return {
      'aws:sourcearn': [this.sourceArn],
      'aws:sourceaccount': [account || ACCOUNT],
      ...this.demand.context,
    };
  }
}

/** A service has no policies of its own. */
const NOTHING_OWN = { statements: [] };

/** What an administrator may do. */
const ALL = compilePolicy({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
