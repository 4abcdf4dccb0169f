import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import { accountRegionIn, arn, HOME, isSame } from '#local/runtime/account.ts';
import { Bus, type BusProperties } from './bus.ts';
import { limitExceeded } from './limit-exceeded.ts';
import { parseOrRefuse } from './parse-or-refuse.ts';
import type { Rule, RuleState } from './rule.ts';
import { nextTimes } from './schedule/next-times.ts';

/** Quotas of an account (user guide: "EventBridge quotas"). */
const MAX_BUSES = 100;
const MAX_RULES = 300;
const MAX_PATTERN_LENGTH = 2048;

export interface RuleProperties {
  readonly name: string;
  readonly bus?: string;
  readonly description?: string;
  readonly roleArn?: string;
  /** JSON text. */
  readonly pattern?: string;
  readonly schedule?: string;
  readonly state?: RuleState;
}

/** The event buses of an account in a region, with their rules. The default bus is always there. */
export class Buses {
  readonly #buses = new Map<string, Bus>();

  constructor(
    private readonly now: () => number = Date.now,
    readonly at = HOME,
  ) {
    this.#buses.set('default', new Bus('default', {}, now(), at));
  }

  create(name: string, properties: BusProperties = {}): Bus {
    if (name.includes('/')) throw validationError('Event bus name must not contain "/".');
    if (this.#buses.has(name))
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    if (this.#buses.size >= MAX_BUSES) throw limitExceeded();
    const bus = new Bus(name, properties, this.now(), this.at);
    this.#buses.set(name, bus);
    return bus;
  }

  /** Deletes a bus with its rules; one that is not there is no error (API reference: DeleteEventBus). */
  delete(name: string): void {
    if (name === 'default') throw validationError('Cannot delete event bus default.');
    if (this.#buses.get(name)?.rules.size) throw validationError("Event bus can't be deleted since it has rules.");
    this.#buses.delete(name);
  }

  /** A bus by name or ARN; undefined when there is none here. */
  find(nameOrArn = 'default'): Bus | undefined {
    if (nameOrArn.startsWith('arn:') && !isSame(accountRegionIn(nameOrArn), this.at)) return undefined;
    return this.#buses.get(busNameOf(nameOrArn));
  }

  get(nameOrArn?: string): Bus {
    const bus = this.find(nameOrArn);
    if (!bus)
      throw new AwsError('ResourceNotFoundException', `Event bus ${busNameOf(nameOrArn ?? '')} does not exist.`);
    return bus;
  }

  all(): Bus[] {
    return [...this.#buses.values()];
  }

  /** Makes a rule, or gives one that exists new properties; its targets stay (API reference: PutRule). */
  putRule({ name, description, roleArn, pattern, schedule, state = 'ENABLED', ...on }: RuleProperties): Rule {
    if (!pattern && !schedule)
      throw validationError('Parameter(s) EventPattern or ScheduleExpression must be specified.');
    const bus = this.get(on.bus);
    if (schedule) {
      if (bus.name !== 'default')
        throw validationError('ScheduleExpression is supported only on the default event bus.');
      nextTimes(schedule);
    }
    if (pattern && pattern.length > MAX_PATTERN_LENGTH) throw limitExceeded();
    const before = bus.rules.get(name);
    if (!before && bus.rules.size >= MAX_RULES) throw limitExceeded();
    const rule: Rule = {
      name,
      arn: arn('events', `rule/${bus.name === 'default' ? name : `${bus.name}/${name}`}`, this.at),
      bus: bus.name,
      description,
      roleArn,
      pattern,
      ways: pattern ? parseOrRefuse(pattern) : [],
      schedule,
      state,
      targets: before?.targets ?? new Map(),
    };
    bus.put(rule);
    return rule;
  }

  rule(name: string, onBus?: string): Rule {
    const bus = this.get(onBus);
    const rule = bus.rules.get(name);
    if (!rule) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
    return rule;
  }
}

export const busNameOf = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
