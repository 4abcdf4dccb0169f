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
  const managed = given.filter((policy) => typeof policy === 'string' || isIntrinsic(policy)).map(managedArn);
  const documents = given
    .filter((policy): policy is object => typeof policy === 'object' && !isIntrinsic(policy))
    .flatMap(documentsOf);
  if (statements.length > 0) documents.push({ Statement: statements });
  return {
    [`${id}Role`]: made(sam, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: [service] } }],
      },
      ManagedPolicyArns: service.startsWith('lambda')
        ? [...new Set(['service-role/AWSLambdaBasicExecutionRole', ...forEvents(sam)])].map(managedArn).concat(managed)
        : managed,
      Policies: documents.map((PolicyDocument, index) => ({ PolicyName: `${id}RolePolicy${index}`, PolicyDocument })),
      PermissionsBoundary: properties.PermissionsBoundary,
      Path: properties.RolePath,
    }),
  };
}

function forEvents({ properties }: SamResource): string[] {
  const events = Object.values((properties.Events ?? {}) as Record<string, { Type: string }>);
  return events.flatMap(({ Type }) => POLLING_POLICIES[Type] ?? []);
}

function documentsOf(policy: object): object[] {
  if ('Statement' in policy) return [policy];
  return Object.entries(policy).flatMap(([name, parameters]) => {
    const statement = policyTemplate(name, (parameters ?? {}) as Record<string, unknown>);
    return statement ? [{ Version: '2012-10-17', Statement: statement }] : [];
  });
}

const managedArn = (policy: unknown): unknown =>
  typeof policy !== 'string' || policy.startsWith('arn:')
    ? policy
    : { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${policy}`]] };

const isIntrinsic = (policy: unknown): boolean =>
  typeof policy === 'object' &&
  policy !== null &&
  Object.keys(policy).every((key) => key === 'Ref' || key.startsWith('Fn::'));
