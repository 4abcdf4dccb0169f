import { dirname, resolve } from 'node:path';
import { LOCAL_CODE } from './sam/function/local-code.ts';
import type { Template } from './template.ts';

/** The names by which a template refers to code beside its file (SAM's `CodeUri` and `ContentUri`), with the code's folder. */
export function localCode(file: string, { Resources }: Template): Map<string, string> {
  const code = Object.values(Resources).map(
    ({ Properties }) => (Properties?.Code ?? Properties?.Content) as { S3Bucket?: unknown; S3Key?: unknown },
  );
  const local = code.filter((each) => each?.S3Bucket === LOCAL_CODE).map(({ S3Key }) => String(S3Key));
  return new Map(local.map((key) => [key, resolve(dirname(file), key)]));
}
