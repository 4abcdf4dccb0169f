import { GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAssembly, queue } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  local = await aRuntime(anAssembly({ Q: queue('q') }));
});
afterAll(() => local.runtime.stop());

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const asked = async (service: string, type: string): Promise<string> => {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, Signature=x`;
  const headers = { authorization, 'content-type': type };
  const response = await fetch(local.runtime.endpoint, { method: 'POST', headers, body: 'Action=Any' });
  expect(response.status).toBe(501);
  return response.text();
};

describe('a service that is not here is told of in the form that its clients read:', () => {
  it.each([
    [
      'states',
      'application/x-amz-json-1.0',
      /^\{"__type":"UnsupportedOperationException","message":"The local runtime/,
    ],
    [
      'elasticache',
      FORM,
      /^<\?xml[^>]*><ErrorResponse><Error><Type>Sender<\/Type><Code>UnsupportedOperationException</,
    ],
    ['s3', '', /^<\?xml[^>]*><Error><Type>Sender<\/Type><Code>UnsupportedOperationException</],
    ['ec2', FORM, /^<\?xml[^>]*><Response><Errors><Error><Type>Sender<\/Type><Code>UnsupportedOperationException</],
  ])('%s', async (service, type, form) => {
    expect(await asked(service, type)).toMatch(form);
  });

  it('and to curl, which says that it sends a form, in JSON', async () => {
    const response = await fetch(`${local.runtime.endpoint}/_local/clock`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: '{}',
    });
    expect(await response.json()).toMatchObject({ __type: 'UnsupportedMediaTypeException' });
  });

  it('and so is an action that a service has not', async () => {
    await expect(
      new STSClient(local.access).send(new GetFederationTokenCommand({ Name: 'session' })),
    ).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
      message: 'The local runtime does not answer GetFederationToken of STS.',
    });
  });
});
