import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

export const cliIsInstalled = spawnSync('aws', ['--version']).status === 0;

interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

/** What the unmodified AWS CLI prints, as JSON where it is JSON; its error's text as an Error. */
export const awsCli = (endpoint: string, ...parameters: string[]): Promise<unknown> =>
  awsCliAs({ AccessKeyId: 'test', SecretAccessKey: 'test', SessionToken: '' }, endpoint, ...parameters);

/** What it prints when it calls with credentials. */
export async function awsCliAs(
  { AccessKeyId, SecretAccessKey, SessionToken }: Credentials,
  endpoint: string,
  ...parameters: string[]
): Promise<unknown> {
  const { stdout } = await promisify(execFile)('aws', [...parameters, '--endpoint-url', endpoint], {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      ...(SessionToken && { AWS_SESSION_TOKEN: SessionToken }),
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_DEFAULT_OUTPUT: 'json',
      AWS_PAGER: '',
    },
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return stdout;
  }
}
