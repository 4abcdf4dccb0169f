import { dirname, resolve } from 'node:path';
import { LOCAL_CODE } from './sam/function/local-code.ts';
import type { Template } from './template.ts';

/** The names by which a template refers to code beside its file (SAM's `CodeUri` and `ContentUri`), with the code's folder. */
export function localCode(file: string, { Resources }: Template): Map<string, string> {
  const local = new Map<string, string>();
  for (const id in Resources) {
    const Properties = Resources[id]?.Properties;
    const code = (Properties?.Code ?? Properties?.Content) as { S3Bucket?: unknown; S3Key?: unknown } | undefined;
    if (code?.S3Bucket === LOCAL_CODE) local.set(String(code.S3Key), resolve(dirname(file), String(code.S3Key)));
  }
  return local;
}
