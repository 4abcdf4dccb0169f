import { createHash } from 'node:crypto';
import inspector from 'node:inspector';
import { RECEIVE_EVERY_MS } from '#cost/measure/receive-every.ts';
import type { Delivery } from '#local/events/deliver.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { answer, signedFor } from '#local/gateway/gateway.ts';
import { functionName } from '#local/lambda/functions.ts';
import { byChance, chanceNow } from '#local/runtime/chance.ts';
import { composeServices, type Foundation, type Services } from '#local/runtime/compose-services.ts';
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
import { againMs, MEDIAN_MS, routeMs } from './delays.ts';
import { type Failure, loggedError } from './failure.ts';
import type { Handover } from './handover.ts';
import { Mailbox } from './mailbox.ts';
import { eventsPut, type PutEvent } from './put-event.ts';
import { requestFor } from './service-request.ts';
import type { Step } from './step.ts';
import { VirtualClock } from './virtual-clock.ts';
import { Watchdog } from './watchdog.ts';

/** When every world begins, in milliseconds since 1970. */
export const BEGINNING = Date.UTC(2030, 0, 7, 9);

/** So many letters are digested together: a call of the hash takes as long as some of them. */
const DIGESTED_AT_ONCE = 100_000;
const HOST = '127.0.0.1:4566';

/** The watchdog of all worlds in this process. */
let watchdog: Watchdog | undefined;

/** A simulated account: its services and deployed functions in this thread, on virtual time. */
export class World implements FunctionWorld {
  readonly inFlight = new InFlight();
  readonly clock = new VirtualClock(BEGINNING, this.inFlight);
  readonly mailbox = new Mailbox(() => this.clock.now());
  readonly steps: Step[] = [];
  readonly events: PutEvent[] = [];
  readonly notices: Notice[] = [];
  readonly lines: { readonly function: string; readonly line: string }[] = [];
  /** The events that were handed to functions, by `EVENT_ID FUNCTION_NAME`. */
  readonly handovers = new Map<string, Handover>();
  /** The runs that failed, and what of a batch a function logged that it failed on. */
  readonly failures: Failure[] = [];
  /** The labels of the calls from outside that were given up after a failure. */
  readonly givenUp = new Set<string>();
  readonly answered = new Set<string>();
  /** The labels of the runs that ended well, as `answered` has those of the calls that functions got an answer to. */
  readonly endedWell = new Set<string>();
  /** The limits of the account; undefined if nothing is limited. */
  limits: AccountLimits | undefined;
  /** The median latency of a call, in milliseconds, by its service and operation. */
  latency: (service: string, operation: string) => number = () => MEDIAN_MS;
  /** Whether what takes time takes the same each time, so that what comes together stays together. */
  isEven = false;
  /** Is called with each operation of the services. */
  onOperation: OnOperation | undefined;
  /** How many events rules have delivered to targets. */
  deliveries = 0;
  /** The file to which the services write their state; undefined if they write none. */
  state: StateFile | undefined;
  /** An attached debugger pauses once, before the step of that number. */
  breakBefore = Number.POSITIVE_INFINITY;
  /** How many calls may have changed a table. */
  changes = 0;
  #services: Services | undefined;
  readonly #digest = createHash('sha256');
  /** The steps that are not in the digest yet. */
  #undigested = '';
  readonly #root: Cause;

  constructor(
    readonly seed: number,
    readonly faults: Faults,
    readonly stacks: readonly Stack[],
    readonly sourceMaps: string | undefined,
    private readonly deployment: Pick<Foundation, 'parameters' | 'leaveOut'> = {},
  ) {
    this.#root = new Cause(seed, 'world');
  }

