import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createGateway } from '#local/gateway/gateway.ts';
import { listen } from '#local/gateway/listen.ts';

const answered = { status: 200, headers: {}, body: 'here' };
const SIGNED = 'AWS4-HMAC-SHA256 Credential=test/20261130/us-east-1/events/aws4_request';

it('A caller that goes away before its request is whole is no fault, and the next one is answered', async () => {
  const faults: unknown[] = [];
  const onUnhandled = (reason: unknown) => faults.push(reason);
  process.on('unhandledRejection', onUnhandled);
  onTestFinished(() => void process.off('unhandledRejection', onUnhandled));
  const routes = { services: { events: () => answered }, paths: {}, forPages: [] };
  const server = createGateway(routes, { hosts: [], isPatient: false, onFault: (error) => faults.push(error) });
  onTestFinished(() => void server.close());
  const begun = new Promise<void>((resolve) => server.once('request', (incoming) => incoming.once('data', resolve)));
  const port = await listen(server, 0);
  const gone = new Promise<void>((resolve) => server.once('connection', (socket) => socket.once('close', resolve)));

  const caller = connect(port, '127.0.0.1');
  const head = ['POST / HTTP/1.1', `host: 127.0.0.1:${port}`, `authorization: ${SIGNED}`, 'content-length: 9'];
  caller.write(`${head.join('\r\n')}\r\n\r\nhalf`);
  await begun;
  caller.destroy();
  await gone;

  const next = await fetch(`http://127.0.0.1:${port}/`, { headers: { authorization: SIGNED } });
  expect([await next.text(), faults]).toEqual(['here', []]);
});
