import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from './input-error.ts';
import type { Stack, Template } from './template.ts';

interface Manifest {
  version?: string;
  artifacts?: Record<string, Artifact>;
}
interface Artifact {
  type: string;
  displayName?: string;
  properties?: { templateFile?: string; stackName?: string; directoryName?: string; file?: string };
  dependencies?: string[];
}
interface AssetManifest {
  files?: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
}

/**
 * Reads every stack of a CDK assembly (`cdk.out`), those of nested assemblies too.
 * Throws an InputError when the folder holds no assembly, or one of a schema that this version does not know.
 */
export function readCdkOut(folder: string): Stack[] {
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new InputError(
      `There is no CDK assembly in ${folder} (no manifest.json): synthesize first, for instance with "npm run synth".`,
    );
  }
  const manifest = readJson<Manifest>(join(folder, 'manifest.json'));
  const artifacts = Object.entries(manifest.artifacts ?? {});
  if (!/^\d+\./.test(manifest.version ?? '') || artifacts.length === 0) {
    throw new InputError(
      `${join(folder, 'manifest.json')} is no CDK assembly that these tools can read (version ${manifest.version ?? 'missing'}): synthesize again.`,
    );
  }
  const stacks = artifacts.flatMap(([id, artifact]) => {
    if (artifact.type === 'cdk:cloud-assembly')
      return readCdkOut(join(folder, artifact.properties?.directoryName ?? id));
    if (artifact.type !== 'aws:cloudformation:stack') return [];
    const templateFile = join(folder, artifact.properties?.templateFile ?? `${id}.template.json`);
    return [
      {
        name: artifact.properties?.stackName ?? id,
        template: readTemplate(templateFile),
        assets: readAssets(folder, artifact.dependencies ?? [], manifest),
      },
    ];
  });
  if (stacks.length === 0) throw new InputError(`The CDK assembly in ${folder} has no stack: synthesize again.`);
  return stacks;
}

function readTemplate(file: string): Template {
  const template = readJson<Template>(file);
  if (typeof template.Resources !== 'object')
    throw new InputError(`${file} is no CloudFormation template: it has no Resources.`);
  return template;
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
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Content;
  } catch (error) {
    throw new InputError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}
