import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import type { Aws } from '../aws.ts';

/** A bus of a story's own; its name. */
export async function aBus(aws: Aws): Promise<string> {
  const Name = aws.unique('bus');
  await aws.events.send(new CreateEventBusCommand({ Name }));
  aws.afterwards(() => aws.events.send(new DeleteEventBusCommand({ Name })));
  return Name;
}

/** A rule on a bus, by default for every event of source `story`; its name and ARN. */
export async function aRule(
  aws: Aws,
  bus: string,
  pattern: object = { source: ['story'] },
  word = 'rule',
): Promise<{ name: string; arn: string }> {
  const name = aws.unique(word);
  const { RuleArn: arn = '' } = await aws.events.send(
    new PutRuleCommand({ Name: name, EventBusName: bus, EventPattern: JSON.stringify(pattern) }),
  );
  aws.afterwards(() => aws.events.send(new DeleteRuleCommand({ Name: name, EventBusName: bus })));
  return { name, arn };
}

/** A rule on a bus with targets. */
export async function aRuleTo(
  aws: Aws,
  bus: string,
  targets: Target[],
  pattern?: object,
): Promise<{ name: string; arn: string }> {
  const rule = await aRule(aws, bus, pattern);
  await aws.events.send(new PutTargetsCommand({ Rule: rule.name, EventBusName: bus, Targets: targets }));
  const Ids = targets.map(({ Id }) => Id as string);
  aws.afterwards(() => aws.events.send(new RemoveTargetsCommand({ Rule: rule.name, EventBusName: bus, Ids })));
  return rule;
}

/** An entry of source `story` for a bus. */
export const anEntry = (bus: string | undefined, detail: unknown = {}, more: PutEventsRequestEntry = {}) => ({
  ...(bus !== undefined && { EventBusName: bus }),
  Source: 'story',
  DetailType: 'Told',
  Detail: JSON.stringify(detail),
  ...more,
});

export const put = (aws: Aws, ...entries: PutEventsRequestEntry[]) =>
  aws.events.send(new PutEventsCommand({ Entries: entries }));