  /** Starts the services, and deploys the stacks. */
  async start(): Promise<void> {
    this.#services = await byChance(this.#root, () =>
      composeServices({
        ...{ clock: this.clock, inFlight: this.inFlight, endpoint: () => `http://${HOST}` },
        ...{ parameters: this.deployment.parameters, leaveOut: this.deployment.leaveOut, state: this.state },
        notify: (notice) => {
          this.notices.push(notice);
          if (notice.kind === 'handled') this.handled(notice.id, notice.function, notice.outcome);
        },
        receiveEveryMs: this.isEven ? RECEIVE_EVERY_MS : undefined,
        email: (request) => this.mailbox.handle(request),
        onOperation: this.onOperation && ((operation) => this.#count(operation)),
        admit: this.limits && ((operation) => this.#admit(operation)),
        carry: (delivery, deliver) => this.#carry(delivery, deliver),
        makeFunction: (config, environment) => new SimulatedFunction(config, environment, this),
      }),
    );
    await byChance(this.#root, () => this.services.deploy(this.stacks));
    // Writes the tables' names to the state file.
    if (this.state) this.services.restore();
    byChance(this.#root, () => this.services.startSchedules());
  }

  get services(): Services {
    if (!this.#services) throw new Error('The world has not begun.');
    return this.#services;
  }

  /** Rings the clock's alarms up to a time, in milliseconds since 1970, or until `enough` returns true after one. */
  async run(until: number, enough: () => boolean = () => false): Promise<void> {
    // With a debugger a step may take an hour.
    if (!inspector.url()) watchdog ??= new Watchdog();
    for (;;) {
      // All microtasks and ticks run before the next turn of the event loop.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      if (enough()) break;
      const { next } = this.clock;
      if (next === undefined || next > until) break;
      if (this.steps.length >= this.breakBefore) {
        this.breakBefore = Number.POSITIVE_INFINITY;
        // biome-ignore lint/suspicious/noDebugger: `breakBefore` asks for it
        debugger;
      }
      const label = (this.clock.nextChance as Cause | undefined)?.label ?? '';
      watchdog?.begin(`The code of a function, after "${label}",`);
      leave();
      this.clock.step();
    }
    watchdog?.rest();
  }

  /** Does what may never end, under the watchdog. @param what it is, as the beginning of a sentence */
  watched<Result>(what: string, work: () => Result): Result {
    watchdog?.begin(what);
    try {
      return work();
    } finally {
      watchdog?.rest();
    }
  }

  /** Whether no work is under way, and no message waits for a function; schedules do not count. */
  get isIdle(): boolean {
    return this.inFlight.isIdle && this.isHeard;
  }

  /** Whether no message is in a queue that feeds a function, and no change in a stream that it has not handled. */
  get isHeard(): boolean {
    const { mappings, sqs } = this.services;
    const fed = mappings.all().map(({ settings }) => sqs.store.withArn(settings.sourceArn));
    return (
      !mappings.isBehind && fed.every((queue) => !queue || Object.values(queue.counts()).every((count) => count === 0))
    );
  }

  /** The cause of the present work. */
  cause(): Cause {
    return (chanceNow() as Cause | undefined) ?? this.#root;
  }

  /** Sends a request of a function's code as over a network, with latency and faults. */
  async call(cause: Cause, { host, ...request }: OutgoingRequest, from: Caller): Promise<AwsResponse> {
    if (host !== HOST)
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    const service = signedFor(request.headers.authorization) ?? 'http';
    const next = cause.next(service);
    const { clock, faults, limits, latency, isEven } = this;
    const serve = (asked: AwsRequest) => this.serve(next, service, asked);
    const answered = await callService(next, service, request, from, { clock, faults, limits, latency, isEven, serve });
    this.answered.add(next.label);
    return answered;
  }

  /** Carries a request out, without latency or faults. */
  async serve(cause: Cause, service: string, request: AwsRequest): Promise<AwsResponse> {
    const answered = await byChance(cause, () =>
      answer(this.services.routes, request, (error) =>
        this.notices.push({ kind: 'fault', explanation: String(error.stack) }),
      ),
    );
    const operation = operationOf(request);
    this.record('call', cause, `${service} ${operation} ${request.body} ${answered.status} ${answered.body}`);
    if (operation === 'PutEvents' && answered.status === 200) this.#note(cause, request, answered);
    if (service === 'dynamodb' && /^(Put|Update|Delete|Transact|Batch)/.test(operation)) this.changes++;
    return answered;
  }

  /** Makes messages visible in their queues again. */
  async showAgain(cause: Cause, messages: readonly QueueMessage[]): Promise<void> {
    for (const { eventSourceARN, receiptHandle: ReceiptHandle } of messages) {
      const [account, name] = eventSourceARN.split(':').slice(4);
      const own = cause.next('visible');
      const QueueUrl = `http://${HOST}/${account}/${name}`;
      const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      await this.serve(own, 'sqs', requestFor('sqs', 'AmazonSQS.ChangeMessageVisibility', input));
    }
  }

  output(name: string, line: string, cause: Cause): void {
    this.lines.push({ function: name, line });
    const error = loggedError(line);
    if (error) this.failed(name, cause, error);
  }

  failed(name: string, { label }: Cause, error: Failure['error']): void {
    this.failures.push({ function: name, label, error });
  }

  /** Adds a step, also to the digest. */
  record(kind: Step['kind'], { label }: Cause, text: string): void {
    const at = this.clock.now();
    this.steps.push({ at, kind, label, text });
    this.#undigested += JSON.stringify([at, kind, label, text]);
    if (this.#undigested.length > DIGESTED_AT_ONCE) this.#digestSteps();
  }

  /** Records that an event was delivered to a function, that the function is done with it, or that it was given up. */
  handled(event: string, name: string, outcome: 'done' | 'given up' | 'delivered', source?: string): void {
    const key = `${event} ${name}`;
    const fresh = { event, source, function: name, since: this.clock.now(), done: false, isOver: false };
    const known = this.handovers.get(key) ?? fresh;
    known.done ||= outcome === 'done';
    known.isOver = outcome !== 'delivered' || known.done;
    this.handovers.set(key, known);
  }

  /** SHA-256 (hexadecimal) of all steps with their times. */
  digest(): string {
    this.#digestSteps();
    return this.#digest.copy().digest('hex');
  }

  #digestSteps(): void {
    this.#digest.update(this.#undigested);
    this.#undigested = '';
  }

  async stop(): Promise<void> {
    await this.#services?.stop();
  }

  /** Delivers an event to a target with latency and faults: late, or twice. */
  async #carry({ event, target }: Delivery, deliver: () => Promise<void>): Promise<void> {
    this.deliveries++;
    const before = this.cause();
    const cause = before.next(`${event['detail-type']}>${shortName(target.Arn)}`, before.hops + 1);
    if (target.Arn.split(':')[2] === 'lambda')
      this.handled(event.id, functionName(target.Arn), 'delivered', event.source);
    const route = routeMs(cause, this.faults.strikes('late', cause), this.isEven);
    if (this.faults.strikes('duplicate', cause)) {
      const again = cause.next('again');
      void this.inFlight.track(async () => {
        await this.clock.waitUncompressed(againMs(cause, route));
        await byChance(again, deliver).catch(ignoreRefusal);
      });
    }
    for (let pause = this.limits?.deliveryPause() ?? 0; pause > 0; pause = this.limits?.deliveryPause() ?? 0)
      await this.clock.waitUncompressed(pause);
    await this.clock.waitUncompressed(route);
    await byChance(cause, deliver);
  }

  #count(operation: Operation): void {
    this.onOperation?.(operation);
    // A write is admitted before it is done, a read when it is counted, which is before it is answered.
    if (operation.kind === 'read') this.#admit(operation);
  }

  #admit(operation: Operation): void {
    if (operation.kind === 'write' || operation.kind === 'read') this.limits?.take(operation);
  }

  /** Records the events that a PutEvents call has put. */
  #note(cause: Cause, request: AwsRequest, answered: AwsResponse): void {
    for (const event of eventsPut(request, answered, { at: this.clock.now(), ...cause })) {
      this.events.push(event);
      this.record('event', cause, `${event.source} ${event.type}`);
    }
  }
}

/** Ignores that a duplicate's delivery is refused: the first delivery's refusal has been reported. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof AwsError) && (error as Error).name !== 'Error') throw error;
}

/** `fetch-book` of `arn:aws:lambda:…:function:library_shelf_fetch-book`. */
const shortName = (arn: string): string => arn.split(/[:/_]/).at(-1) ?? arn;
