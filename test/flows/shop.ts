import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { engine } from '../engine/engine.ts';
import type { Entry } from './entry.ts';

/** The bus that the choreography was deployed with. */
export const BUS = 'checkout';

/** How long a story waits for what must happen, and how often it looks, in milliseconds. */
export const PATIENCE = { timeout: 60_000, interval: 200 };

export type Shop = ReturnType<typeof theShop>;

/** The shop on the engine, spoken to through nothing but AWS's APIs. */
export function theShop() {
  const bus = new EventBridgeClient(engine());
  const lambda = new LambdaClient(engine());
  // Emulators make up the host of a queue's URL.
  const queues = new SQSClient({ ...engine(), useQueueUrlAsEndpoint: false });
  const tables = DynamoDBDocumentClient.from(new DynamoDBClient(engine()));
  const cleanUps: (() => Promise<unknown>)[] = [];

  return {
    bus,
    queues,

    /** Puts events on the bus in one call; throws when it refuses one. */
    async put(...entries: Entry[]) {
      const Entries = entries.map(({ source, type, detail }) => ({
        EventBusName: BUS,
        Source: source,
        DetailType: type,
        Detail: JSON.stringify(detail),
      }));
      const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries }));
      if (FailedEntryCount) throw new Error(`The bus refused ${FailedEntryCount} of ${entries.length} events.`);
    },

    /** Calls a job's HTTP API as its function URL would, since those of emulators do not resolve. */
    async call(job: `${string}_${string}`, method: string, path: string, body?: unknown) {
      const request = {
        version: '2.0',
        rawPath: path,
        rawQueryString: '',
        headers: {},
        requestContext: { http: { method, path } },
        body: JSON.stringify(body),
      };
      const FunctionName = `${BUS}_${job}`;
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) }),
      );
      const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
      if (FunctionError) throw new Error(`${FunctionName} failed: ${JSON.stringify(answer)}`);
      return { status: answer.statusCode as number, body: JSON.parse(answer.body) as unknown };
    },

    /** An item of a participant's table, undefined when there is none. */
    async item(participant: string, pk: string) {
      const get = new GetCommand({ TableName: `${BUS}_${participant}`, Key: { pk }, ConsistentRead: true });
      return (await tables.send(get)).Item;
    },

    /** What a story made on the engine is removed when it ends, however it ends: the last first. */
    afterwards(cleanUp: () => Promise<unknown>) {
      cleanUps.unshift(cleanUp);
    },
    async leave() {
      for (const cleanUp of cleanUps) await cleanUp();
      for (const client of [bus, lambda, queues, tables]) client.destroy();
    },
  };
}
