import { REGION } from '#local/runtime/account.ts';
import type { Caller } from './caller.ts';

/** What is known of every request. */
export interface RequestFacts {
  /** Who asks: a service by its name. */
  readonly by: Caller | { readonly service: string };
  /** Tags of the role or user, by key. */
  readonly tags?: ReadonlyMap<string, string> | undefined;
  /** The account and region of the resource; empty if its ARN has none. */
  readonly account: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The condition keys of every request (IAM user guide: "AWS global condition context keys"), in lower case. The runtime
 * replaces AWS's endpoints, which are reached over TLS.
 */
export function globalContext(key: string, circumstances: RequestFacts): readonly string[] | undefined {
  const { by, tags } = circumstances;
  const tag = /^aws:principaltag\/(.+)$/.exec(key)?.[1];
  if (tag !== undefined)
    return [...(tags ?? [])].flatMap(([name, value]) => (name.toLowerCase() === tag ? [value] : []));
  const ofAny = OF_ANY[key]?.(circumstances);
  return ofAny ?? ('service' in by ? OF_SERVICE[key]?.(by.service) : OF_CALLER[key]?.(by));
}

const OF_ANY: Readonly<Record<string, (circumstances: RequestFacts) => readonly string[]>> = {
  'aws:securetransport': () => ['true'],
  'aws:requestedregion': ({ region }) => [region || REGION],
  'aws:currenttime': ({ now }) => [new Date(now).toISOString()],
  'aws:epochtime': ({ now }) => [String(Math.floor(now / 1000))],
  'aws:resourceaccount': ({ account }) => [account],
  'aws:principalisawsservice': ({ by }) => [String('service' in by)],
};

const OF_SERVICE: Readonly<Record<string, (service: string) => readonly string[]>> = {
  'aws:principalservicename': (service) => [service],
};

const TYPES = { role: 'AssumedRole', user: 'User', account: 'Account' } as const;

const OF_CALLER: Readonly<Record<string, (caller: Caller) => readonly string[] | undefined>> = {
  'aws:principaltype': ({ kind }) => [TYPES[kind]],
  'aws:principalarn': ({ principalArn }) => [principalArn],
  'aws:principalaccount': ({ account }) => [account],
  'aws:userid': ({ userId }) => [userId],
  'aws:username': ({ kind, identity }) => (kind === 'user' ? [identity] : undefined),
  'aws:sourceip': () => ['127.0.0.1'],
};
