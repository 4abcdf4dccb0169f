import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Stack } from '../../packages/choreography/src/template/template.ts';
import type { CodeFault, PlantedFault, TemplateFault } from './planted-faults.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The stacks with a fault. Throws if there is nothing that could have it. */
export const plant = async (fault: PlantedFault, stacks: readonly Stack[]): Promise<Stack[]> =>
  'resource' in fault ? plantInTemplate(fault, stacks) : plantInCode(fault, stacks);

function plantInTemplate({ resource, type, change }: TemplateFault, stacks: readonly Stack[]): Stack[] {
  let found = 0;
  const changed = stacks.map((stack) => {
    const Resources = Object.entries(stack.template.Resources).map(([id, each]) => {
      if (!id.startsWith(resource) || each.Type !== type) return [id, each];
      found++;
      return [id, { ...each, Properties: change(each.Properties ?? {}) }];
    });
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(Resources) } };
  });
  if (found !== 1) throw new Error(`${found} resources are named "${resource}…".`);
  return changed;
}

async function plantInCode({ file, replace, by, jobs }: CodeFault, stacks: readonly Stack[]): Promise<Stack[]> {
  const path = resolve(ROOT, file);
  const source = readFileSync(path, 'utf8');
  if (!source.includes(replace)) throw new Error(`"${file}" no longer has: ${replace}`);
  const folders = new Map<string, string>();
  for (const job of jobs) {
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
            bundle.onLoad({ filter: /\.ts$/ }, (loaded) =>
              loaded.path === path ? { contents: source.replace(replace, by), loader: 'ts' } : undefined,
            ),
        },
      ],
    });
    folders.set(`_${job.replace('/', '_')}`, folder);
  }
  return stacks.map((stack) => ({ ...stack, assets: withBundles(stack, folders) }));
}

function withBundles({ template, assets }: Stack, folders: ReadonlyMap<string, string>): Map<string, string> {
  const changed = new Map(assets);
  for (const { Type, Properties = {} } of Object.values(template.Resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const folder = [...folders].find(([ending]) => String(Properties.FunctionName).endsWith(ending))?.[1];
    if (folder) changed.set(String((Properties.Code as { S3Key: string }).S3Key), folder);
  }
  return changed;
}
