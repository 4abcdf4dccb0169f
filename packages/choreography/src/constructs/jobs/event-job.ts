import type { EventPattern, Schedule } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import { acknowledge } from '#constructs/acknowledge.ts';
import { deadLetterQueue, lettersIn } from '#constructs/dead-letter-queue.ts';
import { core, events, iam, targets } from '#constructs/lazy-cdk.ts';
import { undeliveredBy, unhandledBy, waitFor, waitIn } from '#constructs/set-aside-metrics.ts';
import type { EventContract } from '#contracts/define-event.ts';
import { type Buffering, feedingAtRate } from './buffering.ts';
import { Job, type JobPlace, type JobProps } from './job.ts';
import { mayTakeFrom, retryQueue } from './retry-queue.ts';

/** What a job that hears events needs beside `JobProps`: how it is tried again, and whether it is brought events at once. */
export interface EventJobProps extends JobProps {
  /**
   * Whether what it failed on is tried again for days, from a queue of its own. A handler that is not made by `handle`, `handleEffect`
   * or `handleSchedule` does not know the shape of what comes from there.
   * @default true
   */
  readonly retries?: boolean;
  /** How many batches come from its queue at once at the most, from 2 on: a bulkhead for what the job calls. @default 10 */
  readonly maxConcurrency?: number;
  /**
   * Has all its events wait in its queue, from which they come in batches, and at a rate if one is given. What it says for the events of a
   * batch is put on the bus together. Costs three requests of SQS for an event that comes alone, twelve for ten that come together, and
   * some milliseconds each. Needs retries.
   * @default rules invoke its function at once
   */
  readonly buffered?: boolean | Buffering;
}

/**
 * A job that hears events. What it fails on comes to it again from its own retry queue, `BUS_PARTICIPANT_JOB_retry`, for days. What it
 * cannot handle then, and what cannot be delivered to it, ends in its own dead-letter queue, `BUS_PARTICIPANT_JOB_dlq`. The job
 * does not know what triggers it: that is only routing.
 */
export class EventJob<Accepts extends z.ZodObject> extends Job {
  private readonly bus;
  private readonly deadLetters;
  private readonly title: string;
  /** Where its events wait, if they do not come at once. */
  private readonly buffer: Queue | undefined;
  /** The version of each contract that is routed here: a later one that does not fit is refused as such. */
  private readonly hears: Record<string, number> = {};

