import { createHmac, hash } from 'node:crypto';

/** A POST without a query, as it is signed. */
export interface UnsignedRequest {
  /** The service as it is signed for, such as `dynamodb`. */
  readonly service: string;
  readonly region: string;
  /** As it is sent. */
  readonly path: string;
  /** The headers to sign, by lower-case name, with `host`: each value without spaces around it, or twice in a row. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The credentials that Lambda gives a function. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Empty if the key is not of a session. */
  readonly sessionToken: string;
}

/**
 * The headers of a request with its signature (IAM user guide: "AWS Signature Version 4 for API requests"). By hand, since each request
 * of a job is signed: the SDK's signer takes four times as long.
 */
export function signedHeaders(
  { service, region, path, headers, body }: UnsignedRequest,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  now: Date,
): Record<string, string> {
  const time = now.toISOString().replace(/[:-]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const all: Record<string, string> = { ...headers, 'x-amz-date': time };
  if (sessionToken !== '') all['x-amz-security-token'] = sessionToken;
  const names = Object.keys(all).sort();
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${all[name]}\n`).join('');
  const canonical = `POST\n${canonicalPath(path)}\n\n${lines}\n${signed}\n${sha256(body)}`;
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = keyOf(secretAccessKey, day, region, service);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString('hex');
  all.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
  return all;
}

/** Each part of a path is encoded once more than it is sent, for all services but S3 (ibid., "Create a signed AWS API request"). */
const canonicalPath = (path: string): string => (path === '/' ? path : encoded(path).replaceAll('%2F', '/'));

/** All but letters, digits, `-`, `_`, `.` and `~` (RFC 3986). */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** The signing key, which is derived once a day for each service and secret. */
function keyOf(secret: string, day: string, region: string, service: string): Buffer {
  const known = keys.get(service);
  if (known && known.secret === secret && known.day === day && known.region === region) return known.key;
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
  keys.set(service, { secret, day, region, key });
  return key;
}

/** By service. */
const keys = new Map<string, { secret: string; day: string; region: string; key: Buffer }>();

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => hash('sha256', text, 'hex');
