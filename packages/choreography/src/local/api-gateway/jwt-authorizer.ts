import { isObject } from '#template/document/as-object.ts';
import type { Authorizer } from './api.ts';
import type { RoutedCall } from './api-call.ts';
import type { Authorization } from './authorize.ts';
import { parameterValue } from './parameter-value.ts';

type Claims = Readonly<Record<string, unknown>>;

/**
 * Authorizes a request by the claims of its token: issuer, audience, times and scopes (API Gateway developer guide: "Control access to
 * HTTP APIs with JWT authorizers in API Gateway"). It does not verify the signature, as the keys are at the issuer, which it never contacts.
 */
export function authorizeByToken({ jwt, identitySources }: Authorizer, call: RoutedCall): Authorization {
  const given = identitySources.map((source) => parameterValue(source, call)).find((each) => each !== undefined);
  const claims = claimsOf(given?.replace(/^bearer /i, '') ?? '');
  if (!jwt || !claims || !isFor(claims, jwt, call.now / 1000)) return { cause: 'unauthorized' };
  const asked = call.route.scopes ?? [];
  const has = String(claims.scope ?? [claims.scp ?? []].flat().join(' ')).split(' ');
  const scopes = asked.filter((scope) => has.includes(scope));
  if (asked.length > 0 && scopes.length === 0) return { cause: 'denied' };
  return { context: { claims: asTexts(claims), scopes: asked.length > 0 ? scopes : null } };
}

/** The claims of a token in the compact form (RFC 7519); undefined if the text is no such token. */
function claimsOf(token: string): Claims | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const [header, claims] = parts.slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    return isObject(header) && isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function isFor(claims: Claims, { issuer, audience }: NonNullable<Authorizer['jwt']>, now: number): boolean {
  const { iss, aud, client_id: client, exp, nbf = 0, iat = 0 } = claims;
  // The client id counts only if the token has no audience.
  const whom = aud === undefined ? [client] : [aud].flat();
  return (
    iss === issuer &&
    whom.some((each) => audience.includes(String(each))) &&
    Number(exp) > now &&
    Number(nbf) <= now &&
    Number(iat) <= now
  );
}

/** The claims in the format of events: all are texts, and lists are in brackets. */
const asTexts = (claims: Claims): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : isObject(value) ? JSON.stringify(value) : String(value),
    ]),
  );
