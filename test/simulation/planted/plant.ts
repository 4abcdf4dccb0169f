import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Stack } from '../../../packages/choreography/src/template/template.ts';
import type { CodeFault, PlantedFault, ResourceChange } from './planted-fault.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The stacks with a fault. Throws if there is nothing that could have it. A fault of a service is in none. */
export async function plant(fault: PlantedFault, stacks: readonly Stack[]): Promise<readonly Stack[]> {
  if ('harm' in fault) return stacks;
  if ('jobs' in fault) return plantInCode(fault, stacks);
  return [fault, ...(fault.also ?? [])].reduce(changed, stacks);
}

function changed(stacks: readonly Stack[], { resource, type, change }: ResourceChange): readonly Stack[] {
  let found = 0;
  const all = stacks.map((stack) => {
    const Resources = Object.entries(stack.template.Resources).map(([id, each]) => {
      if (!id.startsWith(resource) || each.Type !== type) return [id, each];
      found++;
      return [id, { ...each, Properties: change(each.Properties ?? {}) }];
    });
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(Resources) } };
  });
  if (found !== 1) throw new Error(`${found} resources are named "${resource}…".`);
  return all;
}

/** The files of a code fault, by path. Throws if one no longer has what is replaced. */
export function plantedFiles(fault: CodeFault): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { file, replace, by } of [fault, ...(fault.also ?? [])]) {
    const path = resolve(ROOT, file);
    const source = files.get(path) ?? readFileSync(path, 'utf8');
    if (!source.includes(replace)) throw new Error(`"${file}" no longer has: ${replace}`);
    files.set(
      path,
      source.replace(replace, () => by),
    );
  }
  return files;
}

async function plantInCode(fault: CodeFault, stacks: readonly Stack[]): Promise<Stack[]> {
  const files = plantedFiles(fault);
  const folders = new Map<string, string>();
  for (const job of fault.jobs) {
    const folder = mkdtempSync(join(tmpdir(), 'planted-'));
    await build({
      ...{ entryPoints: [resolve(ROOT, `functions/${job}.ts`)], outfile: join(folder, 'index.js'), bundle: true },
      ...{ platform: 'node', format: 'cjs', target: 'node20', minify: true, mainFields: ['module', 'main'] },
      sourcemap: 'external',
      conditions: ['@choreography/source'],
      alias: {
        '@aws-sdk/credential-provider-node': resolve(
          ROOT,
          'packages/choreography/src/constructs/bundle/environment-credentials.ts',
        ),
      },
      plugins: [
        {
          name: 'plant',
          setup: (bundle) =>
            bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
              const contents = files.get(path);
              return contents === undefined ? undefined : { contents, loader: 'ts' };
            }),
        },
      ],
    });
    folders.set(`_${job.replace('/', '_')}`, folder);
  }
  return stacks.map((stack) => ({ ...stack, assets: withBundles(stack, folders) }));
}

function withBundles({ template, assets }: Stack, folders: ReadonlyMap<string, string>): Map<string, string> {
  const planted = new Map(assets);
  for (const { Type, Properties = {} } of Object.values(template.Resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const folder = [...folders].find(([ending]) => String(Properties.FunctionName).endsWith(ending))?.[1];
    if (folder) planted.set(String((Properties.Code as { S3Key: string }).S3Key), folder);
  }
  return planted;
}

/** Does some work while a fault of a service is there; one of a code or a template is in the stacks. */
export async function harmed<Result>(fault: PlantedFault, work: () => Promise<Result>): Promise<Result> {
  const undo = 'harm' in fault ? fault.harm() : () => {};
  try {
    return await work();
  } finally {
    undo();
  }
}
