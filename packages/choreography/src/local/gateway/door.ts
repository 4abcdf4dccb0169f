import type { IncomingMessage } from 'node:http';
import { isThisMachine } from './is-this-machine.ts';

/** A check of the requests to a server on this machine. */
export interface Door {
  /** The server, as a sentence begins with it: `The monitor`. */
  readonly name: string;
  /** Names that the server is asked by beside those of every machine, each as `NAME` or `NAME:PORT`. */
  readonly hosts: readonly string[];
  /**
   * What to do instead, for a server that takes no further names and has no pages.
   * @default `--host`, or a function URL
   */
  readonly instead?: string;
}

/** Whose requests a browser may bring: of no page, of the server's own pages and of links to them, or of any page. */
export type Pages = 'none' | 'own' | 'any';

/**
 * Why a request is not let in, in a sentence; undefined if it is. A page whose name was pointed to this machine (DNS rebinding)
 * sends that name as the host, and a browser says where a request comes from: in `Origin` (Fetch standard: "Origin header") and in
 * `Sec-Fetch-Site` (Fetch Metadata Request Headers). Programs send neither.
 */
export function refusalAt(
  { name, hosts, instead }: Door,
  { method, headers, socket }: Pick<IncomingMessage, 'method' | 'headers'> & { socket: { localPort?: number } },
  pages: Pages,
): string | undefined {
  const { localPort: port = 0 } = socket;
  const host = headers.host?.toLowerCase() ?? '';
  if (!leadsHere(host, port, hosts))
    return `${name} is at http://127.0.0.1:${port}/, not at "${host}". ${instead ?? `Ask it there, or start it with --host ${hostname(host)} if that name is meant to lead to it.`}`;
  const { origin, 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode, 'sec-fetch-dest': target } = headers;
  if (pages === 'any') return undefined;
  if (origin === undefined && site === 'none') return undefined;
  const from = origin === undefined ? `a page (${site})` : `a page of "${origin}"`;
  if (pages === 'none')
    return `${name} does not answer ${from}. ${instead ?? 'Ask it from a program, such as the AWS CLI, an SDK or curl, or let pages ask a function URL, which has a CORS configuration.'}`;
  const isLink =
    (method === 'GET' || method === 'HEAD') && mode === 'navigate' && (target === undefined || target === 'document');
  const isOwn = [undefined, `http://${host}`, `https://${host}`].includes(origin) && OWN_SITES.has(site);
  return isOwn || (isLink && origin === undefined)
    ? undefined
    : `${name} answers its own pages only, not ${from}. Open http://127.0.0.1:${port}/ in the browser, or ask from a program such as curl.`;
}

const OWN_SITES = new Set(['none', 'same-origin']);

/** Whether a `Host` header leads to a port. A further name may be without a port: so a proxy asks, at HTTP's or HTTPS's default port. */
function leadsHere(host: string, port: number, hosts: readonly string[]): boolean {
  const [, name = host, asked = ''] = /^(.*):(\d+)$/.exec(host) ?? [];
  if (isThisMachine(name) && Number(asked || 80) === port) return true;
  return hosts.some((given) => {
    const [, further = given, at = String(port)] = /^(.*):(\d+)$/.exec(given) ?? [];
    // All addresses are where to listen, not a name to be asked by.
    if (further === '0.0.0.0' || further === '[::]') return false;
    return name === further.toLowerCase() && (asked === at || asked === '');
  });
}

const hostname = (host: string): string => host.replace(/:\d+$/, '') || 'NAME';
