import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from 'choreography/constructs';
import { describe, expect, it } from 'vitest';
import { licencesPage, locked, own, shippedPackages } from './shipped-packages.ts';

/** Licences that ask for no more than their own text to be passed on (SPDX identifiers); the last is for fonts. */
const PERMISSIVE = [
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'OFL-1.1',
];
/** Of a choice, one suffices. */
const isPermissive = (license: string) =>
  license
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((each) => PERMISSIVE.includes(each));

/** An exact version would be a second copy beside the SDK's own, in every bundle (docs/package.md). The lock file pins them. */
const AS_THE_SDK_ASKS = ['@smithy/core', '@smithy/signature-v4'];

describe('What is shipped', () => {
  it('has permissive licences', () => {
    expect(shippedPackages().filter(({ license }) => !isPermissive(license))).toEqual([]);
  });

  it('is listed with them in docs/licences.md', async () => {
    await expect(licencesPage()).toMatchFileSnapshot('../../docs/licences.md');
  });

  it('is told as CycloneDX by npm run sbom', () => {
    const { specVersion, components } = JSON.parse(
      execFileSync('npm', ['run', '-s', 'sbom'], { cwd: projectRoot, encoding: 'utf8', maxBuffer: 2 ** 26 }),
    );
    expect(specVersion).toBe('1.5');
    const names = new Set(components.map(({ name }: { name: string }) => name));
    expect(shippedPackages().filter(({ name }) => !names.has(name))).toEqual([]);
  });
});

describe('What is installed', () => {
  it('has exact versions', () => {
    const asked = own.flatMap(([, each]) => Object.entries({ ...each.dependencies, ...each.devDependencies }));
    const loose = asked.filter(
      ([name, version]) =>
        !/^\d+\.\d+\.\d+$/.test(version) && !locked[`node_modules/${name}`]?.link && !AS_THE_SDK_ASKS.includes(name),
    );
    expect(loose).toEqual([]);
  });

  it('is locked without the hosts of registries, each with its digest', () => {
    expect(Object.values(locked).filter(({ resolved, link }) => resolved && !link)).toEqual([]);
    const packages = Object.entries(locked).filter(([path, { link }]) => path.includes('node_modules') && !link);
    expect(packages.filter(([, each]) => !('integrity' in each || 'inBundle' in each)).map(([path]) => path)).toEqual(
      [],
    );
  });

  it('runs no scripts of its own', () => {
    expect(readFileSync(resolve(projectRoot, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
    // Both bring what they need for each platform; their scripts only make or check it anew.
    const withScripts = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(withScripts.map(([path]) => path)).toEqual(['node_modules/classic-level', 'node_modules/esbuild']);
  });
});
