/** Where the local runtime listens by default. */
export const LOCAL_ENDPOINT = 'http://127.0.0.1:4566';

/** How a command reaches AWS, or what stands in for it. */
export interface Access {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * The endpoint that was asked for, else AWS_ENDPOINT_URL, else the local runtime if it answers, else AWS itself with the
 * caller's own credentials.
 */
export async function findAccess(asked?: string): Promise<Access> {
  const endpoint =
    asked ?? process.env.AWS_ENDPOINT_URL ?? ((await answers(LOCAL_ENDPOINT)) ? LOCAL_ENDPOINT : undefined);
  return endpoint === undefined ? {} : accessTo(endpoint);
}

/** Access to an endpoint on this machine needs no account: whatever credentials the caller lacks are made up. */
export function accessTo(endpoint: string): Access {
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
  return {
    endpoint,
    ...(!(process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION) && { region: 'us-east-1' }),
    ...(isLocal &&
      !process.env.AWS_ACCESS_KEY_ID && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_local/status`, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}
