import { evaluate, NO_VALUE, type Scope } from '../../template/evaluate.ts';
import { InputError } from '../../template/input-error.ts';
import type { Stack } from '../../template/template.ts';
import { ACCOUNT, PARTITION, REGION } from '../account.ts';
import { DATA_TYPES } from './data.ts';
import { EVENTS_TYPES } from './events.ts';
import { IAM_TYPES } from './iam.ts';
import { LAMBDA_TYPES } from './lambda.ts';
import { LOGS_TYPES } from './logs.ts';
import { unknownProperties } from './refusals.ts';
import type { Identity, Resource, ResourceType } from './resource-type.ts';
import { SNS_TYPES } from './sns.ts';

const TYPES: Readonly<Record<string, ResourceType>> = {
  ...EVENTS_TYPES,
  ...LAMBDA_TYPES,
  ...IAM_TYPES,
  ...DATA_TYPES,
  ...LOGS_TYPES,
  ...SNS_TYPES,
};

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
export function planResources(stacks: readonly Stack[], endpoint: string): Planned[] {
  const refusals: string[] = [];
  const planned = stacks.flatMap((stack) => plan(stack, stacks, endpoint, refusals));
  if (refusals.length > 0) {
    throw new InputError(
      `The local runtime cannot honour what these templates ask for:\n${refusals.map((refusal) => `  ${refusal}`).join('\n')}`,
    );
  }
  const rank = ({ typeName }: Planned) => (FIRST.includes(typeName) ? FIRST.indexOf(typeName) : FIRST.length);
  return planned.sort((a, b) => rank(a) - rank(b));
}

function plan(stack: Stack, stacks: readonly Stack[], endpoint: string, refusals: string[]): Planned[] {
  const evaluation = new StackEvaluation(stack, stacks, endpoint);
  return Object.entries(stack.template.Resources).flatMap(([logicalId, { Type, Condition }]) => {
    if (Condition !== undefined && !evaluation.scope.condition(Condition)) return [];
    const type = TYPES[Type];
    if (!type) {
      refusals.push(`${stack.name}: ${Type} (${logicalId})`);
      return [];
    }
    const resource = evaluation.resource(logicalId);
    refusals.push(
      ...unknownProperties(type, resource.properties).map((path) => `${stack.name}: ${Type}.${path} (${logicalId})`),
    );
    return [{ type, typeName: Type, resource, identity: evaluation.identity(logicalId) }];
  });
}

/** Evaluates the resources of one stack on demand, each once; a circle of references is an InputError. */
class StackEvaluation {
  readonly #resources = new Map<string, Resource>();
  readonly #identities = new Map<string, Identity>();
  readonly #underWay: string[] = [];
  readonly scope: Scope;

  constructor(
    private readonly stack: Stack,
    stacks: readonly Stack[],
    private readonly endpoint: string,
  ) {
    const { Parameters = {}, Conditions = {}, Mappings = {} } = stack.template;
    const pseudo: Record<string, unknown> = {
      'AWS::AccountId': ACCOUNT,
      'AWS::Region': REGION,
      'AWS::Partition': PARTITION,
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.name,
      'AWS::StackId': `arn:${PARTITION}:cloudformation:${REGION}:${ACCOUNT}:stack/${stack.name}/local`,
      'AWS::NoValue': NO_VALUE,
      'AWS::NotificationARNs': [],
    };
    this.scope = {
      mappings: Mappings,
      ref: (name) => {
        if (Object.hasOwn(pseudo, name)) return pseudo[name];
        if (Object.hasOwn(Parameters, name)) return this.#parameter(name);
        return this.identity(name).ref;
      },
      attribute: (id, attribute) => {
        const value = this.identity(id).attributes?.[attribute];
        if (value === undefined)
          throw new InputError(`${stack.name}: Fn::GetAtt of ${id}.${attribute}: there is no such attribute here.`);
        return value;
      },
      imported: (name) => exported(stacks, endpoint, name),
      condition: (name) => {
        if (!Object.hasOwn(Conditions, name)) throw new InputError(`${stack.name}: there is no condition ${name}.`);
        return evaluate(Conditions[name], this.scope) === true;
      },
    };
  }

  resource(logicalId: string): Resource {
    const known = this.#resources.get(logicalId);
    if (known) return known;
    const declared = this.stack.template.Resources[logicalId];
    if (!declared)
      throw new InputError(
        `${this.stack.name}: a reference leads to ${logicalId}, which is no resource or parameter of the template.`,
      );
    if (this.#underWay.includes(logicalId)) {
      throw new InputError(
        `${this.stack.name}: these resources refer to each other in a circle: ${[...this.#underWay, logicalId].join(' → ')}.`,
      );
    }
    this.#underWay.push(logicalId);
    const resource: Resource = {
      stack: this.stack.name,
      logicalId,
      endpoint: this.endpoint,
      properties: evaluate(declared.Properties ?? {}, this.scope) as Record<string, unknown>,
      asset: (key) => this.stack.assets.get(key),
    };
    this.#underWay.pop();
    this.#resources.set(logicalId, resource);
    return resource;
  }

  identity(logicalId: string): Identity {
    const known = this.#identities.get(logicalId);
    if (known) return known;
    const resource = this.resource(logicalId);
    const type = TYPES[this.stack.template.Resources[logicalId]?.Type ?? ''];
    const identity = type?.identify(resource) ?? { ref: logicalId };
    this.#identities.set(logicalId, identity);
    return identity;
  }

  #parameter(name: string): unknown {
    const parameter = this.stack.template.Parameters?.[name];
    if (parameter?.Default === undefined)
      throw new InputError(
        `${this.stack.name}: parameter ${name} has no default, and the local runtime takes no values for parameters.`,
      );
    return parameter.Default;
  }
}

function exported(stacks: readonly Stack[], endpoint: string, name: string): unknown {
  for (const stack of stacks) {
    const evaluation = new StackEvaluation(stack, stacks, endpoint);
    for (const { Value, Export } of Object.values(stack.template.Outputs ?? {})) {
      if (Export && evaluate(Export.Name, evaluation.scope) === name) return evaluate(Value, evaluation.scope);
    }
  }
  throw new InputError(`Fn::ImportValue of ${name}: no stack exports it.`);
}
