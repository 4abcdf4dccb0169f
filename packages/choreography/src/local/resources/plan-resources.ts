import type { Stack } from '#template/template.ts';
import type { CustomResources } from './custom/custom-resources.ts';
import { isWaiting, type Waiting, waitingOf } from './custom/waiting-of.ts';
import { dynamicReferences, whyUnresolved } from './dynamic-references.ts';
import type { ExistingValues } from './existing-values.ts';
import type { LeaveOut, LeftOut } from './left-out.ts';
import { unknownProperties, whyUnknown, withoutPaths } from './refusals.ts';
import { relocate } from './relocate.ts';
import type { StackEvaluation } from './stack-evaluation.ts';
import { type ParameterValues, SystemEvaluation } from './system-evaluation.ts';
import type { Identity, Incapacity, Resource, ResourceType } from './types/resource-type.ts';
import { Unhonoured } from './unhonoured.ts';

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
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Function',
  'AWS::SNS::Topic',
];

/** A resource that is to be made. */
export interface Planned {
  readonly type: ResourceType;
  readonly typeName: string;
  readonly resource: Resource;
  readonly identity: Identity;
  /** The resources that it refers to, as `STACK ID`. */
  readonly uses: readonly string[];
}

/** What is made of the templates, and what is not. */
export interface Plan {
  readonly planned: Planned[];
  readonly leftOut: readonly LeftOut[];
  /** Custom resources that are still to be made, and what needs their values. */
  readonly waiting: readonly Waiting[];
}

/** What there is beside the templates. */
export interface Circumstances {
  readonly parameters?: ParameterValues | undefined;
  /** What is in Parameter Store and Secrets Manager already. */
  readonly kept?: ExistingValues;
  readonly leaveOut?: LeaveOut;
  /** The hosts that API destinations may call. */
  readonly allowedHosts?: readonly string[];
  /** The types that an engine beside makes. */
  readonly typesBeside?: Readonly<Record<string, ResourceType>>;
  /** What was made of custom resources; undefined where none are made. */
  readonly custom?: Pick<CustomResources, 'find' | 'whyFailed'> | undefined;
}

/**
 * All resources of all stacks, in the order in which they are made. Throws one InputError that lists every resource type,
 * property and value that the runtime cannot honour and that is not left out.
 */
export function planResources(
  stacks: readonly Stack[],
  endpoint: string,
  {
    parameters,
    kept,
    leaveOut = { names: [], unsupported: false },
    allowedHosts = [],
    typesBeside = {},
    custom,
  }: Circumstances = {},
): Plan {
  const unhonoured = new Unhonoured(stacks, leaveOut);
  const system = new SystemEvaluation(relocate(stacks), endpoint, parameters, kept, unhonoured, typesBeside, custom);
  const planned = system.all().flatMap((evaluation) => plan(evaluation, system, unhonoured, allowedHosts));
  unhonoured.check();
  const rank = ({ typeName }: Planned) => (FIRST.includes(typeName) ? FIRST.indexOf(typeName) : FIRST.length);
  const depth = deadLetterDepth(planned);
  return {
    planned: planned.sort((a, b) => rank(a) - rank(b) || depth(a) - depth(b)),
    leftOut: unhonoured.leftOut,
    waiting: custom ? waitingOf(system) : [],
  };
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

function plan(
  evaluation: StackEvaluation,
  system: SystemEvaluation,
  unhonoured: Unhonoured,
  allowedHosts: readonly string[],
): Planned[] {
  const { stack } = evaluation;
  return Object.entries(stack.template.Resources).flatMap(([logicalId, { Type }]) => {
    if (!evaluation.makes(logicalId)) return [];
    const what = { stack: stack.name, type: Type, id: logicalId };
    const type = system.typeNamed(Type);
    if (!type || unhonoured.isNamed(Type, logicalId)) {
      const why = type ? 'left out as you say' : whyUnknown(Type);
      unhonoured.note({ ...what, why, ref: evaluation.identity(logicalId).ref });
      return [];
    }
    if (Type === 'AWS::CloudFormation::Stack' && !system.nestedIn(stack.name, logicalId)) {
      unhonoured.note({ ...what, why: 'its template is not on this machine' });
      return [];
    }
    const failed = system.custom?.whyFailed(stack.name, logicalId);
    if (failed !== undefined) {
      unhonoured.note({ ...what, why: failed, ref: evaluation.identity(logicalId).ref }, true);
      return [];
    }
    if (system.custom && isWaiting(evaluation, logicalId)) {
      for (const property of unknownProperties(type, evaluation.resource(logicalId).properties))
        unhonoured.note({ ...what, property, why: '' });
      return [];
    }
    const { identity, resource, cannot, unresolved } = honoured(evaluation, system, logicalId, type, allowedHosts);
    const isWhole = (each: Incapacity) => each.property === undefined;
    const whole = cannot.filter(isWhole).map((each) => unhonoured.note({ ...what, ...each, ref: identity.ref }));
    const parts = cannot.filter((each) => !isWhole(each) && unhonoured.note({ ...what, ...each }));
    // A reference that leads nowhere is not replaced.
    for (const each of unresolved) unhonoured.note({ ...what, ...each });
    if (whole.length > 0) return [];
    const properties = withoutPaths(
      resource.properties,
      parts.map(({ property = '' }) => property),
    );
    return [
      {
        type,
        typeName: Type,
        resource: { ...resource, properties },
        identity,
        uses: [...evaluation.usedBy(logicalId)].map((id) => `${stack.name} ${id}`),
      },
    ];
  });
}

/** A resource with all that keeps the runtime from honouring it. */
function honoured(
  evaluation: StackEvaluation,
  system: SystemEvaluation,
  logicalId: string,
  type: ResourceType,
  allowedHosts: readonly string[],
) {
  const resource = evaluation.resource(logicalId);
  const cannot: Incapacity[] = [
    ...unknownProperties(type, resource.properties).map((property) => ({ property, why: '' })),
    ...(type.cannot?.(
      resource,
      (typeName) => (system.typeNamed(typeName) ? system.refsOf(typeName) : []),
      allowedHosts,
    ) ?? []),
  ];
  const unresolved = dynamicReferences(resource.properties).map((written) => ({
    property: pathTo(resource.properties, written),
    why: `${written}: ${whyUnresolved(written)}`,
  }));
  return { resource, identity: evaluation.identity(logicalId), cannot, unresolved };
}

/** The path of the property whose value a text is in. */
function pathTo(value: unknown, text: string): string {
  if (value === null || typeof value !== 'object') return '';
  const [key, inner] = Object.entries(value).find(([, each]) => dynamicReferences(each).includes(text)) ?? [''];
  return [key, pathTo(inner, text)].filter((part) => part !== '').join('.');
}
