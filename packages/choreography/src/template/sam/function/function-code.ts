import { isObject } from '#template/document/as-object.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { SamResource } from '#template/sam/resources.ts';
import { LOCAL_CODE } from './local-code.ts';

/** A function's `Code`. Code on this machine is an asset by its path, as written in the template. */
export function codeOf({ id, properties }: SamResource): object {
  const { PackageType, InlineCode, CodeUri, ImageUri, SourceKMSKeyArn } = properties;
  // `sam build` puts in the image that it has built.
  if (PackageType === 'Image') return { ImageUri };
  if (InlineCode !== undefined) return { ZipFile: InlineCode };
  return { ...locationOf(id, 'CodeUri', CodeUri), ...(SourceKMSKeyArn && { SourceKMSKeyArn }) };
}

/** The location of an artifact: in a bucket, or on this machine, from where `sam package` uploads it. */
export function locationOf(id: string, property: string, uri: unknown): object {
  if (isObject(uri)) {
    const { Bucket, Key, Version } = uri;
    if (!Bucket || !Key) refuse(id, `'${property}' requires Bucket and Key properties to be specified.`);
    return { S3Bucket: Bucket, S3Key: Key, ...(Version !== undefined && { S3ObjectVersion: Version }) };
  }
  const text = typeof uri === 'string' ? uri : '.';
  const [, bucket, key, version] = text.match(/^s3:\/\/([^/]+)\/+([^?]+)(?:\?versionId=(.+))?$/) ?? [];
  if (bucket === undefined) return { S3Bucket: LOCAL_CODE, S3Key: text };
  return { S3Bucket: bucket, S3Key: key, ...(version !== undefined && { S3ObjectVersion: version }) };
}
