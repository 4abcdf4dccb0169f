import { createServer, type Server } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '#local/gateway/listen.ts';
import { InputError } from '#template/input-error.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
function aServer(): Server {
  const server = createServer((_, response) => response.end('here'));
  servers.push(server);
  return server;
}
const answers = (address: string, port: number) =>
  fetch(`http://${address}:${port}/`).then(
    (answer) => answer.text(),
    () => 'nobody',
  );

const all = Object.values(networkInterfaces()).flatMap((each = []) => each);
const outside = all.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
const hasIpv6 = all.some(({ address }) => address === '::1');

describe('a server of this machine', () => {
  it('is reached by its addresses alone, of both kinds', async () => {
    const port = await listen(aServer(), 0);
    expect(await answers('127.0.0.1', port)).toBe('here');
    if (hasIpv6) expect(await answers('[::1]', port)).toBe('here');
    if (outside) expect(await answers(outside, port)).toBe('nobody');
  });

  it.skipIf(!outside)('is reached where a name leads to, and everywhere by 0.0.0.0', async () => {
    for (const host of [`${outside}`, '0.0.0.0']) {
      const port = await listen(aServer(), 0, [host]);
      expect([host, await answers('127.0.0.1', port), await answers(`${outside}`, port)]).toEqual([
        host,
        'here',
        'here',
      ]);
    }
  });

  it('listens nowhere else for a name that leads to another machine, or nowhere', async () => {
    const port = await listen(aServer(), 0, ['shop.invalid', '192.0.2.1:80']);
    expect(await answers('127.0.0.1', port)).toBe('here');
  });

  it('ends as a whole, and its port is free again', async () => {
    const server = aServer();
    const port = await listen(server, 0);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    servers.length = 0;
    expect(await answers('localhost', port)).toBe('nobody');
    expect(await listen(aServer(), port)).toBe(port);
  });

  it.skipIf(!hasIpv6)('is refused a port that something else has by IPv6, which localhost may lead to', async () => {
    const other = createSocketServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '::1', () => resolve((other.address() as { port: number }).port)),
    );
    const server = aServer();
    await expect(listen(server, port)).rejects.toThrow(InputError);
    expect(await answers('127.0.0.1', port)).toBe('nobody');
    other.close();
    servers.length = 0;
  });
});
