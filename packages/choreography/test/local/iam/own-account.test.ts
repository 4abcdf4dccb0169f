import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAssembly } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  local = await aRuntime(anAssembly({ Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'library' } } }));
});
afterAll(() => local.runtime.stop());

const put = (EventBusName: string, detail: object) =>
  new EventBridgeClient(local.access).send(
    new PutEventsCommand({
      Entries: [{ EventBusName, Source: 'library.desk', DetailType: 'Lent', Detail: JSON.stringify(detail) }],
    }),
  );

/** What is answered to a request whose account numbers are written as escapes of JSON. */
async function putEscaped(bus: string): Promise<{ status: number; text: string }> {
  const entry = { EventBusName: bus, Source: 'library.desk', DetailType: 'Lent', Detail: '{}' };
  const answer = await fetch(local.access.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSEvents.PutEvents',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20261130/us-east-1/events/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    },
    body: JSON.stringify({ Entries: [entry] }).replace(/\d{12}/g, (digits) => `\\u003${digits[0]}${digits.slice(1)}`),
  });
  return { status: answer.status, text: await answer.text() };
}

test.each(['111122223333', 'loan:111122223333:1', 'loans/111122223333/1', 'arn:aws:sqs:us-east-1:111122223333:q'])(
  'the data of an event may have what looks like the number of another account: %s',
  async (id) => {
    await expect(put('library', { loan: { id } })).resolves.toMatchObject({ FailedEntryCount: 0 });
  },
);

test("the bus of another account is judged, however its number is written, and one's own is one's own", async () => {
  const busOf = (account: string) => `arn:aws:events:us-east-1:${account}:event-bus/library`;
  const plain = await put(busOf('111122223333'), {}).then(
    () => 'answered',
    ({ name }: Error) => name,
  );
  const escaped = await putEscaped(busOf('111122223333'));
  expect([plain, escaped.status]).toEqual(['AccessDeniedException', 400]);
  expect(escaped.text).toContain('AccessDeniedException');
  expect(await putEscaped(busOf('000000000000'))).toMatchObject({ status: 200 });
});
