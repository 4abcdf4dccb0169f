import { POLLING_POLICIES } from './events/polled.ts';
import { policyTemplate } from './policy-templates.ts';
import { made, type Resources, type SamResource } from './resources.ts';

/**
 * The role `IDRole` that SAM makes: `Policies` may be names and ARNs of managed policies, policy documents, and SAM's policy
 * templates. A template that is not known allows nothing here.
 */
export function roleOf(sam: SamResource, service: string, statements: readonly object[] = []): Resources {
  const { id, properties } = sam;
  const given: unknown[] = Array.isArray(properties.Policies)
    ? properties.Policies
    : [properties.Policies ?? []].flat();
  const managed = given.flatMap((policy) =>
    branches(policy, (each) => (isManaged(each) ? managedArn(each) : undefined)),
  );
  const inline = [...given, ...(statements.length > 0 ? [{ Statement: statements }] : [])].flatMap((policy, index) =>
    branches(policy, (each) => {
      const PolicyDocument = documentOf(each);
      return PolicyDocument && { PolicyName: `${id}RolePolicy${index}`, PolicyDocument };
    }),
  );
  return {
    [`${id}Role`]: made(sam, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: [service] } }],
      },
      ManagedPolicyArns: service.startsWith('lambda')
        ? [...new Set(['service-role/AWSLambdaBasicExecutionRole', ...forEvents(sam)])].map(managedArn).concat(managed)
        : managed,
      Policies: inline,
      PermissionsBoundary: properties.PermissionsBoundary,
      Path: properties.RolePath,
    }),
  };
}

function forEvents({ properties }: SamResource): string[] {
  const events = Object.values((properties.Events ?? {}) as Record<string, { Type: string }>);
  return events.flatMap(({ Type }) => POLLING_POLICIES[Type] ?? []);
}

/** What becomes of a policy, in both branches where a condition decides which it is; nothing where it is none of the kind. */
function branches(policy: unknown, become: (policy: unknown) => unknown): unknown[] {
  const choice = (policy as { 'Fn::If'?: unknown[] } | null)?.['Fn::If'];
  if (!choice) return [become(policy) ?? []].flat();
  const [condition, ...ways] = choice;
  const became = ways.map((way) => branches(way, become)[0]);
  return became.some((each) => each !== undefined)
    ? [{ 'Fn::If': [condition, ...became.map((each) => each ?? { Ref: 'AWS::NoValue' })] }]
    : [];
}

/** A policy document, as it is or of SAM's policy templates. */
function documentOf(policy: unknown): object | undefined {
  if (typeof policy !== 'object' || policy === null || isIntrinsic(policy)) return undefined;
  if ('Statement' in policy) return policy;
  const statements = Object.entries(policy).flatMap(
    ([name, parameters]) => policyTemplate(name, (parameters ?? {}) as Record<string, unknown>) ?? [],
  );
  return statements.length > 0 ? { Version: '2012-10-17', Statement: statements } : undefined;
}

const isManaged = (policy: unknown): boolean => typeof policy === 'string' || isIntrinsic(policy);

const managedArn = (policy: unknown): unknown =>
  typeof policy !== 'string' || policy.startsWith('arn:')
    ? policy
    : { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${policy}`]] };

const isIntrinsic = (policy: unknown): boolean =>
  typeof policy === 'object' &&
  policy !== null &&
  Object.keys(policy).every((key) => key === 'Ref' || key.startsWith('Fn::'));
