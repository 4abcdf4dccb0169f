import { isThisMachine } from '#local/gateway/is-this-machine.ts';
import { InputError } from '#template/input-error.ts';

/** Where the local runtime listens by default. */
export const LOCAL_ENDPOINT = 'http://127.0.0.1:4566';

/** How a command reaches AWS or an emulator. A region is given if the SDK itself would find none. */
export interface Access {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** AWS itself, with the caller's own credentials. */
export const awsItself = (): Access => inRegion();

/** An endpoint on this machine needs no account: a region and credentials that the caller lacks are made up. */
export function accessTo(endpoint: string): Access {
  if (!isThisMachine(hostOf(endpoint))) return { endpoint, ...inRegion() };
  return {
    endpoint,
    ...inRegion('us-east-1'),
    ...(!process.env.AWS_ACCESS_KEY_ID && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  };
}

/** The AWS CLI also takes AWS_DEFAULT_REGION, which the SDK for JavaScript does not read. */
function inRegion(otherwise?: string): Pick<Access, 'region'> {
  if (process.env.AWS_REGION) return {};
  const region = process.env.AWS_DEFAULT_REGION || otherwise;
  return region ? { region } : {};
}

function hostOf(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new InputError(`"${endpoint}" is no address of an AWS endpoint: give one such as ${LOCAL_ENDPOINT}.`);
  return url.hostname;
}
