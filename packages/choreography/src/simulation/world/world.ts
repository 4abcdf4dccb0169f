import { createHash } from 'node:crypto';
import inspector from 'node:inspector';
import type { Delivery } from '#local/events/deliver.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { answer, signedFor } from '#local/gateway/gateway.ts';
import { functionName } from '#local/lambda/functions.ts';
import { byChance, chanceNow } from '#local/runtime/chance.ts';
import { composeServices, type Services } from '#local/runtime/compose-services.ts';
import { InFlight } from '#local/runtime/in-flight.ts';
import type { OnOperation, Operation } from '#local/runtime/metering/operation.ts';
import type { Notice } from '#local/runtime/notice.ts';
import type { StateFile } from '#local/state/state-file.ts';
import type { Faults } from '#simulation/faults/faults.ts';
import type { OutgoingRequest } from '#simulation/functions/http-client.ts';
import { leave } from '#simulation/functions/running.ts';
import { type FunctionWorld, type QueueMessage, SimulatedFunction } from '#simulation/functions/simulated-function.ts';
import type { AccountLimits } from '#simulation/load/account-limits.ts';
import type { Stack } from '#template/template.ts';
import { type Caller, callService, operationOf } from './call-service.ts';
import { Cause } from './cause.ts';
import { Mailbox } from './mailbox.ts';
import { requestFor } from './service-request.ts';
import { VirtualClock } from './virtual-clock.ts';
import { Watchdog } from './watchdog.ts';

/** When every world begins, in milliseconds since 1970. */
export const BEGINNING = Date.UTC(2030, 0, 7, 9);

/** How long each call takes where no other latencies are given. */
const MEDIAN_MS = 6;

const HOST = '127.0.0.1:4566';

/** One for all worlds of a process. */
let watchdog: Watchdog | undefined;

/** One thing that happened in a world. */
export interface Step {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'event' | 'call' | 'run' | 'end';
  readonly label: string;
  readonly text: string;
}

/** An event that was put on a bus. */
export interface PutEvent {
  readonly id: string;
  readonly at: number;
  readonly label: string;
  readonly bus: string;
  readonly source: string;
  readonly type: string;
  readonly detail: {
    readonly metadata?: { readonly correlationId?: string; readonly eventId?: string };
    readonly data?: unknown;
  };
}

/** An event that was handed to a function. */
interface Handover {
  readonly event: string;
  readonly function: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Whether the function has done it, at any attempt. */
  done: boolean;
  /** Whether it is not tried any more. */
  isOver: boolean;
}

/** The services of an account in this thread, on virtual time, with the functions that were deployed. */
export class World implements FunctionWorld {
  readonly inFlight = new InFlight();
  readonly clock = new VirtualClock(BEGINNING, this.inFlight);
  readonly mailbox = new Mailbox(() => this.clock.now());
  readonly steps: Step[] = [];
  readonly events: PutEvent[] = [];
  readonly notices: Notice[] = [];
  readonly lines: { readonly function: string; readonly line: string }[] = [];
  /** How what was handed to functions ended, by event and function. */
  readonly handovers = new Map<string, Handover>();
  /** The quotas of the account, if there are any. */
  limits: AccountLimits | undefined;
  /** How long a call takes at the median, in milliseconds, by its service and operation. */
  latency: (service: string, operation: string) => number = () => MEDIAN_MS;
  /** Is told what the services do, if there is one. */
  onOperation: OnOperation | undefined;
  /** How often something was handed to a function. */
  deliveries = 0;
  /** Where the services keep what changes, if they do. */
  state: StateFile | undefined;
  /** A debugger stops the world once, before the step of that number. */
  breakBefore = Number.POSITIVE_INFINITY;
  /** How often a table may have changed. */
  changes = 0;
  #services: Services | undefined;
  readonly #digest = createHash('sha256');
  readonly #root: Cause;