  constructor(scope: Construct, place: JobPlace, props: EventJobProps) {
    super(scope, place, props);
    this.title = `${place.participant}/${place.name}`;
    this.bus = events.EventBus.fromEventBusName(this, 'Bus', place.bus);
    this.deadLetters = deadLetterQueue(this, this.functionName, place.setting);
    this.function.addEnvironment('DLQ_URL', this.deadLetters.queueUrl);
    const retries = props.retries === false ? undefined : this.retryQueue(place, props);
    if (props.buffered && !retries) throw new Error(`${this.title} is buffered: it needs its retries.`);
    this.buffer = props.buffered ? retries : undefined;
    const gaveUpOn = retries ?? this.deadLetters;
    // For events that the job itself refuses, and for Lambda, which acts in the job's role when the job failed.
    const resources = [this.deadLetters.queueArn, ...(retries ? [retries.queueArn] : [])];
    this.may(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources }));
    this.function.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: core.Duration.hours(6),
      onFailure: { bind: () => ({ destination: gaveUpOn.queueArn }) },
    });
    acknowledge(this.function, {
      'Serverless-LambdaDLQ':
        'Its failure destination takes what it gives up on, and tells the error as well, which a dead-letter queue of Lambda does not.',
    });
    this.alarm('dead-letters', lettersIn(this.deadLetters));
    this.alarm('unhandled', unhandledBy(this.function));
    const waits = this.buffer ? waitIn(this.buffer) : waitFor(this.function);
    this.alarm('late', waits, { threshold: this.buffer ? LATE.toSeconds() : LATE.toMilliseconds(), periods: 1 });
  }

  /** Makes the queue from which events come again, and feeds the function from it. */
  private retryQueue(
    { participant, name, setting }: JobPlace,
    { buffered, maxConcurrency = 10 }: EventJobProps,
  ): Queue {
    const { functionName, deadLetters } = this;
    const queue = retryQueue(this, { participant, job: name, functionName, setting, deadLetters });
    this.may(mayTakeFrom(queue));
    this.function.addEnvironment('RETRY_URL', queue.queueUrl);
    const perSecond = typeof buffered === 'object' ? buffered.perSecond : undefined;
    const rate = perSecond === undefined ? undefined : feedingAtRate(this.title, perSecond);
    if (rate) this.function.addEnvironment('PACE_MS', String(rate.paceMs));
    this.feedFrom(queue, 'Again', rate ?? { batchSize: 10, maxConcurrency });
    return queue;
  }

  /** Routes an event to the job. It compiles only if the event's data fits what the job accepts. */
  on<Data extends z.ZodObject>(event: EventContract<string, string, Data> & Fitting<Data, Accepts>): this {
    const { source, type, version }: EventContract = event;
    this.hears[type] = version;
    this.function.addEnvironment('HEARS', JSON.stringify(this.hears));
    return this.route(`On${type}`, `${this.title} hears ${type}`, { source: [source], detailType: [type] });
  }

  /** Routes all that is said on the bus, but by one source, to the job. It compiles only if the job accepts any data. */
  onEverythingBut(source: AcceptsAnything<Accepts> extends true ? string : never): this {
    return this.route('OnEverything', `${this.title} hears all but ${source}`, {
      source: events.Match.anythingBut(source),
    });
  }

  /** Runs the job each minute. */
  everyMinute(): this {
    return this.onSchedule(events.Schedule.rate(core.Duration.minutes(1)), 'EveryMinute', 'each minute');
  }

  /**
   * Runs the job by a schedule: `handleSchedule` makes it act once for each time that is due. Only the default bus has
   * schedules (EventBridge user guide: "Creating a scheduled rule").
   * @param id of the rule, for a job with several schedules
   */
  onSchedule(schedule: Schedule, id = 'OnSchedule', when = `by ${schedule.expressionString}`): this {
    const rule = new events.Rule(this, id, {
      description: `${this.title} runs ${when}`,
      schedule,
      targets: [this.target()],
    });
    this.alarm(`undelivered-${id}`, undeliveredBy(rule, undefined));
    return this;
  }

  /** A statement that allows its holder to call the job, and not to wait for it. */
  get call() {
    return new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] });
  }

  private route(id: string, description: string, eventPattern: EventPattern): this {
    const rule = new events.Rule(this, id, {
      description,
      eventBus: this.bus,
      eventPattern,
      targets: [this.target()],
    });
    this.alarm(`undelivered-${id}`, undeliveredBy(rule, this.bus.eventBusName));
    return this;
  }

  private target() {
    const how = { deadLetterQueue: this.deadLetters, maxEventAge: core.Duration.hours(24), retryAttempts: 185 };
    return this.buffer ? new targets.SqsQueue(this.buffer, how) : new targets.LambdaFunction(this.function, how);
  }
}

/** An event that waits longer for its function is late. */
const LATE = core.Duration.minutes(5);

/** The type of an event that a job can take: its data must be data that the job accepts. */
type Fitting<Data extends z.ZodObject, Accepts extends z.ZodObject> =
  z.output<Data> extends z.input<Accepts>
    ? unknown
    : { readonly 'does not fit: the job accepts': z.input<Accepts>; readonly 'the event carries': z.output<Data> };

type AcceptsAnything<Accepts extends z.ZodObject> = Record<string, unknown> extends z.input<Accepts> ? true : false;
