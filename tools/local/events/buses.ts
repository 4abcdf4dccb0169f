import { arn } from '../account.ts';
import { AwsError } from '../aws-error.ts';
import { InvalidEventPatternError } from './pattern/invalid-event-pattern-error.ts';
import { parsePattern, type Way } from './pattern/parse-pattern.ts';
import { RuleSet } from './pattern/rule-set.ts';

export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly description: string | undefined;
  /** JSON text, as it was put. */
  readonly pattern: string | undefined;
  readonly schedule: string | undefined;
  /** The ways to match its pattern: none for a rule that has only a schedule. */
  readonly ways: readonly Way[];
  enabled: boolean;
  readonly targets: Map<string, Target>;
}

/** An event bus with its rules, which are compiled together when an event comes. */
export class Bus {
  readonly arn: string;
  readonly #rules = new Map<string, Rule>();
  #compiled: RuleSet<Rule> | undefined;

  constructor(readonly name: string) {
    this.arn = arn('events', `event-bus/${name}`);
  }

  /** By name. */
  get rules(): ReadonlyMap<string, Rule> {
    return this.#rules;
  }

  put(rule: Rule): void {
    this.#rules.set(rule.name, rule);
    this.#compiled = undefined;
  }

  remove(rule: string): void {
    this.#rules.delete(rule);
    this.#compiled = undefined;
  }

  /** The rules whose pattern matches an event, also those that are disabled. */
  matching(event: unknown): Rule[] {
    this.#compiled ??= new RuleSet([...this.#rules.values()].map((rule) => ({ rule, ways: rule.ways })));
    return this.#compiled.matching(event);
  }
}

/** The event buses of the account, with their rules. The default bus is always there. */
export class Buses {
  readonly #buses = new Map<string, Bus>();

  constructor() {
    this.create('default');
  }

  create(name: string): Bus {
    if (this.#buses.has(name))
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    const bus = new Bus(name);
    this.#buses.set(name, bus);
    return bus;
  }

  /** A bus by name or ARN; undefined when there is none. */
  find(nameOrArn = 'default'): Bus | undefined {
    return this.#buses.get(nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn);
  }

  get(nameOrArn?: string): Bus {
    const bus = this.find(nameOrArn);
    if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${nameOrArn} does not exist.`);
    return bus;
  }

  all(): Bus[] {
    return [...this.#buses.values()];
  }

  putRule(rule: {
    name: string;
    bus?: string;
    description?: string;
    pattern?: string;
    schedule?: string;
    enabled: boolean;
  }): Rule {
    const bus = this.get(rule.bus);
    const path = bus.name === 'default' ? rule.name : `${bus.name}/${rule.name}`;
    const put: Rule = {
      name: rule.name,
      arn: arn('events', `rule/${path}`),
      bus: bus.name,
      description: rule.description,
      pattern: rule.pattern,
      schedule: rule.schedule,
      ways: rule.pattern === undefined ? [] : parse(rule.pattern),
      enabled: rule.enabled,
      targets: bus.rules.get(rule.name)?.targets ?? new Map(),
    };
    bus.put(put);
    return put;
  }

  rule(name: string, bus?: string): Rule {
    const rule = this.get(bus).rules.get(name);
    if (!rule)
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus ?? 'default'}.`);
    return rule;
  }
}

function parse(pattern: string): readonly Way[] {
  try {
    return parsePattern(pattern);
  } catch (error) {
    if (error instanceof InvalidEventPatternError) throw new AwsError('InvalidEventPatternException', error.message);
    throw error;
  }
}
