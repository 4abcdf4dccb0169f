import { InputError } from '#template/input-error.ts';
import type { Stack } from '#template/template.ts';
import { dynamicReferences, whyUnresolved } from './dynamic-references.ts';
import type { ExistingValues } from './existing-values.ts';
import { unknownProperties, whyUnknown } from './refusals.ts';
import { relocate } from './relocate.ts';
import type { Identity, Resource, ResourceType } from './resource-type.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import type { StackEvaluation } from './stack-evaluation.ts';
import { type ParameterValues, SystemEvaluation } from './system-evaluation.ts';

/** The order in which types are made, where one asks for another at its making: buses before rules, roles before what they are asked for. */
const FIRST = [
  'AWS::Events::EventBus',
  'AWS::SQS::Queue',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::Lambda::Function',
  'AWS::SNS::Topic',
];

/** A resource that is to be made. */
export interface Planned {
  readonly type: ResourceType;
  readonly typeName: string;
  readonly resource: Resource;
  readonly identity: Identity;
}

/**
 * All resources of all stacks, in the order in which they are made. Throws one InputError that lists every resource type
 * and property that the runtime cannot honour.
 */
export function planResources(
  stacks: readonly Stack[],
  endpoint: string,
  parameters?: ParameterValues,
  kept?: ExistingValues,
): Planned[] {
  const refusals: string[] = [];
  const system = new SystemEvaluation(relocate(stacks), endpoint, parameters, kept);
  const planned = system.all().flatMap((evaluation) => plan(evaluation, system, refusals));
  if (refusals.length > 0) {
    throw new InputError(
      `The local runtime cannot honour what these templates ask for:\n${refusals.map((refusal) => `  ${refusal}`).join('\n')}`,
    );
  }
  const rank = ({ typeName }: Planned) => (FIRST.includes(typeName) ? FIRST.indexOf(typeName) : FIRST.length);
  const depth = deadLetterDepth(planned);
  return planned.sort((a, b) => rank(a) - rank(b) || depth(a) - depth(b));
}

/** How many dead-letter queues are behind a queue: each is made before the queues whose dead letters it takes. */
function deadLetterDepth(planned: readonly Planned[]): (one: Planned) => number {
  const targets = new Map(
    planned
      .filter(({ typeName }) => typeName === 'AWS::SQS::Queue')
      .map(({ resource, identity }) => {
        const policy = resource.properties.RedrivePolicy as { deadLetterTargetArn?: unknown } | undefined;
        return [identity.attributes?.Arn, policy?.deadLetterTargetArn] as const;
      }),
  );
  return ({ identity }) => {
    const seen = new Set<unknown>();
    for (let arn: unknown = identity.attributes?.Arn; targets.has(arn as string) && !seen.has(arn); ) {
      seen.add(arn);
      arn = targets.get(arn as string);
    }
    return seen.size;
  };
}

function plan(evaluation: StackEvaluation, system: SystemEvaluation, refusals: string[]): Planned[] {
  const { stack } = evaluation;
  return Object.entries(stack.template.Resources).flatMap(([logicalId, { Type }]) => {
    if (!evaluation.makes(logicalId)) return [];
    const type = RESOURCE_TYPES[Type];
    if (!type) {
      refusals.push(`${stack.name}: ${Type} (${logicalId})${whyUnknown(Type)}`);
      return [];
    }
    if (Type === 'AWS::CloudFormation::Stack' && !system.nestedIn(stack.name, logicalId))
      refusals.push(`${stack.name}: ${Type} (${logicalId}): its template is not on this machine`);
    const resource = evaluation.resource(logicalId);
    refusals.push(
      ...unknownProperties(type, resource.properties).map((path) => `${stack.name}: ${Type}.${path} (${logicalId})`),
      ...dynamicReferences(resource.properties).map(
        (written) => `${stack.name}: ${written} (${logicalId}): ${whyUnresolved(written)}`,
      ),
    );
    return [{ type, typeName: Type, resource, identity: evaluation.identity(logicalId) }];
  });
}
