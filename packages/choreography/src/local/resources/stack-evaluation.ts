import { ACCOUNT, PARTITION, REGION } from '#local/runtime/account.ts';
import { asObject } from '#template/document/as-object.ts';
import { evaluate, NO_VALUE, type Scope } from '#template/evaluate.ts';
import { InputError } from '#template/input-error.ts';
import type { Stack, TemplateParameter } from '#template/template.ts';
import type { MadeResource } from './custom/custom-resources.ts';
import { withReferences } from './dynamic-references.ts';
import { isNotYetKnown, NOT_YET_KNOWN } from './not-yet-known.ts';
import { parameterValue } from './parameter-value.ts';
import { plausibleAttribute, plausibleIdentity } from './plausible-identity.ts';
import type { SystemEvaluation } from './system-evaluation.ts';
import type { Identity, Resource } from './types/resource-type.ts';

/** Evaluates the resources of one stack on demand, each once; a circle of references is an InputError. */
export class StackEvaluation {
  readonly #resources = new Map<string, Resource>();
  readonly #identities = new Map<string, Identity>();
  readonly #custom = new Map<string, boolean>();
  readonly #underWay: string[] = [];
  readonly #uses = new Map<string, Set<string>>();
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
        this.#note(name);
        return this.identity(name).ref;
      },
      attribute: (id, attribute) => {
        this.#note(id);
        if (this.runsAsCustom(id)) return this.#customAttribute(id, attribute);
        return (
          this.#output(id, attribute) ?? this.identity(id).attributes?.[attribute] ?? this.#plausible(id, attribute)
        );
      },
      imported: (name) => {
        const value = system.exported(name);
        if (value !== undefined) return value;
        this.#cannot(`Fn::ImportValue of "${name}": no stack exports it`);
        return name;
      },
      unknown: (name, argument, { message }) => {
        if (this.#dependsOnUnknown(argument)) return NOT_YET_KNOWN;
        system.unhonoured.mistake(message);
        return name;
      },
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
      file: this.stack.file,
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
    const type = this.system.typeNamed(this.#typeOf(logicalId));
    const made = this.runsAsCustom(logicalId) ? { ref: this.made(logicalId)?.ref ?? NOT_YET_KNOWN } : undefined;
    const identity = made ?? type?.identify(resource) ?? plausibleIdentity(this.#typeOf(logicalId), resource);
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

  /** The resources that the properties of one lead to by their references. */
  usedBy(logicalId: string): ReadonlySet<string> {
    return this.#uses.get(logicalId) ?? new Set();
  }

  /** Whether a resource does not run here: the runtime has no such type, or the user leaves it out. */
  isLeftOut(logicalId: string): boolean {
    const Type = this.#typeOf(logicalId);
    return (
      !this.system.typeNamed(Type) ||
      this.#isElsewhere(logicalId) ||
      this.system.unhonoured.isNamed(Type, logicalId) ||
      this.system.custom?.whyFailed(this.stack.name, logicalId) !== undefined
    );
  }

  /** Whether a function of the templates makes a resource. */
  runsAsCustom(logicalId: string): boolean {
    const Type = this.#typeOf(logicalId);
    if (!this.system.custom || !this.system.isCustom(Type) || this.isLeftOut(logicalId)) return false;
    const known = this.#custom.get(logicalId);
    if (known !== undefined) return known;
    // Names of functions may need its values in turn.
    this.#custom.set(logicalId, true);
    const resource = this.resource(logicalId);
    const cannot = this.system.typeNamed(Type)?.cannot?.(resource, () => this.system.functionNames(), []) ?? [];
    const runs = isNotYetKnown(resource.properties.ServiceToken) || cannot.length === 0;
    this.#custom.set(logicalId, runs);
    return runs;
  }

  /** A custom resource as it was made; undefined while it is still to be made or changed. */
  made(logicalId: string): MadeResource | undefined {
    return this.system.custom?.find({ typeName: this.#typeOf(logicalId), resource: this.resource(logicalId) });
  }

  #customAttribute(id: string, attribute: string): unknown {
    const made = this.made(id);
    if (!made) return NOT_YET_KNOWN;
    const value = made.data[attribute];
    if (value === undefined)
      this.#cannot(`Fn::GetAtt of ${id}.${attribute}: the Data of its function's response has no "${attribute}"`);
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  }

  #dependsOnUnknown(argument: unknown): boolean {
    try {
      return isNotYetKnown(evaluate(argument, this.scope));
    } catch {
      return false;
    }
  }

  #typeOf(logicalId: string): string {
    return this.stack.template.Resources[logicalId]?.Type ?? '';
  }

  #note(used: string): void {
    const user = this.#underWay.at(-1);
    if (user !== undefined) this.#uses.set(user, new Set([...this.usedBy(user), used]));
  }

  /** Notes why the resource whose properties are read cannot be made. */
  #cannot(why: string): void {
    const id = this.#underWay.at(-1);
    if (id === undefined) this.system.unhonoured.mistake(`${this.stack.name}: ${why}.`);
    else if (!this.isLeftOut(id))
      this.system.unhonoured.note({ stack: this.stack.name, type: this.#typeOf(id), id, property: '', why });
  }

  /** A plausible value of an attribute that is unknown here. It is refused for a type that runs. */
  #plausible(id: string, attribute: string): string {
    if (!this.isLeftOut(id) && this.system.typeNamed(this.#typeOf(id))?.idle === undefined)
      this.#cannot(`Fn::GetAtt of ${id}.${attribute}: there is no such attribute here`);
    return plausibleAttribute(this.#typeOf(id), this.resource(id), attribute);
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