  constructor(
    readonly seed: number,
    readonly faults: Faults,
    readonly stacks: readonly Stack[],
    readonly sourceMaps: string | undefined,
    private readonly parameters?: Readonly<Record<string, unknown>>,
  ) {
    this.#root = new Cause(seed, 'world');
  }

  async start(): Promise<void> {
    this.#services = await byChance(this.#root, () =>
      composeServices({
        clock: this.clock,
        inFlight: this.inFlight,
        parameters: this.parameters,
        state: this.state,
        endpoint: () => `http://${HOST}`,
        notify: (notice) => {
          this.notices.push(notice);
          if (notice.kind === 'handled') this.handled(notice.id, notice.function, notice.outcome);
        },
        email: (request) => this.mailbox.handle(request),
        onOperation: this.onOperation && ((operation) => this.#count(operation)),
        admit: this.limits && ((operation) => this.#admit(operation)),
        carry: (delivery, deliver) => this.#carry(delivery, deliver),
        makeFunction: (config, environment) => new SimulatedFunction(config, environment, this),
      }),
    );
    await byChance(this.#root, () => this.services.deploy(this.stacks));
    // Takes down which tables there are.
    if (this.state) this.services.restore();
    byChance(this.#root, () => this.services.startSchedules());
  }

  get services(): Services {
    if (!this.#services) throw new Error('The world has not begun.');
    return this.#services;
  }

  /** Goes on until a time, or until `enough` says so after a step. */
  async run(until: number, enough: () => boolean = () => false): Promise<void> {
    // In a debugger a step may take an hour.
    if (!inspector.url()) watchdog ??= new Watchdog();
    for (;;) {
      // Microtasks and ticks run as they do in a process: by the next turn there are none left.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      if (enough()) break;
      const { next } = this.clock;
      if (next === undefined || next > until) break;
      if (this.steps.length >= this.breakBefore) {
        this.breakBefore = Number.POSITIVE_INFINITY;
        // biome-ignore lint/suspicious/noDebugger: this is what was asked for
        debugger;
      }
      watchdog?.begin((this.clock.nextChance as Cause | undefined)?.label);
      leave();
      this.clock.step();
    }
    watchdog?.rest();
  }

  /** Whether nothing is under way or waits to be done, but for schedules. */
  get isIdle(): boolean {
    const { mappings, sqs } = this.services;
    const fed = mappings.all().map(({ settings }) => sqs.store.withArn(settings.sourceArn));
    return (
      this.inFlight.isIdle &&
      fed.every((queue) => !queue || Object.values(queue.counts()).every((count) => count === 0))
    );
  }

  cause(): Cause {
    return (chanceNow() as Cause | undefined) ?? this.#root;
  }

  async call(cause: Cause, { host, ...request }: OutgoingRequest, from: Caller): Promise<AwsResponse> {
    if (host !== HOST)
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    const service = signedFor(request.headers.authorization) ?? 'http';
    const next = cause.next(service);
    return callService(next, service, request, from, { ...this, serve: (asked) => this.serve(next, service, asked) });
  }

  /** Does what a request asks for, at once. */
  async serve(cause: Cause, service: string, request: AwsRequest): Promise<AwsResponse> {
    const answered = await byChance(cause, () =>
      answer(this.services.routes, request, (error) =>
        this.notices.push({ kind: 'fault', explanation: String(error.stack) }),
      ),
    );
    const operation = operationOf(request);
    this.record('call', cause, `${service} ${operation} ${request.body} ${answered.status} ${answered.body}`);
    if (service === 'events' && operation === 'PutEvents' && answered.status === 200)
      this.#note(cause, request, answered);
    if (service === 'dynamodb' && /^(Put|Update|Delete|Transact|Batch)/.test(operation)) this.changes++;
    return answered;
  }

  async showAgain(cause: Cause, messages: readonly QueueMessage[]): Promise<void> {
    for (const { eventSourceARN, receiptHandle: ReceiptHandle } of messages) {
      const [account, name] = eventSourceARN.split(':').slice(4);
      const own = cause.next('visible');
      const QueueUrl = `http://${HOST}/${account}/${name}`;
      const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      await this.serve(own, 'sqs', requestFor('sqs', 'AmazonSQS.ChangeMessageVisibility', input));
    }
  }

  output(name: string, line: string): void {
    this.lines.push({ function: name, line });
  }

  record(kind: Step['kind'], { label }: Cause, text: string): void {
    this.steps.push({ at: this.clock.now(), kind, label, text });
    this.#digest.update(JSON.stringify([this.clock.now(), kind, label, text]));
  }

  /** Takes down that a function is done with an event, or gave it up. */
  handled(event: string, name: string, outcome: 'done' | 'given up' | 'delivered'): void {
    const key = `${event} ${name}`;
    const since = this.clock.now();
    const known = this.handovers.get(key) ?? { event, function: name, since, done: false, isOver: false };
    known.done ||= outcome === 'done';
    known.isOver = outcome !== 'delivered' || known.done;
    this.handovers.set(key, known);
  }

  /** SHA-256 over every event, call, answer and time. */
  digest(): string {
    return this.#digest.copy().digest('hex');
  }

  async stop(): Promise<void> {
    await this.#services?.stop();
  }

  /** Deliveries take their time, and some come twice. */
  async #carry({ event, target }: Delivery, deliver: () => Promise<void>): Promise<void> {
    this.deliveries++;
    const before = this.cause();
    const cause = before.next(`${event['detail-type']}>${shortName(target.Arn)}`, before.hops + 1);
    if (target.Arn.split(':')[2] === 'lambda') this.handled(event.id, functionName(target.Arn), 'delivered');
    const late = this.faults.strikes('late', cause);
    if (this.faults.strikes('duplicate', cause)) {
      const again = cause.next('again');
      const pause = [5, 1000, 60_000, 900_000][Math.floor(cause.draw('gap') * 4)] ?? 5;
      void this.inFlight.track(async () => {
        await this.clock.waitUncompressed(pause * (0.2 + cause.draw('pause')));
        await byChance(again, deliver).catch(ignoreRefusal);
      });
    }
    for (let pause = this.limits?.deliveryPause() ?? 0; pause > 0; pause = this.limits?.deliveryPause() ?? 0)
      await this.clock.waitUncompressed(pause);
    await this.clock.waitUncompressed(
      late ? 60_000 * (1 + 20 * cause.draw('how late')) : 20 + 400 * cause.draw('route') ** 3,
    );
    await byChance(cause, deliver);
  }

  #count(operation: Operation): void {
    this.onOperation?.(operation);
    // A read is told before it is answered; a write is asked before.
    if (operation.kind === 'read') this.#admit(operation);
  }

  #admit(operation: Operation): void {
    if (operation.kind === 'write' || operation.kind === 'read') this.limits?.take(operation);
  }

  #note(cause: Cause, { body }: AwsRequest, answered: AwsResponse): void {
    const { Entries } = JSON.parse(body.toString('utf8')) as { Entries: Record<string, string>[] };
    const results = JSON.parse(String(answered.body)).Entries as { EventId?: string }[];
    for (const [at, { Source = '', DetailType = '', Detail = '{}', EventBusName = 'default' }] of Entries.entries()) {
      const id = results[at]?.EventId;
      if (id === undefined) continue;
      const detail = JSON.parse(Detail);
      this.events.push({
        id,
        at: this.clock.now(),
        label: cause.label,
        bus: EventBusName,
        source: Source,
        type: DetailType,
        detail,
      });
      this.record('event', cause, `${Source} ${DetailType}`);
    }
  }
}

/** What a second delivery is refused was told of the first. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof AwsError) && (error as Error).name !== 'Error') throw error;
}

/** `fetch-book` of `arn:aws:lambda:…:function:library_shelf_fetch-book`. */
const shortName = (arn: string): string => arn.split(/[:/_]/).at(-1) ?? arn;
