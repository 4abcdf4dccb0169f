import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { EventContract, EventData } from '#contracts/define-event.ts';
import { startRuntime } from '#local/start-runtime.ts';
import { afterAll, beforeAll, expect, vi } from './peers.ts';
import { synthesized } from './synthesized.ts';

/** A project's templates, running on this machine for the tests of a file. */
export interface TestRuntime {
  /** Where the unmodified AWS CLI and SDK find it. */
  readonly endpoint: string;
  /** Says an event, as its participant would. */
  put<Contract extends EventContract>(contract: Contract, data: EventData<Contract>): Promise<void>;
  /** The data of the first event of a contract of which something holds; waits for it, at most 20 seconds. */
  until<Contract extends EventContract>(
    contract: Contract,
    holds?: (data: EventData<Contract>) => boolean,
  ): Promise<EventData<Contract>>;
  stop(): Promise<void>;
}

/** A synth may have to run first. */
const PATIENCE_MS = 120_000;

/**
 * A runtime for the tests of a file, started before the first of them and stopped after the last, however they end. To be called
 * at the top of the file; what is returned is the runtime, within a test.
 * @param folder the project's folder, if it is another than that of the file
 */
export function runtimeOfFile(folder?: string): () => TestRuntime {
  let runtime: TestRuntime | undefined;
  beforeAll(async () => {
    runtime = await aRuntime(folder);
  }, PATIENCE_MS);
  afterAll(() => runtime?.stop());
  return () => {
    if (!runtime) throw new Error('The runtime runs while tests do: ask for it within a test.');
    return runtime;
  };
}

/**
 * Runs the project of the test file that asks (the nearest folder with a `cdk.json`) on any free port; it is synthesized if its files
 * have changed.
 * @param folder the project's folder, if it is another
 */
export async function aRuntime(folder = projectOf(expect.getState().testPath)): Promise<TestRuntime> {
  const runtime = await startRuntime({ cdkOut: synthesized(folder), port: 0 });
  const access = {
    endpoint: runtime.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const bus = new EventBridgeClient(access);
  const EventBusName = onlyBus(runtime.status().rules.map(({ bus }) => bus));
  const listening = await listen(bus, EventBusName, new SQSClient(access));
  return {
    endpoint: runtime.endpoint,
    async put({ source, type }, data) {
      const entry: PutEventsRequestEntry = {
        Source: source,
        DetailType: type,
        Detail: JSON.stringify({ data }),
        EventBusName,
      };
      const { Entries } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
      const [answer] = Entries ?? [];
      if (answer?.ErrorCode)
        throw new Error(`The bus did not take ${type}: ${answer.ErrorCode}: ${answer.ErrorMessage}`);
    },
    until: ({ source, type, data }, holds = () => true) =>
      vi.waitFor(
        async () => {
          for (const event of await listening()) {
            if (event.source !== source || event['detail-type'] !== type) continue;
            const parsed = data.parse(event.detail.data) as EventData<never>;
            if (holds(parsed)) return parsed;
          }
          throw new Error(`No such ${type} was said.`);
        },
        { timeout: 20_000, interval: 20 },
      ),
    stop: () => runtime.stop(),
  };
}

interface HeardEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { readonly data: unknown };
}

/** Hears all that is said on a bus, by a rule and a queue of its own. Returns what tells all that was heard so far. */
async function listen(
  bus: EventBridgeClient,
  EventBusName: string,
  sqs: SQSClient,
): Promise<() => Promise<readonly HeardEvent[]>> {
  const name = 'heard-by-tests';
  const rule = { Name: name, EventBusName, EventPattern: '{"source":[{"exists":true}]}' };
  const { RuleArn = '' } = await bus.send(new PutRuleCommand(rule));
  const [, partition, , region, account] = RuleArn.split(':');
  const Arn = `arn:${partition}:sqs:${region}:${account}:${name}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: Arn },
    ],
  });
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { Policy, VisibilityTimeout: '43200' } }),
  );
  await bus.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: name, Arn }] }));
  const heard: HeardEvent[] = [];
  return async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    heard.push(...Messages.map(({ Body = '' }) => JSON.parse(Body) as HeardEvent));
    return heard;
  };
}

function onlyBus(buses: readonly string[]): string {
  const [bus, ...others] = [...new Set(buses)].filter((name) => name !== 'default');
  if (bus !== undefined && others.length === 0) return bus;
  throw new Error(
    `The project's rules are on ${bus === undefined ? 'no bus of its own' : `${others.length + 1} buses`}: a test runtime wants one.`,
  );
}

function projectOf(file: string | undefined): string {
  for (let folder = dirname(file ?? join(process.cwd(), '_')); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'cdk.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`No folder above ${file ?? process.cwd()} has a cdk.json.`);
  }
}
