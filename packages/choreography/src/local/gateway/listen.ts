import { lookup } from 'node:dns/promises';
import type { Server } from 'node:http';
import { type AddressInfo, createServer, type Server as SocketServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { InputError } from '#template/input-error.ts';

/** So often another free port is taken when what was given for IPv4 is not free for IPv6. */
const MAX_TRIES = 20;

/**
 * Lets a server listen on this machine alone, by IPv4 and, where there is one, by IPv6, and on the addresses of this machine that the
 * names in `hosts` lead to (`0.0.0.0` and `[::]`: on all). Port 0 takes any free one. Returns the port. Throws an InputError when the
 * port is taken, with the option that gives another. What listens ends with the server.
 */
export async function listen(
  server: Server,
  port: number,
  hosts: readonly string[] = [],
  option = '--port',
): Promise<number> {
  const [first = '127.0.0.1', ...more] = await addressesOf(hosts);
  for (let tried = 1; ; tried++) {
    const listening = await listenAt(server, port, first, option);
    const others: SocketServer[] = [];
    server.once('close', () => {
      for (const each of others) each.close();
    });
    try {
      for (const address of more) {
        const other = createServer(AS_HTTP, (socket) => server.emit('connection', socket));
        if (await hasAddress(() => listenAt(other, listening, address, option))) others.push(other);
      }
      return listening;
    } catch (error) {
      await new Promise((resolve) => server.close(resolve));
      if (port !== 0 || tried === MAX_TRIES) throw error;
    }
  }
}

/** How Node's own HTTP server takes connections. */
const AS_HTTP = { allowHalfOpen: true, noDelay: true };

/** Addresses to listen at, the one that has to be there first. */
async function addressesOf(hosts: readonly string[]): Promise<string[]> {
  const names = hosts.map((host) => host.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''));
  if (names.some((name) => name === '0.0.0.0' || name === '::')) return ['0.0.0.0', '::'];
  const mine = new Set(Object.values(networkInterfaces()).flatMap((each = []) => each.map(({ address }) => address)));
  const found = await Promise.all(names.map((name) => lookup(name, { all: true }).catch(() => [])));
  const further = found.flat().map(({ address }) => address);
  return [...new Set(['127.0.0.1', '::1', ...further.filter((address) => mine.has(address))])];
}

/** Whether it listens: false on a machine that has no such address, which has no IPv6. */
async function hasAddress(listening: () => Promise<number>): Promise<boolean> {
  try {
    await listening();
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(code)) return false;
    throw error;
  }
}

function listenAt(server: SocketServer, port: number, host: string, option: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new InputError(
              `Port ${port} on ${host} is taken: stop what listens there, or choose another with ${option}.`,
            )
          : error,
      );
    server.once('error', failed);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.removeListener('error', failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
