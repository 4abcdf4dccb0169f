import type { Delivery } from '#local/events/deliver.ts';
import { jsonPath } from '#local/events/input/json-path.ts';
import { DeliveryError } from '#local/events/retry.ts';
import type { HttpParameters } from '#local/events/rule.ts';
import type { Clock } from '#local/runtime/clock.ts';
import { readJson, writeJson } from '#pattern/json/exact-json.ts';
import { type ApiDestination, type Connection, whyNotAsked } from './api-destination.ts';
import { type Additions, Authorization } from './authorization.ts';
import type { Answer, Request } from './send.ts';

/** What every request has, and no parameter changes (EventBridge user guide: "Headers included in requests to API destinations"). */
const OWN_HEADERS = {
  'User-Agent': 'Amazon/EventBridge/ApiDestinations',
  Range: 'bytes=0-1048575',
  'Accept-Encoding': 'gzip,deflate',
  Connection: 'close',
};

/** The answers after which trying again may help (EventBridge user guide: "API destination error codes"). */
const isPassing = (status: number): boolean => [401, 407, 409, 429].includes(status) || status >= 500;

/** Endpoints that events are sent to by HTTP, and the connections that authorize that. */
export class ApiDestinations {
  readonly #connections = new Map<string, Connection>();
  readonly #destinations = new Map<string, ApiDestination>();
  readonly #authorization = new Authorization((request) => this.#send(request));
  /** When the next request may go to each destination, in milliseconds of the clock. */
  readonly #next = new Map<string, number>();

  constructor(
    private readonly clock: Pick<Clock, 'now' | 'wait'>,
    /** Names of other machines that may be asked. */
    readonly allowedHosts: readonly string[],
  ) {}

  connect(connection: Connection): void {
    this.#connections.set(connection.arn, connection);
    this.#authorization.refused(connection);
  }

  disconnect(arn: string): void {
    this.#connections.delete(arn);
  }

  put(destination: ApiDestination): void {
    this.#destinations.set(destination.arn, destination);
  }

  remove(arn: string): void {
    this.#destinations.delete(arn);
  }

  /** Sends an event to a target, as fast as its destination lets. Throws a DeliveryError when it was not taken. */
  async invoke({ target, input, event }: Delivery): Promise<void> {
    const destination = this.#destinations.get(target.Arn);
    if (!destination) throw new DeliveryError('NO_RESOURCE', `API destination ${target.Arn} does not exist.`);
    const connection = this.#connections.get(destination.connectionArn);
    if (!connection) throw new DeliveryError('NO_RESOURCE', `Connection ${destination.connectionArn} does not exist.`);
    await this.#inTurn(destination);
    const parameters = valuesFrom(target.HttpParameters ?? {}, event);
    const answer = await this.#send(
      requestOf(destination, parameters, await this.#authorization.of(connection), input),
    );
    if (answer.status >= 200 && answer.status < 300) return;
    if (answer.status === 401 || answer.status === 407) this.#authorization.refused(connection);
    throw refusalBy(destination, answer);
  }

  async #send(request: Request): Promise<Answer> {
    const why = whyNotAsked(request.url.href, this.allowedHosts);
    if (why !== undefined) throw new DeliveryError('NO_PERMISSIONS', why);
    // Loaded when the first event goes out.
    const { send } = await import('./send.ts');
    return send(request);
  }

  async #inTurn({ arn, perSecond }: ApiDestination): Promise<void> {
    if (perSecond === undefined) return;
    const now = this.clock.now();
    const at = Math.max(now, this.#next.get(arn) ?? 0);
    this.#next.set(arn, at + 1000 / perSecond);
    if (at > now) await this.clock.wait(at - now);
  }
}

/** A connection's parameters win over the target's (API reference: HttpParameters). */
function requestOf(
  { endpoint, method }: ApiDestination,
  { path, headers, query }: TargetValues,
  added: Additions,
  input: string,
): Request {
  const rest = [...path];
  const url = new URL(endpoint.replaceAll('*', () => encodeURIComponent(rest.shift() ?? '')));
  for (const [name, value] of Object.entries({ ...query, ...added.query })) url.searchParams.set(name, value);
  return {
    url,
    method,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers, ...added.headers, ...OWN_HEADERS },
    body: withParameters(input, added.body),
  };
}

/** Only an object takes them. */
function withParameters(input: string, parameters: Readonly<Record<string, string>>): string {
  if (Object.keys(parameters).length === 0 || !input.trimStart().startsWith('{')) return input;
  return writeJson({ ...(readJson(input) as object), ...parameters });
}

interface TargetValues {
  readonly path: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** A value that begins with `$` is a path into the event. */
function valuesFrom(parameters: HttpParameters, event: unknown): TargetValues {
  const textOf = (value: string) => (value.startsWith('$') ? String(jsonPath(value)?.(event) ?? '') : value);
  const each = (values: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
  return {
    path: (parameters.PathParameterValues ?? []).map(textOf),
    headers: each(parameters.HeaderParameters),
    query: each(parameters.QueryStringParameters),
  };
}

/** The longer pause of the retry policy's and the endpoint's `Retry-After` is kept; a negative one ends it. */
function refusalBy({ endpoint }: ApiDestination, { status, retryAfter }: Answer): DeliveryError {
  const seconds = Number(retryAfter ?? 0) || 0;
  const message = `"${new URL(endpoint).origin}" answered ${status}.`;
  return new DeliveryError('SDK_CLIENT_ERROR', message, isPassing(status) && seconds >= 0, Math.max(0, seconds));
}
