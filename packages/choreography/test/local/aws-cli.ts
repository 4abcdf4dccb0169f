import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

export const cliIsInstalled = spawnSync('aws', ['--version']).status === 0;

/** What the unmodified AWS CLI prints, as JSON where it is JSON; its error's text as an Error. */
export async function awsCli(endpoint: string, ...parameters: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)('aws', [...parameters, '--endpoint-url', endpoint], {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
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
