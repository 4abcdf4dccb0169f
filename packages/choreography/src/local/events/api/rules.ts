import type { Rule, RuleState } from '#local/events/rule.ts';
import { validationError } from '#local/gateway/aws-error.ts';
import { accountRegionIn } from '#local/runtime/account.ts';
import type { Actions } from './action.ts';
import { type PageInput, pageOf } from './page.ts';

interface RuleInput {
  readonly Name: string;
  readonly EventBusName?: string;
}

export const RULE_ACTIONS: Actions = {
  PutRule: (
    input: RuleInput & {
      EventPattern?: string;
      ScheduleExpression?: string;
      State?: RuleState;
      Description?: string;
      RoleArn?: string;
      Tags?: [];
    },
    broker,
  ) => {
    const { Name, EventBusName, EventPattern, ScheduleExpression, State, Description, RoleArn, Tags } = input;
    broker.mustBeTrusted(RoleArn);
    const rule = broker.putRule({
      name: Name,
      ...(EventBusName !== undefined && { bus: EventBusName }),
      ...(EventPattern !== undefined && { pattern: EventPattern }),
      ...(ScheduleExpression !== undefined && { schedule: ScheduleExpression }),
      ...(State !== undefined && { state: State }),
      ...(Description !== undefined && { description: Description }),
      ...(RoleArn !== undefined && { roleArn: RoleArn }),
    });
    // Tags of a rule that exists are not changed by PutRule (API reference).
    if (Tags && broker.tags.of(rule.arn).length === 0) broker.tags.put(rule.arn, Tags);
    return { RuleArn: rule.arn };
  },
  DescribeRule: ({ Name, EventBusName }: RuleInput, { buses }) => {
    const rule = buses.rule(Name, EventBusName);
    return { ...summary(rule), CreatedBy: accountRegionIn(rule.arn).account };
  },
  ListRules: (
    { EventBusName, NamePrefix = '', ...input }: PageInput & { EventBusName?: string; NamePrefix?: string },
    { buses },
  ) => {
    const named = [...buses.get(EventBusName).rules.values()].filter(({ name }) => name.startsWith(NamePrefix));
    const { page, ...more } = pageOf(named, ({ name }) => name, input);
    return { Rules: page.map(summary), ...more };
  },
  ListRuleNamesByTarget: (
    { TargetArn, EventBusName, ...input }: PageInput & { TargetArn: string; EventBusName?: string },
    { buses },
  ) => {
    const names = [...buses.get(EventBusName).rules.values()]
      .filter(({ targets }) => [...targets.values()].some(({ Arn }) => Arn === TargetArn))
      .map(({ name }) => name);
    const { page, ...more } = pageOf(names, (name) => name, input);
    return { RuleNames: page, ...more };
  },
  DeleteRule: ({ Name, EventBusName }: RuleInput, broker) => {
    const rule = broker.buses.get(EventBusName).rules.get(Name);
    if (!rule) return {};
    if (rule.targets.size > 0) throw validationError("Rule can't be deleted since it has targets.");
    broker.deleteRule(rule);
    return {};
  },
  EnableRule: ({ Name, EventBusName }: RuleInput, { buses }) => {
    buses.rule(Name, EventBusName).state = 'ENABLED';
    return {};
  },
  DisableRule: ({ Name, EventBusName }: RuleInput, { buses }) => {
    buses.rule(Name, EventBusName).state = 'DISABLED';
    return {};
  },
};

const summary = (rule: Rule) => ({
  Name: rule.name,
  Arn: rule.arn,
  EventPattern: rule.pattern,
  ScheduleExpression: rule.schedule,
  State: rule.state,
  Description: rule.description,
  RoleArn: rule.roleArn,
  EventBusName: rule.bus,
});
