import type { NamedTemplate, TemplateResource } from '#template/template.ts';
import { parseArn } from './arn.ts';
import { NAMED_TYPES } from './identity.ts';
import { StackScope } from './stack-scope.ts';
import { SystemResource } from './system-resource.ts';
import { type Unresolved, UnresolvedReferences } from './unresolved.ts';

/**
 * Several templates as one system, in which references lead from one to the other: by `Ref` and `Fn::GetAtt`, by
 * exported and imported values, SSM parameters, nested stacks' parameters and outputs, names and ARNs. What cannot be
 * resolved is written as its reference, such as `${BusName}`, and listed. Pure, and lazy: only what is read is evaluated.
 */
export class System {
  readonly #resources = new Map<string, SystemResource[]>();
  /** Those that are made, of the types that were asked for. */
  readonly #made = new Map<string, readonly SystemResource[]>();
  readonly #byPlace = new Map<string, Map<string, SystemResource>>();
  readonly #scopes: readonly StackScope[];
  readonly #noted = new UnresolvedReferences();
  #byName: ReadonlyMap<string, ReadonlyMap<string, SystemResource>> | undefined;
  #byArn: ReadonlyMap<string, SystemResource> | undefined;
  #parameters: ReadonlyMap<string, SystemResource> | undefined;
  #exports: ReadonlyMap<string, { scope: StackScope; value: unknown }> | undefined;

  constructor(stacks: readonly NamedTemplate[], parameters: Readonly<Record<string, unknown>> = {}) {
    this.#scopes = stacks.map(
      (stack) => new StackScope(stack, { ...parameters, ...stack.parameters }, this, this.#noted),
    );
    for (const scope of this.#scopes) {
      const own = new Map<string, SystemResource>();
      this.#byPlace.set(scope.stack.name, own);
      const { Resources } = scope.stack.template;
      for (const id in Resources) {
        const declared = Resources[id] as TemplateResource;
        const resource = new SystemResource(id, declared, scope);
        own.set(id, resource);
        const ofType = this.#resources.get(declared.Type);
        if (ofType) ofType.push(resource);
        else this.#resources.set(declared.Type, [resource]);
      }
    }
  }

