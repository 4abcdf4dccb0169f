import { DeliveryError } from '#local/events/retry.ts';
import type { AuthParameters, Connection, ConnectionHttpParameters, HttpParameter } from './api-destination.ts';
import type { Answer, Send } from './send.ts';

/** What a connection adds to a request, each by name. */
export interface Additions {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
}

/** Authorizes requests by their connections, with one token of each until it is refused. */
export class Authorization {
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(private readonly send: Send) {}

  /** Throws a DeliveryError when the authorization endpoint gives no token. */
  async of({ arn, authorization }: Connection): Promise<Additions> {
    const { headers, query, body } = additions(authorization.InvocationHttpParameters);
    return { headers: { ...headers, ...(await this.#headers(arn, authorization)) }, query, body };
  }

  /** A token that was refused is asked for anew by the next request. */
  refused({ arn }: Connection): void {
    this.#tokens.delete(arn);
  }

  async #headers(arn: string, authorization: AuthParameters): Promise<Record<string, string>> {
    const { ApiKeyAuthParameters: key, BasicAuthParameters: basic, OAuthParameters: oAuth } = authorization;
    if (key) return { [key.ApiKeyName]: key.ApiKeyValue };
    if (basic)
      return { Authorization: `Basic ${Buffer.from(`${basic.Username}:${basic.Password}`).toString('base64')}` };
    if (!oAuth) return {};
    const token = this.#tokens.get(arn) ?? this.#token(oAuth);
    this.#tokens.set(arn, token);
    try {
      return { Authorization: `Bearer ${await token}` };
    } catch (error) {
      this.#tokens.delete(arn);
      throw error;
    }
  }

  /** The client credentials grant (RFC 6749, section 4.4). */
  async #token({
    AuthorizationEndpoint,
    HttpMethod,
    ClientParameters: { ClientID, ClientSecret },
    OAuthHttpParameters,
  }: NonNullable<AuthParameters['OAuthParameters']>): Promise<string> {
    const { headers, query, body } = additions(OAuthHttpParameters);
    const asked = { grant_type: 'client_credentials', client_id: ClientID, client_secret: ClientSecret, ...body };
    const url = new URL(AuthorizationEndpoint);
    for (const [name, value] of Object.entries({ ...query, ...(HttpMethod === 'GET' && asked) }))
      url.searchParams.set(name, value);
    const answer = await this.send({
      url,
      method: HttpMethod,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      body: HttpMethod === 'GET' ? '' : new URLSearchParams(asked).toString(),
    });
    const token = tokenIn(answer);
    if (token === undefined)
      throw new DeliveryError(
        'SDK_CLIENT_ERROR',
        `The authorization endpoint "${AuthorizationEndpoint}" gave no access token: it answered ${answer.status}.`,
        true,
      );
    return token;
  }
}

function tokenIn({ body }: Answer): string | undefined {
  try {
    const { access_token: token } = JSON.parse(body) as { access_token?: unknown };
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}

const additions = ({ HeaderParameters, QueryStringParameters, BodyParameters }: ConnectionHttpParameters = {}) => ({
  headers: byName(HeaderParameters),
  query: byName(QueryStringParameters),
  body: byName(BodyParameters),
});

const byName = (parameters: readonly HttpParameter[] = []): Record<string, string> =>
  Object.fromEntries(parameters.map(({ Key, Value }) => [Key, String(Value)]));
