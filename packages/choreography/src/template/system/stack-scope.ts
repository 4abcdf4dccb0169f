import { asObject } from '#template/document/as-object.ts';
import { evaluate, NO_VALUE, type Scope } from '#template/evaluate.ts';
import type { NamedTemplate } from '#template/template.ts';
import { ACCOUNT, PARTITION, REGION } from './arn.ts';
import type { System } from './system.ts';
import type { UnresolvedReferences } from './unresolved.ts';

/** Where the references of one stack lead, in the system that it is part of. */
export class StackScope {
  readonly #scope: Scope;
  /** What is being evaluated, so that a circle ends. */
  readonly #underWay = new Set<string>();
  /** The resource whose property is evaluated. */
  #reader = '';

  constructor(
    readonly stack: NamedTemplate,
    private readonly given: Readonly<Record<string, unknown>>,
    private readonly system: System,
    private readonly unresolved: UnresolvedReferences,
  ) {
    const { account = ACCOUNT, region = REGION } = stack.environment ?? {};
    const pseudo = new Map<string, unknown>([
      ['AWS::AccountId', account],
      ['AWS::Region', region],
      ['AWS::Partition', PARTITION],
      ['AWS::URLSuffix', 'amazonaws.com'],
      ['AWS::StackName', stack.name],
      ['AWS::StackId', `\${${stack.name}.StackId}`],
      ['AWS::NoValue', NO_VALUE],
      ['AWS::NotificationARNs', []],
    ]);
    const { Parameters = {}, Mappings = {} } = stack.template;
    this.#scope = {
      mappings: Mappings,
      ref: (name) => {
        if (name.startsWith('AWS::') && pseudo.has(name)) return pseudo.get(name);
        if (Object.hasOwn(Parameters, name)) return this.#once(`parameter ${name}`, () => this.#parameter(name));
        const resource = this.system.at(stack.name, name);
        return (
          resource?.knownIdentity?.ref ??
          this.#once(`resource ${name}`, () => resource?.identity.ref) ??
          this.#dangling(name)
        );
      },
      attribute: (id, attribute) =>
        this.system.at(stack.name, id)?.knownIdentity?.attributes[attribute] ??
        this.#once(`resource ${id}.${attribute}`, () => this.#attribute(id, attribute)),
      imported: (name) =>
        this.#once(`export ${name}`, () => this.system.exported(name)) ??
        this.#note(`\${ImportValue ${name}}`, `No template here exports ${name}: read the template that does, too.`),
      condition: (name) => this.condition(name),
      isKnown: (value) => !String(value).includes('${'),
      unknown: (name, argument, error) =>
        this.#note(
          name === 'Fn::NotYetKnown'
            ? `\${${argument}}`
            : `\${${name.replace('Fn::', '')} ${JSON.stringify(argument)}}`,
          error.message,
        ),
    };
  }

  /** A value of the template, its intrinsic functions and SSM references resolved. `reader` is whose value it is. */
  evaluate(value: unknown, reader = ''): unknown {
    const before = this.#reader;
    this.#reader = reader;
    try {
      const evaluated = evaluate(value, this.#scope);
      return refersToSsm(evaluated) ? this.#withSsm(evaluated) : evaluated;
    } finally {
      this.#reader = before;
    }
  }

  /** Whether the stack is made, or may be: a nested one with the resource that makes it. */
  get exists(): boolean {
    const { nestedIn } = this.stack;
    return !nestedIn || this.system.at(nestedIn.template, nestedIn.id) !== undefined;
  }

  /** Whether a condition of the template holds; undefined when that depends on what is not known. */
  condition(name: string): boolean | undefined {
    const expression = this.stack.template.Conditions?.[name];
    const holds = this.#once(`condition ${name}`, () => evaluate(expression, this.#scope));
    if (typeof holds === 'boolean') return holds;
    this.#note(
      `\${Condition ${name}}`,
      `Whether the condition ${name} holds is not known: what depends on it is taken as there.`,
      name,
    );
    return undefined;
  }

  #parameter(name: string): unknown {
    const { Type = 'String', Default } = asObject(this.stack.template.Parameters?.[name]);
    const value = this.#passedDown(name) ?? this.given[name] ?? Default;
    if (value === undefined) {
      return this.#note(
        `\${${name}}`,
        `The parameter ${name} has no default: give its value with --parameter ${name}=VALUE.`,
        name,
      );
    }
    if (String(Type).startsWith('AWS::SSM::Parameter::Value')) return this.#ssm(String(value));
    return (String(Type).startsWith('List<') || Type === 'CommaDelimitedList') && typeof value === 'string'
      ? value.split(',').map((each) => each.trim())
      : value;
  }

  /** What the stack that makes this one gives to it. */
  #passedDown(name: string): unknown {
    const { nestedIn } = this.stack;
    const parameters = nestedIn && this.system.at(nestedIn.template, nestedIn.id)?.read('Parameters');
    return asObject(parameters)[name];
  }

  #attribute(id: string, attribute: string): unknown {
    const resource = this.system.at(this.stack.name, id);
    if (!resource) return this.#dangling(`${id}.${attribute}`);
    if (resource.type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
      const output = this.system.nestedOutput(this.stack.name, id, attribute.slice('Outputs.'.length));
      if (output !== undefined) return output;
    }
    if (resource.type === 'AWS::SSM::Parameter' && attribute === 'Value') return resource.read('Value');
    return resource.identity.attributes[attribute] ?? `\${${this.stack.name}.${id}.${attribute}}`;
  }

  #dangling(name: string): string {
    return this.#note(`\${${this.stack.name}.${name}}`, `${name} is no resource or parameter of the template.`);
  }

  /** `{{resolve:ssm:NAME}}`, also with a version (CloudFormation user guide: "Dynamic references"). */
  #withSsm(value: unknown): unknown {
    if (typeof value === 'string') {
      const whole = value.match(/^\{\{resolve:ssm:([^:}]+)(?::\d+)?\}\}$/);
      if (whole) return this.#ssm(whole[1] ?? '');
      return value.includes('{{resolve:ssm:')
        ? value.replace(/\{\{resolve:ssm:([^:}]+)(?::\d+)?\}\}/g, (_, name: string) => String(this.#ssm(name)))
        : value;
    }
    if (Array.isArray(value)) return value.map((each) => this.#withSsm(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#withSsm(inner)]));
  }

  #ssm(name: string): unknown {
    return (
      this.#once(`ssm ${name}`, () => this.system.ssmParameter(name)) ??
      this.#note(
        `\${ssm ${name}}`,
        `No template here makes the SSM parameter ${name}: its value is known when it is deployed.`,
      )
    );
  }

  #note(reference: string, why: string, id = this.#reader): string {
    return this.unresolved.add({ template: this.stack.name, id, reference, why });
  }

  /** Evaluates what leads elsewhere; undefined when it leads back to itself. */
  #once<Value>(key: string, value: () => Value): Value | undefined {
    if (this.#underWay.has(key)) return undefined;
    this.#underWay.add(key);
    try {
      return value();
    } finally {
      this.#underWay.delete(key);
    }
  }
}

function refersToSsm(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{resolve:ssm:');
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) {
    for (const inner of value) if (refersToSsm(inner)) return true;
    return false;
  }
  for (const key in value) if (refersToSsm((value as Record<string, unknown>)[key])) return true;
  return false;
}
