import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { commandsInOneProcess } from './commands-in-one-process.ts';

/** Whether a folder of the PATH has the AWS CLI. */
export const cliIsInstalled = (process.env.PATH ?? '').split(delimiter).some((folder) => {
  try {
    accessSync(join(folder, 'aws'), constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

/** What the unmodified AWS CLI prints, as JSON where it is JSON; its error's text as an Error. */
export const awsCli = (endpoint: string, ...parameters: string[]): Promise<unknown> =>
  awsCliAs({ AccessKeyId: 'test', SecretAccessKey: 'test', SessionToken: '' }, endpoint, ...parameters);

/** What it prints when it calls with credentials. */
export async function awsCliAs(credentials: Credentials, endpoint: string, ...parameters: string[]): Promise<unknown> {
  const stdout = await printed([...parameters, '--endpoint-url', endpoint], environmentOf(credentials));
  try {
    return JSON.parse(stdout);
  } catch {
    return stdout;
  }
}

/** What the command `aws` prints in a process of its own. */
export async function awsCliAlone(endpoint: string, ...parameters: string[]): Promise<string> {
  const env = environmentOf({ AccessKeyId: 'test', SecretAccessKey: 'test', SessionToken: '' });
  return alone([...parameters, '--endpoint-url', endpoint], env);
}

async function printed(words: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const run = await commandsInOneProcess();
  if (!run) return alone(words, env);
  const { code, stdout, stderr } = await run({ words, env });
  if (code !== 0) throw new Error(`Command failed: aws ${words.join(' ')}\n${stderr}`);
  return stdout;
}

async function alone(words: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  return (await promisify(execFile)('aws', words, { env: { ...process.env, ...env } })).stdout;
}

const environmentOf = ({ AccessKeyId, SecretAccessKey, SessionToken }: Credentials) => ({
  AWS_ACCESS_KEY_ID: AccessKeyId,
  AWS_SECRET_ACCESS_KEY: SecretAccessKey,
  ...(SessionToken && { AWS_SESSION_TOKEN: SessionToken }),
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_DEFAULT_OUTPUT: 'json',
  AWS_PAGER: '',
});
