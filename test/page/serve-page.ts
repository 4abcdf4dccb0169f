import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitor } from '../../functions/monitor/participant.ts';
import { bundleFunctions, bundleOf } from '../../packages/choreography/src/constructs/bundle/bundle-functions.ts';

export interface FixturePage {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the page as its function answers it, and no API. */
export async function servePage(): Promise<FixturePage> {
  const out = mkdtempSync(join(tmpdir(), 'page-'));
  bundleFunctions([monitor], out);
  const { handler } = createRequire(join(out, 'here.js'))(join(bundleOf('monitor', 'page', out), 'index.js'));
  const server = createServer(async ({ method }, response) => {
    const { statusCode, headers, body } = await handler({ requestContext: { http: { method } } });
    response.writeHead(statusCode, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(out, { recursive: true });
    },
  };
}
