import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { type Answer, type Behaviour, REQUEST_ID, TRACE_ID } from './behaviour.ts';
import type { Given } from './given.ts';

export interface Client {
  readonly version: string;
  readonly runtime: string;
  readonly nodeArguments: readonly string[];
  /** What is run, below the package's folder, and with which arguments. */
  command(handler: string): readonly [file: string, ...rest: string[]];
}

/** Runs a function by the real client, in a process of its own. */
export async function behaviourOfClient(
  given: Given,
  root: string,
  environment: Readonly<Record<string, string>>,
  client: Client,
  folder: string,
  node: string,
): Promise<Behaviour> {
  const posted: Answer[] = [];
  const server = await runtimeApi(posted);
  const handler = given.handler ?? 'index.handler';
  const [file, ...rest] = client.command(handler);
  const standIn = new URL('./stand-in.cjs', import.meta.url).pathname;
  const child = spawn(node, [...client.nodeArguments, '--require', standIn, join(folder, file), ...rest], {
    cwd: root,
    env: {
      ...environment,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      _LAMBDA_TELEMETRY_LOG_FD: '4',
      ORACLE_INVOCATIONS: JSON.stringify(invocationsOf(given)),
    },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), 15_000);
  const [, , stderr, told, frames] = child.stdio as unknown as readonly Readable[];
  const [errors, lines, telemetry, [code]] = await Promise.all([
    text(stderr as Readable),
    text(told as Readable),
    buffer(frames as Readable),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  clearTimeout(limit);
  server.close();
  server.closeAllConnections();
  if (code === null) throw new Error(`The client did not end with "${given.name}": ${errors}`);
  const byAddon = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Answer | { waits: true });
  const answers = [...posted, ...byAddon.filter((each): each is Answer => !('waits' in each))];
  const waits = byAddon.some((each) => 'waits' in each);
  return { answers: waits || answers.length > 0 ? answers : [{ ended: endOf(code) }], lines: linesIn(telemetry) };
}

const endOf = (code: number): string =>
  code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;

const invocationsOf = ({ events = [{}], clientContext, tenantId }: Given) =>
  events.map((event, at) => ({
    bodyJson: JSON.stringify(event),
    headers: {
      'lambda-runtime-aws-request-id': REQUEST_ID(at),
      'lambda-runtime-deadline-ms': Date.now() + 10_000,
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:oracle',
      'lambda-runtime-trace-id': TRACE_ID,
      ...(clientContext !== undefined && { 'lambda-runtime-client-context': clientContext }),
      ...(tenantId !== undefined && { 'lambda-runtime-aws-tenant-id': tenantId }),
    },
  }));

/** The part of Lambda's Runtime API that the client calls without its addon: errors of the initialization, and streams. */
async function runtimeApi(posted: Answer[]) {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const failed = request.trailers['lambda-runtime-function-error-body'];
    if (request.url?.endsWith('/init/error')) posted.push({ error: JSON.parse(body.toString()) });
    else if (failed) posted.push({ error: JSON.parse(Buffer.from(failed, 'base64').toString()) });
    else posted.push({ streamed: body.toString('base64'), contentType: request.headers['content-type'] ?? '' });
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

/** The messages in frames: 4 bytes of a type, 4 of the length, 8 of the time. */
function linesIn(frames: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at < frames.length; ) {
    const end = at + 16 + frames.readInt32BE(at + 4);
    lines.push(frames.subarray(at + 16, end).toString());
    at = end;
  }
  return lines;
}
