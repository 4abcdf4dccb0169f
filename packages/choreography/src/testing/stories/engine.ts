import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListEventBusesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Entry } from './entry.ts';

/** What a job's HTTP API answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Where the SDK's clients find an engine. */
export interface EngineAccess {
  /** Absent for AWS itself. */
  readonly endpoint?: string;
  readonly region: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A deployed choreography, spoken to through nothing but AWS's APIs; `/_local/…` where the local runtime runs it. */
export class Engine {
  readonly events: EventBridgeClient;
  readonly queues: SQSClient;
  /** Milliseconds that a story waits for what must happen, and between two looks. */
  readonly patience: { readonly timeout: number; readonly interval: number };
  readonly #lambda: LambdaClient;
  readonly #tables: DynamoDBDocumentClient;
  readonly #dynamodb: DynamoDBClient;

  constructor(
    readonly access: EngineAccess,
    readonly bus: string,
    readonly isLocal: boolean,
  ) {
    this.events = new EventBridgeClient(access);
    // Emulators make up the host of a queue's URL.
    this.queues = new SQSClient({ ...access, ...(access.endpoint && { useQueueUrlAsEndpoint: false }) });
    this.#lambda = new LambdaClient(access);
    this.#dynamodb = new DynamoDBClient(access);
    this.#tables = DynamoDBDocumentClient.from(this.#dynamodb);
    // Elsewhere Lambda tries again after one minute and two more (Lambda developer guide: "How Lambda handles errors and retries with
    // asynchronous invocation").
    this.patience = isLocal ? { timeout: 20_000, interval: 20 } : { timeout: 200_000, interval: 200 };
  }

  /** Puts events on the bus in one call. Throws when the bus refuses one. */
  async put(...entries: readonly Entry[]): Promise<void> {
    const Entries = entries.map(({ source, type, detail }) => ({
      EventBusName: this.bus,
      Source: source,
      DetailType: type,
      Detail: JSON.stringify(detail),
    }));
    const { Entries: answers = [] } = await this.events.send(new PutEventsCommand({ Entries }));
    const refused = answers.findIndex((answer) => answer.ErrorCode !== undefined);
    if (refused === -1) return;
    const { ErrorCode, ErrorMessage } = answers[refused] ?? {};
    throw new Error(`The bus "${this.bus}" did not take ${entries[refused]?.type}: ${ErrorCode}: ${ErrorMessage}`);
  }

  /** Calls a job's HTTP API as its function URL would, since those of emulators do not resolve. */
  async call(job: string, method: string, path: string, body?: unknown): Promise<HttpAnswer> {
    const request = {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers: {},
      requestContext: { http: { method, path } },
      body: JSON.stringify(body),
    };
    const FunctionName = this.nameOf(job);
    const { Payload, FunctionError } = await this.#lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
    if (FunctionError) throw new Error(`${FunctionName} failed: ${JSON.stringify(answer)}`);
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  }

  /** An item of a participant's table; undefined when there is none. */
  async item(participant: string, pk: string): Promise<Record<string, unknown> | undefined> {
    const get = new GetCommand({ TableName: `${this.bus}_${participant}`, Key: { pk }, ConsistentRead: true });
    return (await this.#tables.send(get)).Item;
  }

  /** What the function of `participant/job` is called, and its dead-letter queue with `_dlq` behind it. */
  nameOf(job: string): string {
    return `${this.bus}_${job.replace('/', '_')}`;
  }

  /** Asks one of the local runtime's own paths. */
  async askLocal(path: 'clock' | 'targets', command: object): Promise<void> {
    const answer = await fetch(`${this.access.endpoint}/_local/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    if (!answer.ok)
      throw new Error(`The local runtime did not obey ${JSON.stringify(command)}: ${await answer.text()}`);
  }

  leave(): void {
    for (const client of [this.events, this.queues, this.#lambda, this.#tables, this.#dynamodb]) client.destroy();
  }
}

/** The only bus that is not the default one. Throws a sentence if there are others, or none. */
export async function onlyBus(access: EngineAccess): Promise<string> {
  const client = new EventBridgeClient(access);
  try {
    const { EventBuses = [] } = await client.send(new ListEventBusesCommand({}));
    const buses = EventBuses.map(({ Name = '' }) => Name).filter((name) => name !== 'default');
    const [bus, ...others] = buses;
    if (bus !== undefined && others.length === 0) return bus;
    const there = bus === undefined ? 'no bus of its own' : `the buses ${buses.map((name) => `"${name}"`).join(', ')}`;
    const where = access.endpoint ? `The engine at "${access.endpoint}"` : 'AWS';
    throw new Error(`${where} has ${there}: say which one stories run on, by CHOREOGRAPHY_BUS or the option bus.`);
  } finally {
    client.destroy();
  }
}
