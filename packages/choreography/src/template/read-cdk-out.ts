import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { collectProblems, type ReadOptions } from './collect-problems.ts';
import { readText } from './document/read-text.ts';
import { InputError } from './input-error.ts';
import { type ArtifactMetadata, withLegacyAssets } from './legacy-assets.ts';
import { nestedStacks } from './nested-stacks.ts';
import { parseTemplate } from './parse-template.ts';
import type { NamedTemplate, Stack } from './template.ts';

interface Manifest {
  version?: string;
  artifacts?: Record<string, Artifact>;
}
interface Artifact {
  type: string;
  displayName?: string;
  environment?: string;
  properties?: { templateFile?: string; stackName?: string; directoryName?: string; file?: string };
  dependencies?: string[];
  metadata?: Record<string, ArtifactMetadata[]>;
}
interface AssetManifest {
  files?: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
}

/**
 * Reads every stack of a CDK assembly (`cdk.out`), those of nested assemblies too; nested stacks when they are asked for.
 * Throws an InputError when the folder holds no assembly, or one of a schema that this version does not know, and when a
 * template cannot be read: unless `onProblem` takes the error, and the other templates are read all the same.
 */
export function readCdkOut(
  folder: string,
  { nested = false, ...options }: { nested?: boolean } & ReadOptions = {},
): Stack[] {
  const { onProblem } = options;
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new InputError(
      `There is no CDK assembly in "${folder}" (no manifest.json): synthesize first, for instance with "npm run synth".`,
    );
  }
  const manifest = readJson<Manifest>(join(folder, 'manifest.json'));
  const artifacts = Object.entries(manifest.artifacts ?? {});
  if (!/^\d+\./.test(manifest.version ?? '') || artifacts.length === 0) {
    throw new InputError(
      `${join(folder, 'manifest.json')} is no CDK assembly that these tools can read (version ${manifest.version ?? 'missing'}): synthesize again.`,
    );
  }
  let declared = 0;
  const stacks = artifacts.flatMap(([id, artifact]) => {
    if (artifact.type === 'cdk:cloud-assembly') {
      declared++;
      const inside = join(folder, artifact.properties?.directoryName ?? id);
      return readCdkOut(inside, { nested, ...options }).map((stack) => ({
        ...stack,
        stage: stack.stage === undefined ? id : `${id}/${stack.stage}`,
      }));
    }
    if (artifact.type !== 'aws:cloudformation:stack') return [];
    declared++;
    const file = join(folder, artifact.properties?.templateFile ?? `${id}.template.json`);
    return collectProblems(onProblem, (): Stack[] => {
      const written = parseTemplate(file, readText(file), options);
      const { template, assets } = withLegacyAssets(folder, written, artifact.metadata ?? {});
      const stack = {
        name: artifact.properties?.stackName ?? id,
        template,
        file: resolve(file),
        assets: new Map([...assets, ...readAssets(folder, artifact.dependencies ?? [], manifest)]),
        environment: environmentOf(artifact),
      };
      return nested ? [stack, ...nestedStacks(stack, options)] : [stack];
    });
  });
  if (declared === 0) throw new InputError(`The CDK assembly in "${folder}" has no stack: synthesize again.`);
  return stacks;
}

/** `aws://ACCOUNT/REGION`, either of which may be unknown. */
function environmentOf({ environment = '' }: Artifact): NonNullable<NamedTemplate['environment']> {
  const [, account, region] = environment.match(/^aws:\/\/([^/]+)\/(.+)$/) ?? [];
  return {
    ...(account && account !== 'unknown-account' && { account }),
    ...(region && region !== 'unknown-region' && { region }),
  };
}

function readAssets(folder: string, dependencies: readonly string[], manifest: Manifest): Map<string, string> {
  const assets = new Map<string, string>();
  for (const id of dependencies) {
    const artifact = manifest.artifacts?.[id];
    if (artifact?.type !== 'cdk:asset-manifest' || !artifact.properties?.file) continue;
    const { files = {} } = readJson<AssetManifest>(join(folder, artifact.properties.file));
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, resolve(folder, source.path));
    }
  }
  return assets;
}

function readJson<Content>(file: string): Content {
  const text = readText(file);
  try {
    return JSON.parse(text) as Content;
  } catch (error) {
    throw new InputError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}
