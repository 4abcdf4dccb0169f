import { asObject } from './document/as-object.ts';
import { InputError } from './input-error.ts';
import { availabilityZones, cidrBlocks } from './network-intrinsics.ts';
import type { Template } from './template.ts';

/** Where a template's references lead. */
export interface Scope {
  /** The value of `Ref` to a parameter, pseudo parameter or resource. */
  ref(name: string): unknown;
  /** The value of `Fn::GetAtt`. */
  attribute(logicalId: string, attribute: string): unknown;
  /** The value of `Fn::ImportValue`. */
  imported(name: string): unknown;
  /** Whether a named condition holds; undefined when that is not known. */
  condition(name: string): boolean | undefined;
  /** Whether a value is all that it will be when it is deployed; without it all values are. */
  isKnown?(value: unknown): boolean;
  /** The value to use for an intrinsic function that cannot be evaluated, by its error; without this, `evaluate` throws the error. */
  unknown?(name: string, argument: unknown, error: InputError): unknown;
  readonly mappings: NonNullable<Template['Mappings']>;
}

/** The value of `AWS::NoValue`: a property with this value is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Evaluates CloudFormation's intrinsic functions in a value (user guide: "Intrinsic function reference"). Pure: all that
 * it does not hold itself it asks the scope. Throws an InputError that names a function that it does not know.
 */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return evaluateItems(value, scope);
  const name = onlyKey(value);
  if (name !== undefined && (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))) {
    const argument = (value as Record<string, unknown>)[name];
    if (name === 'Condition' && typeof argument !== 'string') return { Condition: evaluate(argument, scope) };
    return call(name, argument, scope);
  }
  return evaluateProperties(value as Record<string, unknown>, scope);
}

/** The key of an object that has one; undefined when it has more, or none. */
function onlyKey(value: object): string | undefined {
  let only: string | undefined;
  for (const key in value) {
    if (only !== undefined) return undefined;
    only = key;
  }
  return only;
}

/** What has nothing to evaluate in it stays what it is: most of a template. */
function evaluateItems(items: readonly unknown[], scope: Scope): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const evaluated = evaluate(items[index], scope);
    if (evaluated !== items[index]) changed ??= items.slice(0, index);
    if (changed && evaluated !== NO_VALUE) changed.push(evaluated);
  }
  return changed ?? items;
}

function evaluateProperties(properties: Record<string, unknown>, scope: Scope): unknown {
  let changed: Record<string, unknown> | undefined;
  for (const key in properties) {
    const before = properties[key];
    const evaluated = evaluate(before, scope);
    if (evaluated === before) continue;
    changed ??= { ...properties };
    if (evaluated === NO_VALUE) delete changed[key];
    else changed[key] = evaluated;
  }
  return changed ?? properties;
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  try {
    const intrinsic = INTRINSICS[name];
    if (!intrinsic) throw new InputError(`The intrinsic function ${name} is not supported.`);
    return intrinsic(argument, scope);
  } catch (error) {
    if (!scope.unknown || !(error instanceof InputError)) throw error;
    return scope.unknown(name, argument, error);
  }
}

const INTRINSICS: Readonly<Record<string, (argument: unknown, scope: Scope) => unknown>> = {
  Ref: (name, scope) => scope.ref(String(name)),
  'Fn::GetAtt': (argument, scope) => {
    if (Array.isArray(argument) && argument.length === 2 && typeof argument[1] === 'string')
      return scope.attribute(String(argument[0]), argument[1]);
    const [id, ...path] = Array.isArray(argument) ? argument : String(argument).split('.');
    return scope.attribute(String(id), path.map((part) => String(evaluate(part, scope))).join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(evaluate(argument, scope), 'Fn::Join');
    return list(parts, 'Fn::Join').join(String(separator));
  },
  'Fn::Sub': (argument, scope) => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return substitute(String(text), (variables ?? {}) as Record<string, unknown>, scope);
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = list(evaluate(argument, scope), 'Fn::Select');
    if (!/^\d+$/.test(String(index)))
      throw new InputError(`Fn::Select takes a whole number from 0 on, not ${JSON.stringify(index)}.`);
    const selected = list(from, 'Fn::Select')[Number(index)];
    if (selected === undefined) throw new InputError(`Fn::Select finds nothing at ${String(index)}.`);
    return selected;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = list(evaluate(argument, scope), 'Fn::Split');
    return String(text).split(String(separator));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second, options] = list(evaluate(argument, scope), 'Fn::FindInMap');
    const found = scope.mappings[String(map)]?.[String(top)]?.[String(second)] ?? asObject(options).DefaultValue;
    if (found === undefined) throw new InputError(`Fn::FindInMap finds nothing at ${map}.${top}.${second}.`);
    return found;
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(String(evaluate(argument, scope))),
  'Fn::If': (argument, scope) => {
    const [condition, then, otherwise] = list(argument, 'Fn::If');
    const holds = scope.condition(String(condition));
    const value = evaluate(holds ? then : otherwise, scope);
    // Where that is not known, what may be there is.
    return holds === undefined && value === NO_VALUE ? evaluate(then, scope) : value;
  },
  'Fn::Equals': (argument, scope) => {
    const [a, b] = list(evaluate(argument, scope), 'Fn::Equals');
    const isEqual = String(a) === String(b);
    return isEqual || !scope.isKnown || (scope.isKnown(a) && scope.isKnown(b)) ? isEqual : undefined;
  },
  'Fn::And': (argument, scope) => decided(list(evaluate(argument, scope), 'Fn::And'), false),
  'Fn::Or': (argument, scope) => decided(list(evaluate(argument, scope), 'Fn::Or'), true),
  'Fn::Not': (argument, scope) => {
    const [condition] = list(evaluate(argument, scope), 'Fn::Not');
    return condition === undefined ? undefined : !condition;
  },
  'Fn::GetAZs': (argument, scope) => {
    const region = evaluate(argument, scope);
    return availabilityZones(String(region === '' ? scope.ref('AWS::Region') : region));
  },
  'Fn::Cidr': (argument, scope) => {
    const [block, count, bits] = list(evaluate(argument, scope), 'Fn::Cidr');
    if (bits === undefined)
      throw new InputError('Fn::Cidr takes a block, how many are to be made of it, and their bits.');
    return cidrBlocks(String(block), Number(count), Number(bits));
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(evaluate(argument, scope))).toString('base64'),
  'Fn::Length': (argument, scope) => list(evaluate(argument, scope), 'Fn::Length').length,
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(evaluate(argument, scope)),
  // Ours: a value that is not known yet in a Terraform plan.
  'Fn::NotYetKnown': (what) => {
    throw new InputError(`${what} is known only when it is applied: read the state instead ("terraform show -json").`);
  },
  Condition: (name, scope) => scope.condition(String(name)),
};

/** One condition may decide; else all must be known. */
function decided(conditions: readonly unknown[], deciding: boolean): boolean | undefined {
  if (conditions.some((each) => each !== undefined && Boolean(each) === deciding)) return deciding;
  return conditions.includes(undefined) ? undefined : !deciding;
}

function list(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new InputError(`${name} takes a list, not ${JSON.stringify(value)}.`);
}

/** `${Name}`, `${Id.Attribute}` and the literal `${!Name}` of Fn::Sub. */
function substitute(text: string, variables: Record<string, unknown>, scope: Scope): string {
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return String(evaluate(variables[name], scope));
    const [id = '', ...path] = name.split('.');
    return String(path.length === 0 ? scope.ref(id) : scope.attribute(id, path.join('.')));
  });
}
