import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createApp, type ParticipantStackClass } from 'choreography/constructs';
import { type Notice, startRuntime } from 'choreography/local';
import { choreography, NAMES } from '../../infra/choreography.ts';

/** The shop of some participants' stacks, or of all, on a local runtime of its own: what its users do, and what was noticed. */
export async function aLocalShop(participants?: readonly ParticipantStackClass[]) {
  process.env.CDK_VALIDATION = 'false';
  const cdkOut = mkdtempSync(join(tmpdir(), 'shop-'));
  const app = createApp(cdkOut);
  choreography(app, { ...NAMES, stage: undefined }, participants);
  app.synth();
  const notices: Notice[] = [];
  const runtime = await startRuntime({ cdkOut, port: 0, onNotice: (notice) => notices.push(notice) });
  const access = {
    endpoint: runtime.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const events = new EventBridgeClient(access);
  const lambda = new LambdaClient(access);
  return {
    notices,
    queues: new SQSClient(access),
    idle: () => runtime.idle(),
    emails: () => runtime.emails(),

    /** Puts an event with some data on the bus. */
    async put(Source: string, DetailType: string, data: object): Promise<void> {
      const Detail = JSON.stringify({ data });
      await events.send(new PutEventsCommand({ Entries: [{ EventBusName: 'checkout', Source, DetailType, Detail }] }));
    },

    /** Calls a job of a participant over HTTP, `checkout_place-order`. */
    async call(job: string, method: string, path: string, body?: object) {
      const request = {
        ...{ version: '2.0', rawPath: path, rawQueryString: '', headers: {} },
        requestContext: { http: { method, path } },
        body: JSON.stringify(body),
      };
      const { Payload } = await lambda.send(
        new InvokeCommand({ FunctionName: `checkout_${job}`, Payload: JSON.stringify(request) }),
      );
      const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
      return { status: answer.statusCode as number, body: String(answer.body) };
    },

    async stop() {
      await runtime.stop();
      rmSync(cdkOut, { recursive: true });
    },
  };
}
