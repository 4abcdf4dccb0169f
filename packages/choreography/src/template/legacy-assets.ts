import { resolve } from 'node:path';
import type { Template } from './template.ts';

/** Metadata of a stack in a manifest: what the first version of the CDK says of an asset, whose place it leaves to parameters. */
export interface ArtifactMetadata {
  readonly type: string;
  readonly data?: unknown;
}

interface LegacyAsset {
  readonly path: string;
  readonly id: string;
  readonly packaging?: string;
  readonly s3BucketParameter?: string;
  readonly s3KeyParameter?: string;
  readonly artifactHashParameter?: string;
}

/**
 * The assets of a stack that the CDK's legacy synthesizer wrote, by S3 object key, and its template with the values that the CDK would give
 * its parameters: the key is in two parts, parted by `||`.
 */
export function withLegacyAssets(
  folder: string,
  template: Template,
  metadata: Readonly<Record<string, readonly ArtifactMetadata[]>>,
): { readonly template: Template; readonly assets: ReadonlyMap<string, string> } {
  const found = Object.values(metadata)
    .flat()
    .flatMap(({ type, data }) => (type === 'aws:cdk:asset' ? [data as LegacyAsset] : []))
    .filter(({ s3KeyParameter }) => s3KeyParameter !== undefined);
  if (found.length === 0) return { template, assets: new Map() };
  const name = ({ id, packaging }: LegacyAsset) => (packaging === 'zip' ? `${id}.zip` : id);
  const values = new Map(
    found.flatMap((asset) => [
      [asset.s3BucketParameter, 'assets'],
      [asset.s3KeyParameter, `assets/||${name(asset)}`],
      [asset.artifactHashParameter, asset.id],
    ]),
  );
  const Parameters = Object.fromEntries(
    Object.entries(template.Parameters ?? {}).map(([parameter, declared]) => {
      const Default = values.get(parameter);
      return [parameter, Default === undefined ? declared : { ...declared, Default }];
    }),
  );
  return {
    template: { ...template, Parameters },
    assets: new Map(found.map((asset) => [`assets/${name(asset)}`, resolve(folder, asset.path)])),
  };
}
