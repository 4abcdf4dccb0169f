import { ACCOUNT, PARTITION, REGION } from '#local/account.ts';
import { asObject } from '#template/as-object.ts';
import { evaluate, NO_VALUE, type Scope } from '#template/evaluate.ts';
import { InputError } from '#template/input-error.ts';
import type { Stack, TemplateParameter } from '#template/template.ts';
import { withReferences } from './dynamic-references.ts';
import { parameterValue } from './parameter-value.ts';
import type { Identity, Resource } from './resource-type.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import type { SystemEvaluation } from './system-evaluation.ts';

/** Evaluates the resources of one stack on demand, each once; a circle of references is an InputError. */
export class StackEvaluation {
  readonly #resources = new Map<string, Resource>();
  readonly #identities = new Map<string, Identity>();
  readonly #underWay: string[] = [];
  readonly scope: Scope;

  constructor(
    readonly stack: Stack,
    private readonly system: SystemEvaluation,
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
        const parameter = Object.hasOwn(Parameters, name) ? Parameters[name] : undefined;
        if (parameter) return this.#parameter(name, parameter);
        return this.identity(name).ref;
      },
      attribute: (id, attribute) => {
        const value = this.#output(id, attribute) ?? this.identity(id).attributes?.[attribute] ?? this.#unknown(id);
        if (value === undefined)
          throw new InputError(`${stack.name}: Fn::GetAtt of ${id}.${attribute}: there is no such attribute here.`);
        return value;
      },
      imported: (name) => system.exported(name),
      condition: (name) => {
        if (!Object.hasOwn(Conditions, name)) throw new InputError(`${stack.name}: there is no condition ${name}.`);
        return evaluate(Conditions[name], this.scope) === true;
      },
    };
  }

  /** Whether a resource is made: its own condition holds, and those of the stacks that this one is nested in. */
  makes(logicalId: string): boolean {
    const condition = this.stack.template.Resources[logicalId]?.Condition;
    if (condition !== undefined && !this.scope.condition(condition)) return false;
    const { nestedIn } = this.stack;
    return !nestedIn || this.system.of(nestedIn.template).makes(nestedIn.id);
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
      endpoint: this.system.endpoint,
      properties: withReferences(evaluate(declared.Properties ?? {}, this.scope), (reference) =>
        this.system.values.find(reference),
      ) as Record<string, unknown>,
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
    const type = RESOURCE_TYPES[this.stack.template.Resources[logicalId]?.Type ?? ''];
    const identity = type?.identify(resource) ?? { ref: logicalId };
    this.#identities.set(logicalId, identity);
    return identity;
  }

  #parameter(name: string, parameter: TemplateParameter): unknown {
    return parameterValue(this.stack.name, name, parameter, this.#given(name), (ssmName) =>
      this.system.values.parameter(ssmName),
    );
  }

  /** A parameter's value, from the stack that makes this one, or from the command line. */
  #given(parameter: string): unknown {
    const { nestedIn } = this.stack;
    if (!nestedIn) return this.system.parameters[parameter];
    const parent = this.system.of(nestedIn.template);
    const { Parameters } = asObject(parent.stack.template.Resources[nestedIn.id]?.Properties);
    return evaluate(asObject(Parameters)[parameter], parent.scope);
  }

  /** Stands for what a resource would give whose type the runtime has not: it is refused by its name, with all others. */
  #unknown(id: string): string | undefined {
    const type = this.stack.template.Resources[id]?.Type ?? '';
    return RESOURCE_TYPES[type] && !this.#isElsewhere(id) ? undefined : id;
  }

  /** Whether a resource is a stack whose template is not on this machine. */
  #isElsewhere(id: string): boolean {
    return (
      this.stack.template.Resources[id]?.Type === 'AWS::CloudFormation::Stack' &&
      !this.system.nestedIn(this.stack.name, id)
    );
  }

  /** `Outputs.NAME` of a nested stack. */
  #output(id: string, attribute: string): unknown {
    if (!attribute.startsWith('Outputs.')) return undefined;
    const nested = this.system.nestedIn(this.stack.name, id);
    const value = nested?.stack.template.Outputs?.[attribute.slice('Outputs.'.length)]?.Value;
    return value === undefined ? undefined : evaluate(value, nested?.scope ?? this.scope);
  }
}
