import { randomUUID } from 'node:crypto';
import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { vi } from 'vitest';
import { firstMetadata } from './entry.ts';
import { BUS, PATIENCE, type Shop } from './shop.ts';

/** An event as the bus delivered it. */
export interface Heard {
  readonly 'detail-type': string;
  readonly detail: unknown;
}

/** Somebody at the bus who hears every event of one order, as often as it is said: the monitor keeps each only once. */
export interface Bystander {
  /** All that was heard, once it is as expected. */
  hears(expected: (heard: readonly Heard[]) => boolean): Promise<readonly Heard[]>;
}

/** Puts a bystander at the bus, a rule with a queue of its own, who is there only as long as the story lasts. */
export async function aBystander(shop: Shop, orderId: string): Promise<Bystander> {
  const name = `bystander-${randomUUID()}`;
  const rule = { Name: name, EventBusName: BUS };
  const target = { Rule: name, EventBusName: BUS };
  const EventPattern = JSON.stringify({ detail: { metadata: { correlationId: [orderId] } } });
  const { RuleArn = '' } = await shop.bus.send(new PutRuleCommand({ ...rule, EventPattern }));
  shop.afterwards(() => shop.bus.send(new DeleteRuleCommand(rule)));
  const [, partition, , region, account] = RuleArn.split(':');
  const Arn = `arn:${partition}:sqs:${region}:${account}:${name}`;
  const Policy = JSON.stringify(letsThrough(RuleArn, Arn));
  const { QueueUrl } = await shop.queues.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  shop.afterwards(() => shop.queues.send(new DeleteQueueCommand({ QueueUrl })));
  await shop.bus.send(new PutTargetsCommand({ ...target, Targets: [{ Id: 'bystander', Arn }] }));
  shop.afterwards(() => shop.bus.send(new RemoveTargetsCommand({ ...target, Ids: ['bystander'] })));

  const heard: Heard[] = [];
  const listen = async () => {
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    const { Messages = [] } = await shop.queues.send(receive);
    heard.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    if (Entries.length > 0) await shop.queues.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return Messages.length > 0;
  };
  // A new rule works only after a while: nothing that the story says may be missed.
  await vi.waitFor(async () => {
    const metadata = firstMetadata(randomUUID(), orderId);
    await shop.put({ source: 'shop.story', type: 'BystanderCame', detail: { metadata, data: {} } });
    if (!(await listen())) throw new Error(`The rule ${name} delivers nothing to its queue.`);
  }, PATIENCE);

  return {
    hears: (expected) =>
      vi.waitFor(async () => {
        await listen();
        if (!expected(heard)) throw new Error(`A bystander heard ${JSON.stringify(counted(heard))}.`);
        return heard;
      }, PATIENCE),
  };
}

const counted = (heard: readonly Heard[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { 'detail-type': type } of heard) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
};

const letsThrough = (ruleArn: string, queueArn: string): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    },
  ],
});
