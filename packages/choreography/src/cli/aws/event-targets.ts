import {
  type EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { eachOf } from './requests.ts';

/** A target of a rule, as EventBridge lists it. */
export interface EventTarget {
  readonly rule: string;
  readonly ruleArn: string;
  readonly arn: string;
  /** The ARN of its dead-letter queue. */
  readonly deadLetterQueue: string | undefined;
}

/** All targets of all rules of a bus (name or ARN), or of every bus. */
export async function eventTargets(events: EventBridgeClient, bus?: string): Promise<EventTarget[]> {
  const buses = bus === undefined ? await busNames(events) : [bus];
  const rules = await eachOf(buses, (EventBusName) => rulesOf(events, EventBusName));
  const targets = await eachOf(rules.flat(), (rule) => targetsOf(events, rule));
  return targets.flat();
}

async function busNames(events: EventBridgeClient): Promise<string[]> {
  const names = await everyPage(
    (NextToken) => events.send(new ListEventBusesCommand({ NextToken })),
    ({ EventBuses = [] }) => EventBuses.map(({ Name = '' }) => Name),
  );
  // The default bus always exists, but not every engine lists it.
  return [...new Set(['default', ...names])];
}

interface Rule {
  readonly bus: string;
  readonly name: string;
  readonly arn: string;
}

const rulesOf = (events: EventBridgeClient, bus: string): Promise<Rule[]> =>
  everyPage(
    (NextToken) => events.send(new ListRulesCommand({ EventBusName: bus, NextToken })),
    ({ Rules = [] }) => Rules.map(({ Name: name = '', Arn: arn = '' }) => ({ bus, name, arn })),
  );

const targetsOf = (events: EventBridgeClient, { bus, name, arn: ruleArn }: Rule): Promise<EventTarget[]> =>
  everyPage(
    (NextToken) => events.send(new ListTargetsByRuleCommand({ EventBusName: bus, Rule: name, NextToken })),
    ({ Targets = [] }) =>
      Targets.map(({ Arn: arn = '', DeadLetterConfig }) => ({
        rule: name,
        ruleArn,
        arn,
        deadLetterQueue: DeadLetterConfig?.Arn,
      })),
  );

async function everyPage<Page extends { NextToken?: string | undefined }, Item>(
  ask: (token: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    items.push(...itemsOf(page));
    token = page.NextToken;
  } while (token);
  return items;
}
