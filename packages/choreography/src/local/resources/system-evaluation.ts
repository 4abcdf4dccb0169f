import { evaluate } from '#template/evaluate.ts';
import { InputError } from '#template/input-error.ts';
import type { Stack } from '#template/template.ts';
import { CUSTOM_RESOURCE } from './custom/custom-resource-types.ts';
import type { CustomResources } from './custom/custom-resources.ts';
import { type ExistingValues, KeptValues } from './existing-values.ts';
import { StackEvaluation } from './stack-evaluation.ts';
import { physicalName, type ResourceType } from './types/resource-type.ts';
import { RESOURCE_TYPES } from './types/resource-types.ts';
import { Unhonoured } from './unhonoured.ts';

/** The values of template parameters by name, given at the start. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/** The stacks of a system, evaluated together: what one exports another imports, and nested stacks know the one that makes them. */
export class SystemEvaluation {
  /** What is in Parameter Store and Secrets Manager. */
  readonly values: KeptValues;
  readonly #stacks: ReadonlyMap<string, StackEvaluation>;

  /** Throws an InputError for a value whose name is no parameter of any stack. */
  constructor(
    stacks: readonly Stack[],
    readonly endpoint: string,
    readonly parameters: ParameterValues = {},
    kept?: ExistingValues,
    readonly unhonoured: Unhonoured = new Unhonoured(stacks, { names: [], unsupported: false }),
    private readonly typesBeside: Readonly<Record<string, ResourceType>> = {},
    /** What was made of custom resources; undefined where none are made. */
    readonly custom?: Pick<CustomResources, 'find' | 'whyFailed'> | undefined,
  ) {
    this.values = new KeptValues(() => this.all(), parameters, kept);
    this.#stacks = new Map(stacks.map((stack) => [stack.name, new StackEvaluation(stack, this)]));
    const own = stacks.filter(({ nestedIn }) => !nestedIn);
    const known = new Set(own.flatMap(({ template }) => Object.keys(template.Parameters ?? {})));
    const unknown = Object.keys(parameters).find((name) => !known.has(name) && !/^(?:ssm|secretsmanager):/.test(name));
    if (unknown !== undefined)
      throw new InputError(
        `"--parameter ${unknown}": no template has a parameter of this name${known.size > 0 ? `, they have ${[...known].join(', ')}` : ''}.`,
      );
  }

  all(): StackEvaluation[] {
    return [...this.#stacks.values()];
  }

  of(name: string): StackEvaluation {
    const found = this.#stacks.get(name);
    if (!found) throw new InputError(`There is no stack "${name}".`);
    return found;
  }

  /** The stack that a resource of type `AWS::CloudFormation::Stack` makes; undefined when its template is not here. */
  nestedIn(template: string, id: string): StackEvaluation | undefined {
    return this.all().find(
      ({ stack: { nestedIn } }) => nestedIn !== undefined && nestedIn.template === template && nestedIn.id === id,
    );
  }

  /** How resources of a type are made, here or on the engine beside; undefined if they are not. */
  typeNamed(name: string): ResourceType | undefined {
    if (this.isCustom(name)) return this.custom && RESOURCE_TYPES[CUSTOM_RESOURCE];
    return RESOURCE_TYPES[name] ?? this.typesBeside[name];
  }

  /** Whether resources of a type are made by functions of the templates. */
  isCustom(name: string): boolean {
    return name === CUSTOM_RESOURCE || (name.startsWith('Custom::') && !(name in RESOURCE_TYPES));
  }

  /** What `Ref` of each resource of a type gives. */
  refsOf(type: string): string[] {
    return this.all().flatMap((evaluation) =>
      Object.entries(evaluation.stack.template.Resources)
        .filter(([id, { Type }]) => Type === type && evaluation.makes(id))
        .map(([id]) => evaluation.identity(id).ref),
    );
  }

  /** The names of all functions; of each, only its name is evaluated. */
  functionNames(): string[] {
    return this.all().flatMap(({ stack, scope }) =>
      Object.entries(stack.template.Resources)
        .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
        .map(([logicalId, { Properties = {} }]) => {
          const properties = { FunctionName: evaluate(Properties.FunctionName, scope) };
          return physicalName({ stack: stack.name, logicalId, properties }, 'FunctionName');
        }),
    );
  }

  /** The value that a stack exports; undefined if none does. */
  exported(name: string): unknown {
    for (const { stack, scope } of this.all()) {
      for (const { Value, Export } of Object.values(stack.template.Outputs ?? {}))
        if (Export && evaluate(Export.Name, scope) === name) return evaluate(Value, scope);
    }
    return undefined;
  }
}
