import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signedHeaders } from '#jobs/aws/signature.ts';

const word = fc.stringMatching(/^[!-~]{1,20}$/);
const requests = fc.record({
  service: fc.constantFrom('dynamodb', 'events', 'lambda', 'sqs'),
  region: fc.constantFrom('us-east-1', 'eu-west-1', 'cn-north-1'),
  path: fc.oneof(
    fc.constant('/'),
    fc
      .array(fc.stringMatching(/^[\w!'()*:~.-]{1,12}$/), { minLength: 1, maxLength: 3 })
      .map((parts) => `/f/${parts.join('/')}`),
  ),
  headers: fc
    .dictionary(fc.stringMatching(/^x-amz-[a-z][a-z-]{0,10}$/), word, { maxKeys: 3 })
    .map((more): Record<string, string> => ({ host: 'there:4566', 'content-type': 'application/json', ...more })),
  body: fc.string({ unit: 'grapheme' }),
});
const credentials = fc.record({
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{4,20}$/),
  secretAccessKey: word,
  sessionToken: fc.oneof(fc.constant(''), word),
});

test('a request has the signature that the SDK makes', async () => {
  await fc.assert(
    fc.asyncProperty(
      requests.filter(({ path, headers }) => !/\/\.{1,2}(\/|$)/.test(path) && !('x-amz-date' in headers)),
      credentials,
      fc.date({ min: new Date('2020-01-01'), max: new Date('2039-12-31'), noInvalidDate: true }),
      async (request, by, now) => {
        const { service, region, path, headers, body } = request;
        const { accessKeyId, secretAccessKey, sessionToken } = by;
        const signer = new SignatureV4({
          ...{ service, region, sha256: Hash.bind(null, 'sha256'), applyChecksum: false },
          credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) },
        });
        const asked = { method: 'POST', protocol: 'https:', hostname: 'there', path, query: {}, body, headers };
        const expected = await signer.sign(asked, { signingDate: now });
        expect(signedHeaders(request, by, now)).toEqual(expected.headers);
      },
    ),
  );
});

test('the key of another secret, day or region is not used again', () => {
  const sign = (secretAccessKey: string, region: string, day: string) =>
    signedHeaders(
      { service: 'sqs', region, path: '/', headers: { host: 'there' }, body: '' },
      { accessKeyId: 'id', secretAccessKey, sessionToken: '' },
      new Date(`${day}T12:00:00Z`),
    ).authorization?.slice(-64);
  const signatures = [
    sign('one', 'us-east-1', '2030-01-07'),
    sign('other', 'us-east-1', '2030-01-07'),
    sign('one', 'eu-west-1', '2030-01-07'),
    sign('one', 'us-east-1', '2030-01-08'),
  ];
  expect(new Set(signatures).size).toBe(4);
  expect(sign('one', 'us-east-1', '2030-01-07')).toBe(signatures[0]);
});
