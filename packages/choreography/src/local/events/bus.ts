import { arn, HOME } from '#local/runtime/account.ts';
import { RuleSet } from '#pattern/rule-set.ts';
import { type Event, eventText, isRead } from './event.ts';
import type { Rule } from './rule.ts';

/** The properties of CreateEventBus and UpdateEventBus beside the bus's name; they are kept and returned. */
export interface BusProperties {
  readonly Description?: string;
  readonly KmsKeyIdentifier?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly LogConfig?: object;
}

/** A statement of a bus's resource policy. */
export type Statement = { readonly Sid?: string } & Readonly<Record<string, unknown>>;

/** An event bus with its rules, which are compiled together when an event comes. */
export class Bus {
  readonly arn: string;
  policy: Statement[] = [];
  modifiedAt: number;
  readonly #rules = new Map<string, Rule>();
  #compiled: RuleSet<Rule> | undefined;

  constructor(
    readonly name: string,
    public properties: BusProperties,
    /** Milliseconds since 1970. */
    readonly createdAt: number,
    readonly at = HOME,
  ) {
    this.arn = arn('events', `event-bus/${name}`, at);
    this.modifiedAt = createdAt;
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
  matching(event: Event): Rule[] {
    const rules = this.#compile();
    return isRead(event) ? rules.matching(event) : rules.matchingText(eventText(event));
  }

  /** The same of an event whose detail is this text; undefined if the text is no JSON object that can be passed on as it is. */
  matchingUnread(event: Event, detail: string): Rule[] | undefined {
    return this.#compile().matchingCompact(event, 'detail', detail);
  }

  #compile(): RuleSet<Rule> {
    this.#compiled ??= new RuleSet([...this.#rules.values()].map((rule) => ({ rule, ways: rule.ways })));
    return this.#compiled;
  }
}
