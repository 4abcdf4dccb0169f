import { afterEach, describe, expect, test, vi } from 'vitest';
import { accessTo } from '#cli/aws/endpoint.ts';

afterEach(() => vi.unstubAllEnvs());

const MADE_UP = { accessKeyId: 'local', secretAccessKey: 'local' };

describe('Access to an endpoint of this machine', () => {
  test('needs no account: region and credentials are made up', () => {
    given({});
    expect(accessTo('http://127.0.0.1:4566')).toEqual({
      ...{ endpoint: 'http://127.0.0.1:4566', region: 'us-east-1', credentials: MADE_UP },
    });
  });

  test('uses the credentials that the caller has', () => {
    given({ AWS_ACCESS_KEY_ID: 'mine', AWS_REGION: 'eu-west-1' });
    expect(accessTo('http://localhost:4566')).toEqual({ endpoint: 'http://localhost:4566' });
  });

  test('takes the region of AWS_DEFAULT_REGION, as the AWS CLI does', () => {
    given({ AWS_ACCESS_KEY_ID: 'mine', AWS_DEFAULT_REGION: 'eu-north-1' });
    expect(accessTo('http://127.0.0.1:4566')).toEqual({ endpoint: 'http://127.0.0.1:4566', region: 'eu-north-1' });
  });
});

test('nothing is made up for an endpoint elsewhere', () => {
  given({});
  expect(accessTo('https://events.example.com')).toEqual({ endpoint: 'https://events.example.com' });
});

test.each(['nonsense', 'ftp://127.0.0.1'])('%s is refused as no address of an endpoint', (text) => {
  expect(() => accessTo(text)).toThrow(`"${text}" is no address of an AWS endpoint`);
});

/** The caller's environment, with nothing else of AWS in it. */
function given(environment: Record<string, string>): void {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_REGION', 'AWS_DEFAULT_REGION']) vi.stubEnv(name, environment[name]);
}
