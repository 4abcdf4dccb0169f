import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '#template/input-error.ts';

/** Lets a server listen on this machine alone; returns its port. Throws an InputError when the port is taken. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new InputError(
              `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port.`,
            )
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
