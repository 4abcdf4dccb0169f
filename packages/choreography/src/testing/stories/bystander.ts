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
import { vi } from '#testing/peers.ts';
import type { Engine } from './engine.ts';
import { type Entry, firstMetadata } from './entry.ts';

/** An event as the bus delivered it. */
export interface HeardEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { readonly data: unknown };
}

/** Hears every event that matches a pattern, as often as it is delivered: the monitor keeps each only once. */
export interface Bystander {
  /** All that was heard, once it is as expected. Throws with what was heard when it never is. */
  hears(expected: (heard: readonly HeardEvent[]) => boolean): Promise<readonly HeardEvent[]>;
  /** Takes its rule and its queue away. */
  leave(): Promise<void>;
}

/** The `source` of the event by which a bystander finds out that it hears. */
export const PROBE_SOURCE = 'choreography.stories';

/** Puts a bystander at the bus, a rule with a queue of its own, who hears all that fits a pattern. */
export async function aBystander(engine: Engine, pattern: object, probe: Entry = probeOf()): Promise<Bystander> {
  const { bus, events, queues } = engine;
  const name = `bystander-${randomUUID()}`;
  const rule = { Name: name, EventBusName: bus };
  const put = new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) });
  const { RuleArn = '' } = await events.send(put);
  const [, partition, , region, account] = RuleArn.split(':');
  const Arn = `arn:${partition}:sqs:${region}:${account}:${name}`;
  const Policy = JSON.stringify(letsThrough(RuleArn, Arn));
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [{ Id: 'bystander', Arn }] }));

  const heard: HeardEvent[] = [];
  const listen = async () => {
    const wait = engine.isLocal ? 0 : 1;
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: wait });
    const { Messages = [] } = await queues.send(receive);
    const said = Messages.map(({ Body = '' }) => JSON.parse(Body) as HeardEvent);
    heard.push(...said.filter(({ source }) => source !== PROBE_SOURCE));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    if (Entries.length > 0) await queues.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return Messages.length > 0;
  };
  // Elsewhere a new rule works only after a while: nothing that a story says may be missed.
  if (!engine.isLocal)
    await vi.waitFor(async () => {
      await engine.put(probe);
      if (!(await listen())) throw new Error(`The rule ${name} delivers nothing to its queue.`);
    }, engine.patience);

  return {
    hears: (expected) =>
      vi.waitFor(async () => {
        // As many as there are: one call brings ten.
        while (await listen());
        if (!expected(heard)) throw new Error(`Not as expected. Heard so far: ${JSON.stringify(counted(heard))}.`);
        return heard;
      }, engine.patience),
    async leave() {
      await events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: bus, Ids: ['bystander'] }));
      await events.send(new DeleteRuleCommand(rule));
      await queues.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}

/** An event that means nothing, and bears the key of an instance if one is given. */
export const probeOf = (key?: string): Entry => ({
  source: PROBE_SOURCE,
  type: 'BystanderCame',
  detail: { ...(key !== undefined && { metadata: firstMetadata(randomUUID(), key) }), data: {} },
});

const counted = (heard: readonly HeardEvent[]): Record<string, number> => {
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