  /** The types of all resources. */
  get types(): readonly string[] {
    return [...this.#resources.keys()];
  }

  /** Every resource of some types that is made: one whose condition does not hold is not. */
  resources(...types: readonly string[]): readonly SystemResource[] {
    const [type = '', ...others] = types;
    if (others.length > 0) return types.flatMap((each) => this.resources(each));
    let made = this.#made.get(type);
    if (!made) {
      made = (this.#resources.get(type) ?? []).filter(({ exists }) => exists);
      this.#made.set(type, made);
    }
    return made;
  }

  /** The resource at a place; undefined when there is none, or when its condition does not hold. */
  at(template: string, id: string): SystemResource | undefined {
    const resource = this.#byPlace.get(template)?.get(id);
    return resource?.exists ? resource : undefined;
  }

  /** The resource that an ARN, or what `Ref` gives, leads to; of these types alone when some are given. */
  find(reference: unknown, ...types: readonly string[]): SystemResource | undefined {
    if (typeof reference !== 'string') return undefined;
    this.#byName ??= this.#indexByName();
    if (!reference.startsWith('arn:')) {
      for (const type of types) {
        const named = this.#byName.get(type)?.get(reference);
        if (named) return named;
      }
      return undefined;
    }
    const exactly = this.#byName.get('')?.get(reference);
    if (exactly) return types.length === 0 || types.includes(exactly.type) ? exactly : undefined;
    const arn = parseArn(reference);
    if (!arn) return undefined;
    // An ARN that a person wrote: with an account and a region, or with a version.
    this.#byArn ??= this.#indexByArn();
    const found = firstOf(arnKeys(arn.service, arn.resource).map((key) => this.#byArn?.get(key)));
    return found && (types.length === 0 || types.includes(found.type)) && found.mayStandAt(reference)
      ? found
      : undefined;
  }

  /**
   * The resource that a text refers to, alone or within an ARN, such as `${stack.Project.Arn}` or
   * `arn:…:${stack.Api}/prod/POST/`: one of a type whose names are not known. The first, if there are several.
   */
  referredIn(text: string): SystemResource | undefined {
    for (const [, reference = ''] of text.matchAll(/\$\{([^{}]+)\}/g))
      for (const [template, resources] of this.#byPlace) {
        if (!reference.startsWith(`${template}.`)) continue;
        // A logical id may be an address with points in it: the longest that is there.
        const parts = reference.slice(template.length + 1).split('.');
        const ids = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
        const resource = firstOf(ids.map((id) => resources.get(id)));
        if (resource?.exists) return resource;
      }
    return undefined;
  }

  /** The value that a stack exports; undefined when none does. */
  exported(name: string): unknown {
    this.#exports ??= new Map(
      this.#scopes.flatMap((scope) =>
        Object.values(scope.stack.template.Outputs ?? {}).flatMap(({ Value, Condition, Export }) =>
          Export && (Condition === undefined || scope.condition(Condition) !== false)
            ? [[String(scope.evaluate(Export.Name)), { scope, value: Value }] as const]
            : [],
        ),
      ),
    );
    const found = this.#exports.get(name);
    return found?.scope.evaluate(found.value);
  }

  /** An output of the stack that a resource of type `AWS::CloudFormation::Stack` makes; undefined when it is not here. */
  nestedOutput(template: string, id: string, output: string): unknown {
    const nested = this.#scopes.find(
      ({ stack: { nestedIn } }) => nestedIn?.template === template && nestedIn.id === id,
    );
    const value = nested?.stack.template.Outputs?.[output]?.Value;
    return value === undefined ? undefined : nested?.evaluate(value);
  }

  /** The value of an SSM parameter that one of the templates makes; undefined when none does. */
  ssmParameter(name: string): unknown {
    // Not by `find`: the names that it compares may themselves come from SSM parameters.
    this.#parameters ??= new Map(
      this.resources('AWS::SSM::Parameter').map((parameter) => [parameter.identity.ref, parameter]),
    );
    return this.#parameters.get(name)?.read('Value');
  }

  /** What could not be resolved in all that was read so far. */
  get unresolved(): readonly Unresolved[] {
    return this.#noted.all;
  }

  /** By type and what `Ref` gives; under no type by ARN. */
  #indexByName(): ReadonlyMap<string, ReadonlyMap<string, SystemResource>> {
    const byArn = new Map<string, SystemResource>();
    const index = new Map([['', byArn]]);
    for (const type of NAMED_TYPES) {
      const byRef = new Map<string, SystemResource>();
      index.set(type, byRef);
      for (const resource of this.resources(type)) {
        byRef.set(resource.identity.ref, resource);
        if (resource.arn.startsWith('arn:')) byArn.set(resource.arn, resource);
      }
    }
    return index;
  }

  /** By service and resource, wherever that is. */
  #indexByArn(): ReadonlyMap<string, SystemResource> {
    const index = new Map<string, SystemResource>();
    for (const resource of this.resources(...NAMED_TYPES)) {
      const arn = parseArn(resource.arn);
      const [key] = arn ? arnKeys(arn.service, arn.resource) : [];
      if (key !== undefined) index.set(key, resource);
    }
    return index;
  }
}

const firstOf = <Item>(items: readonly (Item | undefined)[]): Item | undefined =>
  items.find((item) => item !== undefined);

/** A log group's ARN may end with `:*`, a function's or state machine's with a version or an alias, a table's with its stream. */
function arnKeys(service: string, resource: string): string[] {
  const whole = `${service} ${resource.replace(/:\*$/, '')}`;
  if (service === 'dynamodb') return [`${service} ${resource.replace(/\/stream\/.*$/, '')}`];
  const [kind, name, qualifier] = resource.split(':');
  const isQualified = ['lambda', 'states'].includes(service) && qualifier !== undefined;
  return isQualified ? [whole, `${service} ${kind}:${name}`] : [whole];
}
