import { statSync } from 'node:fs';
import type { Resource } from './resource-type.ts';

/** The location of a function's code or a layer's content: inline, or an asset by its key. */
interface Artifact {
  readonly S3Key?: string;
  readonly ZipFile?: string;
}

/** Why an artifact cannot be used; undefined if it is inline, or a folder on this machine. @param kind the word for it, such as `code` */
export function whyNoArtifact(kind: string, artifact: unknown, { asset }: Resource): string | undefined {
  const { S3Key, ZipFile } = Object(artifact) as Artifact;
  if (ZipFile !== undefined) return undefined;
  const folder = S3Key === undefined ? undefined : asset(S3Key);
  if (folder === undefined) return `its ${kind} ${S3Key === undefined ? '' : `"${S3Key}" `}is not on this machine`;
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? undefined
    : `its ${kind} "${folder}" is no folder`;
}
