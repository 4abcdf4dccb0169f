import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where what is compared with is kept: outside the repository's own packages, and only fetched once. */
const CACHE = new URL('../../../../../node_modules/.cache/oracles/', import.meta.url).pathname;

/** Installs a package at an exact version, without its scripts, unless that was done before; returns its folder. */
export function installed(name: string, version: string): string {
  const folder = join(CACHE, `${name}@${version}`);
  const unpacked = join(folder, 'node_modules', name);
  if (existsSync(unpacked)) return unpacked;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, 'package.json'), '{"private":true}');
  execFileSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', `${name}@${version}`],
    { cwd: unfinished, stdio: 'pipe' },
  );
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return unpacked;
}

/** The binary of a version of Node.js, from the package that has it for this machine. */
export const nodeBinary = (version: string): string =>
  join(installed(`node-${process.platform}-${process.arch}`, version), 'bin', 'node');
