import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { errorAnswer } from '#local/gateway/error-answer.ts';
import type { Faults } from '#simulation/faults/faults.ts';
import { connectionReset } from '#simulation/functions/http-client.ts';
import type { AccountLimits } from '#simulation/load/account-limits.ts';
import type { Cause } from './cause.ts';
import { callMs } from './delays.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The execution environment that a call comes from. */
export interface Caller {
  readonly functionName: string;
  readonly alive: boolean;
  crash(): void;
}

/** The part of a world that decides the fate of a call. */
interface CalledWorld {
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly limits: AccountLimits | undefined;
  /** The median latency of a call, in milliseconds. */
  latency(service: string, operation: string): number;
  /** Whether each call takes its mean. */
  readonly isEven: boolean;
  /** Carries a request out, without latency or faults. */
  serve(request: AwsRequest): Promise<AwsResponse>;
}

/** What a slow call takes more at most, in milliseconds. */
const MAX_SLOWNESS_MS = 4000;

/**
 * Calls a service as over a network, with latency and faults. Rejects with ECONNRESET if the connection is reset; never settles if the
 * caller has ended, or if the call is never answered.
 */
export async function callService(
  cause: Cause,
  service: string,
  request: AwsRequest,
  from: Caller,
  { clock, faults, limits, latency, isEven, serve }: CalledWorld,
): Promise<AwsResponse> {
  const operation = operationOf(request);
  const took = latencyOf(cause, faults, latency(service, operation), isEven);
  if (faults.strikes('crash-before', cause)) return ended(from);
  if (faults.strikes('timeout', cause)) return new Promise(() => {});
  await clock.waitUncompressed(took / 2);
  if (!from.alive) return new Promise(() => {});
  if (faults.isCutOff(from.functionName, service, clock.now())) throw connectionReset();
  const answer =
    (faults.isOut(service, clock.now()) ? unavailable(service, request) : undefined) ??
    refusalBy(cause, service, request, faults) ??
    overLimit(limits, service, operation, request) ??
    (await serveInPart(cause, service, request, faults, serve));
  if (faults.strikes('crash-after', cause)) return ended(from);
  const lost = faults.strikes('lost-answer', cause);
  await clock.waitUncompressed(took / 2);
  if (!from.alive) return new Promise(() => {});
  if (lost) throw connectionReset();
  return answer;
}

function ended(from: Caller): Promise<never> {
  from.crash();
  return new Promise(() => {});
}

/** The latency of a call, in milliseconds. */
function latencyOf(cause: Cause, faults: Faults, median: number, isEven: boolean): number {
  const usual = callMs(cause, median, isEven);
  return faults.strikes('slow', cause) ? usual + MAX_SLOWNESS_MS * cause.draw('slowness') : usual;
}

/** The operation of a request, such as `PutItem`; or `POST /path` if its protocol does not name it in a header. */
export const operationOf = ({ headers, method, path }: AwsRequest): string =>
  headers['x-amz-target']?.split('.').at(-1) ?? `${method} ${path}`;

function overLimit(
  limits: AccountLimits | undefined,
  service: string,
  operation: string,
  request: AwsRequest,
): AwsResponse | undefined {
  const refusal = limits?.refusalOf(service, operation, request.body);
  return refusal && errorAnswer(refusal, request, service);
}

const unavailable = (service: string, request: AwsRequest): AwsResponse =>
  errorAnswer(new AwsError('ServiceUnavailable', 'Service is unable to handle request.', 503), request, service);

function refusalBy(cause: Cause, service: string, request: AwsRequest, faults: Faults): AwsResponse | undefined {
  if (faults.strikes('throttle', cause)) {
    const [name, status] =
      service === 'lambda' ? ['TooManyRequestsException', 429] : (['ThrottlingException', 400] as const);
    const code = service === 'ses' ? 'Throttling' : service === 'sqs' ? 'RequestThrottled' : name;
    return errorAnswer(new AwsError(String(code), 'Rate exceeded', Number(status)), request, service);
  }
  if (!request.headers['x-amz-target']?.endsWith('.TransactWriteItems') || !faults.strikes('conflict', cause))
    return undefined;
  const { TransactItems } = JSON.parse(request.body.toString('utf8')) as { TransactItems: object[] };
  const CancellationReasons = TransactItems.map((_, at) =>
    at === 0 ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  );
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  const Message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  const __type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
  return { status: 400, headers: JSON_1_0, body: JSON.stringify({ __type, Message, CancellationReasons }) };
}

/** Serves a call, or only some entries of a PutEvents call if the fault `partial` happens to it. */
async function serveInPart(
  cause: Cause,
  service: string,
  request: AwsRequest,
  faults: Faults,
  serve: (request: AwsRequest) => Promise<AwsResponse>,
): Promise<AwsResponse> {
  if (service !== 'events' || !request.headers['x-amz-target']?.endsWith('.PutEvents')) return serve(request);
  if (!faults.strikes('partial', cause)) return serve(request);
  const { Entries } = JSON.parse(request.body.toString('utf8')) as { Entries: object[] };
  const taken = Entries.map((_, at) => cause.draw(`entry ${at}`) < 0.5);
  const rest = Entries.filter((_, at) => taken[at]);
  const served =
    rest.length > 0 ? await serve({ ...request, body: Buffer.from(JSON.stringify({ Entries: rest })) }) : undefined;
  const results = served ? (JSON.parse(String(served.body)).Entries as object[]) : [];
  const failed = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
  const body = JSON.stringify({
    FailedEntryCount: Entries.length - rest.length,
    Entries: taken.map((was) => (was ? results.shift() : failed)),
  });
  return { status: 200, headers: JSON_1_1, body };
}

const JSON_1_0 = { 'content-type': 'application/x-amz-json-1.0' };
const JSON_1_1 = { 'content-type': 'application/x-amz-json-1.1' };
