import { type Condition, type Context, compileConditions, withVariables } from './condition.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** A policy as templates and APIs write it (IAM user guide: "IAM JSON policy elements reference"). */
export interface PolicyDocument {
  readonly Statement?: StatementDocument | readonly StatementDocument[];
}
export interface StatementDocument {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: PrincipalDocument;
  readonly NotPrincipal?: PrincipalDocument;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Record<string, unknown>>>;
}
type PrincipalDocument = string | Readonly<Record<string, string | readonly string[]>>;

/** Who asks: an AWS service, a role in a session, a user, or an account. */
export type Principal =
  | { readonly service: string }
  | { readonly principalArn: string; readonly sessionArn: string; readonly account: string };

/** What is asked for. */
export interface AccessRequest {
  readonly principal: Principal;
  /** `service:Action`. */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

export interface Statement {
  readonly document: StatementDocument;
  readonly denies: boolean;
  readonly conditions: readonly Condition[];
  /** Whether the statement speaks of this, its conditions apart. */
  covers(asked: AccessRequest): boolean;
  /**
   * Whether a statement of a resource's policy speaks of who asks.
   *
   * @param byAccount whether it does so if it names the account: it hands over to the account's own policies, and grants nothing by itself
   */
  names(principal: Principal, byAccount?: boolean): boolean;
}

/** The statements of a policy. Throws an Error that says what is wrong with it. */
export function compilePolicy({ Statement: given = [] }: PolicyDocument): Statement[] {
  return list(given).map((document) => {
    if (document.Effect !== 'Allow' && document.Effect !== 'Deny')
      throw new Error(`a statement has the Effect ${JSON.stringify(document.Effect)}: it is Allow or Deny`);
    const action = either(document.Action, document.NotAction);
    const resource = either(document.Resource, document.NotResource);
    return {
      document,
      denies: document.Effect === 'Deny',
      conditions: compileConditions(document.Condition),
      covers: covering(action, resource),
      names: (principal, byAccount = false) =>
        document.NotPrincipal === undefined
          ? isNamed(principal, document.Principal, byAccount || document.Effect === 'Deny')
          : !isNamed(principal, document.NotPrincipal, true),
    };
  });
}

/** How many answers of each statement are remembered: of actions, and of resources. */
const MAX_REMEMBERED = 500;

/**
 * Whether patterns cover what is asked for. The same actions and resources are asked for again and again, so the answers are remembered,
 * each apart: many resources have an id of their own, and need none where all are covered.
 */
function covering(action: Patterns, resource: Patterns): Statement['covers'] {
  const fitsAction = remembered((asked) => action.some((pattern) => matchesWildcard(asked, pattern, true)));
  // With a variable, the answer depends on who asks, and when.
  if (resource.patterns.some((pattern) => pattern.includes('${')))
    return (asked) =>
      fitsAction(asked.action) &&
      resource.some((pattern) => matchesArn(asked.resource, withVariables(pattern, asked.context)));
  if (resource.patterns.includes('*'))
    return resource.some((pattern) => pattern === '*') ? (asked) => fitsAction(asked.action) : () => false;
  const fitsResource = remembered((asked) => resource.some((pattern) => matchesArn(asked, pattern)));
  return (asked) => fitsAction(asked.action) && fitsResource(asked.resource);
}

function remembered(find: (asked: string) => boolean): (asked: string) => boolean {
  const answers = new Map<string, boolean>();
  return (asked) => {
    const known = answers.get(asked);
    if (known !== undefined) return known;
    if (answers.size >= MAX_REMEMBERED) answers.clear();
    const answer = find(asked);
    answers.set(asked, answer);
    return answer;
  };
}

interface Patterns {
  readonly patterns: readonly string[];
  some(fits: (pattern: string) => boolean): boolean;
}

/** The patterns of an element or of its negation; a policy of a resource may leave its resource out. */
function either(positive: StatementDocument['Action'], negative: StatementDocument['Action']): Patterns {
  const patterns = list(negative ?? positive ?? '*');
  return {
    patterns,
    some: (fits: (pattern: string) => boolean) => patterns.some(fits) === (negative === undefined),
  };
}

function isNamed(principal: Principal, named: PrincipalDocument | undefined, accountCounts: boolean): boolean {
  if (named === undefined) return false;
  if (typeof named === 'string') return named === '*';
  if ('service' in principal) return list(named.Service ?? []).includes(principal.service) || named.AWS === '*';
  return list(named.AWS ?? []).some(
    (one) =>
      one === '*' ||
      one === principal.principalArn ||
      one === principal.sessionArn ||
      (accountCounts && (one === principal.account || one.endsWith(`:${principal.account}:root`))),
  );
}

const list = <Item>(value: Item | readonly Item[]): readonly Item[] => (Array.isArray(value) ? value : [value as Item]);
