import type { Context, EventBridgeEvent } from 'aws-lambda';
import type * as z from 'zod';
import type { Participant } from '#contracts/define-participant.ts';
import { maskValues } from '#contracts/mask-values.ts';
import { type Incoming, readIncoming } from './incoming.ts';
import { jobLogger } from './log/job-logger.ts';
import { type Hide, maskedError } from './log/masked-error.ts';
import { type Decide, decideOnce } from './once/decide-once.ts';
import type { OnceJob } from './once/inbox.ts';
import { type Perform, performOnce } from './once/perform-once.ts';
import { Refusal } from './refusal.ts';
import { type RetriedHandler, withRetries } from './retry/with-retries.ts';
import { setAside } from './set-aside.ts';

type Accepted<P extends Participant, Name extends keyof P['jobs']> = z.output<P['jobs'][Name]['accepts']>;
/**
 * What Lambda calls with an event that a rule brings; it resolves when the job's outcome is kept and said, and rejects for a retry.
 * It takes batches of the job's retry queue, too, and answers which of their messages failed.
 */
export type EventHandler = RetriedHandler<EventBridgeEvent<string, unknown>>;

/** The Lambda handler of a job that decides: its writes, its inbox item and its events are one. */
export function handle<P extends Participant, Name extends keyof P['jobs'] & string>(
  participant: P,
  name: Name,
  decide: Decide<Accepted<P, Name>>,
): EventHandler {
  return receive(participant, name, (incoming: Incoming<Accepted<P, Name>>, context) =>
    decideOnce(onceJob(participant, name), decide, incoming, context),
  );
}

/** The Lambda handler of a job with an effect that no transaction can hold, such as an email. */
export function handleEffect<P extends Participant, Name extends keyof P['jobs'] & string>(
  participant: P,
  name: Name,
  perform: Perform<Accepted<P, Name>>,
): EventHandler {
  return receive(participant, name, (incoming: Incoming<Accepted<P, Name>>, context) =>
    performOnce(onceJob(participant, name), perform, incoming, context),
  );
}

const onceJob = (participant: Participant, name: string): OnceJob => ({
  participant: participant.name,
  name,
  remembers: participant.jobs[name]?.remembers,
  emits: participant.jobs[name]?.emits,
});

/**
 * What both have in common: the event is read and validated; a permanent error sets it aside at once; any other error is
 * thrown, and Lambda tries again.
 */
function receive<Data>(
  participant: Participant,
  name: string,
  run: (incoming: Incoming<Data>, context: Context) => Promise<'done' | 'repeated'>,
): EventHandler {
  const job = `${participant.name}/${name}`;
  const declaration = participant.jobs[name];
  if (!declaration?.oncePer) throw new Error(`${job} cannot be handled: declare it with a business key (oncePer).`);
  const { accepts, emits, oncePer } = declaration;
  const logger = jobLogger(job);
  return withRetries(async (event: EventBridgeEvent<string, unknown>, context) => {
    const named = { event: event['detail-type'], requestId: context.awsRequestId };
    const about = { ...named, source: event.source };
    let correlationId: string | undefined;
    try {
      const incoming = readIncoming<Data>(job, { accepts, emits, oncePer }, event);
      correlationId = incoming.correlationId;
      const result = await run(incoming, context);
      logger.info(result, { ...named, eventId: incoming.eventId, correlationId });
    } catch (error) {
      const hide: Hide = (text) => maskValues(text, accepts, dataOf(event));
      if (!(error instanceof Refusal)) {
        const what = `${job} could not handle event ${event.id} (${event['detail-type']})`;
        const failure = maskedError(error, what, hide);
        logger.error('failed', { ...about, eventId: event.id, correlationId, error: failure });
        throw failure;
      }
      const refusal = new Refusal(error.reason, hide(error.message));
      await setAside(event, refusal, context);
      logger.error('refused', {
        ...about,
        eventId: event.id,
        correlationId,
        reason: error.reason,
        explanation: refusal.message,
      });
    }
  });
}

/** What an event carries, also one that fits no contract. */
const dataOf = ({ detail }: EventBridgeEvent<string, unknown>): unknown =>
  (detail as { readonly data?: unknown } | null | undefined)?.data;
