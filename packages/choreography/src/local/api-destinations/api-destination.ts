import { isThisMachine } from '#local/gateway/is-this-machine.ts';

/** A parameter of a connection (API reference: ConnectionHeaderParameter). */
export interface HttpParameter {
  readonly Key: string;
  readonly Value: string;
}

/** What a connection adds to requests (API reference: ConnectionHttpParameters). */
export interface ConnectionHttpParameters {
  readonly HeaderParameters?: readonly HttpParameter[];
  readonly QueryStringParameters?: readonly HttpParameter[];
  readonly BodyParameters?: readonly HttpParameter[];
}

/** How requests are authorized (CloudFormation: AWS::Events::Connection AuthParameters). */
export interface AuthParameters {
  readonly ApiKeyAuthParameters?: { readonly ApiKeyName: string; readonly ApiKeyValue: string };
  readonly BasicAuthParameters?: { readonly Username: string; readonly Password: string };
  readonly OAuthParameters?: {
    readonly AuthorizationEndpoint: string;
    readonly HttpMethod: string;
    readonly ClientParameters: { readonly ClientID: string; readonly ClientSecret: string };
    readonly OAuthHttpParameters?: ConnectionHttpParameters;
  };
  readonly InvocationHttpParameters?: ConnectionHttpParameters;
}

export interface Connection {
  readonly arn: string;
  readonly authorization: AuthParameters;
}

export interface ApiDestination {
  readonly arn: string;
  readonly connectionArn: string;
  readonly method: string;
  /** A URL, in whose path `*` stands for a parameter of the target. */
  readonly endpoint: string;
  /** How many events it takes a second; undefined for as many as come: the default of AWS, 300, is not kept to. */
  readonly perSecond: number | undefined;
}

/**
 * Why requests to a URL are not sent; undefined when they are. Only this machine is asked, and the hosts that the developer allowed by
 * name: a template's endpoint is often the real one.
 */
export function whyNotAsked(url: string, allowedHosts: readonly string[]): string | undefined {
  if (!URL.canParse(url)) return `its endpoint "${url}" is no URL`;
  const { protocol, hostname } = new URL(url);
  if (isThisMachine(hostname)) return undefined;
  // Names have no case (RFC 4343), and that of a URL is in lower case.
  if (!allowedHosts.some((allowed) => allowed.toLowerCase() === hostname))
    return `it would send to "${hostname}", which is not this machine: allow that with --allow-host ${hostname}`;
  return protocol === 'https:' ? undefined : `its endpoint "${url}" is not HTTPS, which EventBridge asks for`;
}
