import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { ApiCall } from './api-call.ts';

/** A page of another origin for which a browser sends a request. */
export interface OtherPage {
  /** Undefined for a link, a form or an image. */
  readonly origin: string | undefined;
  /** Whether the request may change something: its method is not of those that are safe (RFC 9110: "Safe Methods"). */
  readonly changes: boolean;
}

/** The page of another origin that a request comes from (Fetch Metadata Request Headers); undefined if it comes from none. */
export function otherPageOf({ method, headers }: AwsRequest): OtherPage | undefined {
  const { origin, host = '', 'sec-fetch-site': site = 'none' } = headers;
  const isOther = (origin !== undefined && origin.replace(/^https?:\/\//, '') !== host) || !OWN_SITES.has(site);
  return isOther ? { origin, changes: !['GET', 'HEAD'].includes(method) } : undefined;
}

const OWN_SITES = new Set(['none', 'same-origin']);

/**
 * Whether an API without a CORS configuration lets a page ask: what it answers itself to OPTIONS says so. A browser asks that before all but
 * simple requests; here it is asked before each that may change something. What a page may read of the others, the browser judges.
 */
export async function ownCorsAllows(
  call: ApiCall,
  { origin, changes }: OtherPage,
  ask: (call: ApiCall) => Promise<AwsResponse>,
): Promise<boolean> {
  const { method } = call.request;
  if (!changes || method === 'OPTIONS') return true;
  if (origin === undefined) return false;
  const headers = { host: call.request.headers.host, origin, 'access-control-request-method': method };
  const request: AwsRequest = { method: 'OPTIONS', path: call.request.path, headers, body: Buffer.alloc(0) };
  const { status, headers: answered } = await ask({ ...call, request });
  const allowed = Object.entries(answered).find(([name]) => name.toLowerCase() === 'access-control-allow-origin')?.[1];
  return status < 400 && (allowed === '*' || allowed === origin);
}

export const forbiddenToPage = (
  { origin = 'another site' }: OtherPage = { origin: undefined, changes: true },
): AwsResponse => ({
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    message: `Forbidden for pages of ${origin}: on this machine pages are let in by the API's CORS alone. Add the origin to the CorsConfiguration of an HTTP API, or let a REST API answer OPTIONS with Access-Control-Allow-Origin.`,
  }),
});
