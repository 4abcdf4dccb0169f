import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import { loggingConfig } from '#local/lambda/logging-config.ts';
import type { Given } from './given.ts';

/** Writes a function's code into a folder of its own; returns that. */
export function folderOf({ code }: Given): string {
  const root = mkdtempSync(join(tmpdir(), 'oracle-'));
  for (const [path, content] of Object.entries(typeof code === 'string' ? { 'index.js': code } : code)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

export const configOf = ({ handler = 'index.handler' }: Given, root: string, runtime: string): FunctionConfig => ({
  name: 'oracle',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:oracle',
  ...{ runtime, handler, root, environment: {}, timeoutSeconds: 10, memoryMegabytes: 128 },
  roleArn: 'arn:aws:iam::000000000000:role/oracle',
  changedAt: 0,
  logging: loggingConfig('oracle'),
});
