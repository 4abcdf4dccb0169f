import type { Logger } from '@aws-lambda-powertools/logger';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import type * as z from 'zod';
import type { Participant } from '#contracts/define-participant.ts';
import { maskValues } from '#contracts/mask-values.ts';
import { valueAt } from '#contracts/schema/schema-path.ts';
import { describeIssues } from './incoming.ts';
import { ofKind } from './job-kind.ts';
import { jobLogger } from './log/job-logger.ts';
import { type Hide, maskedError } from './log/masked-error.ts';
import { type Decide, decideOnce } from './once/decide-once.ts';
import { remindOfUnsaid, sayUnsaid } from './once/unsaid.ts';
import { fieldProblems, problem } from './problem.ts';
import { Refusal } from './refusal.ts';
import { isBatch, withRetries } from './retry/with-retries.ts';

/**
 * What Lambda calls with a request to a function URL; errors are answered as `application/problem+json`. It takes batches of its table's
 * stream, too, which tell what was committed and not said, and of the job's retry queue, which reminds it of that: then it says it.
 */
export interface HttpHandler {
  (request: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2>;
  (batch: DynamoDBStreamEvent, context: Context): Promise<void>;
  (batch: SQSEvent, context: Context): Promise<SQSBatchResponse>;
}

type Accepted<P extends Participant, Name extends keyof P['jobs']> = z.output<P['jobs'][Name]['accepts']>;

/** How an HTTP job answers, and what it checks that its schema cannot say. */
export interface HttpAnswer<Data> {
  /**
   * The body of the answer once the job is done, and each time that it is asked for again: JSON.
   * @default the business key, by the name of its field: `{ "id": "…" }` for `oncePer: 'loan.id'`
   */
  readonly answer?: (data: Data) => object;
  /** What is wrong with data that fits the schema, as a sentence without personal data; undefined if nothing is. @default nothing is */
  readonly check?: (data: Data) => string | undefined;
}

/**
 * The Lambda handler of a job that is asked over HTTP: `POST`, a JSON body of the data that it accepts. It decides once for
 * its business key and says its events. 202 with the answer, also when the same is sent again; 400 with the fields that are
 * wrong, 405, 409 when other contents came under the same key, and 422 when the check or the decision refuses, each as
 * `application/problem+json`. Any other error is thrown
 * without personal data: Lambda logs and counts it and answers 502, and the caller may send the same again. Whether or not it does,
 * what was committed is said within a minute.
 */
export function handleHttp<P extends Participant, Name extends keyof P['jobs'] & string>(
  participant: P,
  name: Name,
  decide: Decide<Accepted<P, Name>>,
  { answer, check }: HttpAnswer<Accepted<P, Name>> = {},
): HttpHandler {
  const job = `${participant.name}/${name}`;
  const declaration = participant.jobs[name];
  if (!declaration?.oncePer) throw new Error(`${job} cannot be handled: declare it with a business key (oncePer).`);
  const { accepts, oncePer } = declaration;
  const logger = jobLogger(job);
  const remind = withRetries(async (received: object, context) => {
    const { key, result } = await sayUnsaid(name, received, context);
    // There is one for each request, and nearly all have nothing to say.
    logger[result === 'said' ? 'info' : 'debug'](result, { correlationId: key, requestId: context.awsRequestId });
  });
  const ask = async (request: APIGatewayProxyEventV2, context: Context) => {
    const data = read<Accepted<P, Name>>(accepts, request);
    if (!data.ok) return data.answer;
    const wrong = check?.(data.value);
    if (wrong !== undefined) return problem(422, wrong);
    const key = String(valueAt(data.value, oncePer));
    const about = { correlationId: key, requestId: context.awsRequestId };
    try {
      const incoming = { data: data.value, key, eventId: null, correlationId: key, hops: 0 };
      const place = { participant: participant.name, name, remembers: declaration.remembers };
      const result = await decideOnce(place, decide, incoming, context, true);
      logger.info(result, about);
      return accepted(answer?.(data.value) ?? { [oncePer.split('.').at(-1) ?? 'key']: key });
    } catch (error) {
      const hide: Hide = (text) => maskValues(text, accepts, data.value);
      if (error instanceof Refusal) return refused(error, logger, about, hide);
      // Lambda logs what is thrown, counts it, and answers 502: the caller may send the same again.
      const failure = maskedError(error, `${job} could not handle a request`, hide);
      logger.error('failed', { ...about, error: failure });
      throw failure;
    }
  };
  const handler = async (given: APIGatewayProxyEventV2 | DynamoDBStreamEvent | SQSEvent, context: Context) => {
    if (isOfStream(given)) return remindOfUnsaid(participant.name, given);
    return isBatch(given) ? remind(given, context) : ask(given, context);
  };
  return ofKind('http', handler as HttpHandler);
}

/** Whether what a function is given is a batch of a table's stream. */
const isOfStream = (given: object): given is DynamoDBStreamEvent =>
  'Records' in given && Array.isArray(given.Records) && given.Records[0]?.eventSource === 'aws:dynamodb';

const accepted = (body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 202,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** The answer may repeat what the caller sent; a log may not. */
function refused(
  { reason, message }: Refusal,
  logger: Logger,
  about: object,
  hide: Hide,
): APIGatewayProxyStructuredResultV2 {
  logger.warn('refused', { ...about, reason, explanation: hide(message) });
  if (reason === 'Conflict') return problem(409, 'Something else was sent under this key before: choose a new one.');
  return problem(422, message);
}

type ParsedRequest<Data> =
  | { readonly ok: true; readonly value: Data }
  | { readonly ok: false; readonly answer: APIGatewayProxyStructuredResultV2 };

function read<Data>(
  accepts: z.ZodType,
  { requestContext, body = '', isBase64Encoded }: APIGatewayProxyEventV2,
): ParsedRequest<Data> {
  const { method } = requestContext.http;
  const no = (answer: APIGatewayProxyStructuredResultV2): ParsedRequest<Data> => ({ ok: false, answer });
  if (method !== 'POST')
    return no(problem(405, `Send the data with POST, not with ${method}.`, { headers: { allow: 'POST' } }));
  let json: unknown;
  try {
    json = JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body);
  } catch {
    return no(problem(400, 'The body must be JSON.'));
  }
  const { success, data, error } = accepts.safeParse(json);
  if (success) return { ok: true, value: data as Data };
  return no(problem(400, `The body does not fit: ${describeIssues(error)}.`, { errors: fieldProblems(error) }));
}
