import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from 'choreography/constructs';
import { makePage } from '../../packages/choreography/src/constructs/bundle/make-page.ts';

/** A package in package-lock.json, as npm writes it (npm: "package-lock.json"). */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  /** Whether it is one of the project's own, from a workspace. */
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** By the path where each is installed; the project's own are at other paths than in node_modules. */
export const locked: Readonly<Record<string, LockedPackage>> = JSON.parse(
  readFileSync(resolve(projectRoot, 'package-lock.json'), 'utf8'),
).packages;

/** The project itself, and what it has in workspaces. */
export const own = Object.entries(locked).filter(([path]) => !path.includes('node_modules'));

/** The packages that the monitor's page has in its one file. */
const inPage = (): string[] =>
  makePage(resolve(projectRoot, 'packages/choreography/src/monitor/page')).packages.map((path) =>
    path.replace(/^.*node_modules\//, ''),
  );

/** What a user of the package and the shop gets: their dependencies, what these need, and what is in the page. Tests and builds bring others. */
export function shippedPackages(): { readonly name: string; readonly license: string }[] {
  const found = new Set<string>();
  const follow = (name: string, from: string) => {
    const path = installedAt(name, from);
    if (path === undefined || found.has(path) || locked[path]?.link) return;
    found.add(path);
    const { dependencies, optionalDependencies } = locked[path] ?? {};
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) follow(each, path);
  };
  for (const name of inPage()) follow(name, 'packages/choreography');
  for (const [path, { dependencies }] of own) for (const name of Object.keys({ ...dependencies })) follow(name, path);
  return [...found]
    .map((path) => ({ name: path.replace(/^.*node_modules\//, ''), license: locked[path]?.license ?? 'none' }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `docs/licences.md`: the packages by their licences. */
export function licencesPage(): string {
  const byLicence = new Map<string, Set<string>>();
  for (const { name, license } of shippedPackages())
    byLicence.set(license, (byLicence.get(license) ?? new Set()).add(name));
  const rows = [...byLicence].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '# Licences',
    '',
    'The packages that the tools, the stacks and the functions use, and what these need, by the licence that each names. Written by `npx vitest run test/docs -u`, which fails for a licence that is not permissive. `npm run -s sbom` prints all packages that are installed, with versions and digests, as CycloneDX 1.5.',
    '',
    '| licence | packages |',
    '|---|---|',
    ...rows.map(([licence, names]) => `| ${licence} | ${[...names].join(', ')} |`),
    '',
  ].join('\n');
}

/** Where Node finds a package that another names: in its own folder, or in one above. */
function installedAt(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder}${folder ? '/' : ''}node_modules/${name}`;
    if (path in locked) return path;
    if (folder === '') return undefined;
  }
}
