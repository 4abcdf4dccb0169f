import { AwsError } from '#local/gateway/aws-error.ts';
import type { WrittenPolicy } from '#local/iam/identity.ts';
import { compilePolicy, type PolicyDocument, type StatementDocument } from '#local/iam/policy.ts';
import { isObject } from '#template/document/as-object.ts';

/** What a document is: a role's trust, or what an identity may do. */
type Purpose = 'trust' | 'identity' | 'managed';

/**
 * A policy that was given as text (IAM user guide: "IAM JSON policy elements reference"). Throws IAM's
 * MalformedPolicyDocument with the first reason.
 */
export function readPolicy(text: string, purpose: Purpose): WrittenPolicy {
  const document = parse(text);
  const statements = [document.Statement ?? []].flat() as StatementDocument[];
  if (statements.length === 0) throw malformed('Syntax errors in policy.');
  const { Version: version = '2008-10-17' } = document as { Version?: unknown };
  if (version !== '2012-10-17' && version !== '2008-10-17') throw malformed('Syntax errors in policy.');
  if (purpose === 'managed' && version !== '2012-10-17')
    throw malformed('Policy document must be version 2012-10-17 or greater.');
  for (const statement of statements) {
    const wrong = typeof statement === 'object' ? whyWrong(statement, purpose) : 'Syntax errors in policy.';
    if (wrong !== undefined) throw malformed(wrong);
  }
  try {
    return { text, statements: compilePolicy(document), ofTemplate: false };
  } catch {
    throw malformed('Syntax errors in policy.');
  }
}

/** A document as answers have it: encoded as in an address (API reference: GetRolePolicy). */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);

function parse(text: string): PolicyDocument {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return document;
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  throw malformed('Syntax errors in policy.');
}

function whyWrong(statement: StatementDocument, purpose: Purpose): string | undefined {
  const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') return 'Syntax errors in policy.';
  const actions = [Action ?? NotAction ?? []].flat();
  if (actions.length === 0) return 'Policy statement must contain actions.';
  const unprefixed = actions.some((action) => action !== '*' && !/^[\w-]+:\S+$/.test(action));
  if (purpose === 'trust') {
    if (Resource !== undefined || NotResource !== undefined) return 'Has prohibited field Resource';
    if (Principal === undefined && NotPrincipal === undefined) return 'Missing required field Principal';
    return actions.every((action) => /^sts:/i.test(action))
      ? undefined
      : 'AssumeRole policy may only specify STS AssumeRole actions.';
  }
  if (Principal !== undefined || NotPrincipal !== undefined) return 'Policy document should not specify a principal.';
  if (unprefixed) return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
  const resources = [Resource ?? NotResource ?? []].flat();
  if (resources.length === 0) return 'Policy statement must contain resources.';
  const noArn = resources.find((resource) => resource !== '*' && !/^(?:arn|\*):/.test(resource));
  return noArn === undefined ? undefined : `Resource ${noArn} must be in ARN format or "*".`;
}
