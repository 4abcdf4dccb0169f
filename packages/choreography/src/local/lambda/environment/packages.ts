import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { zipSync } from 'fflate';
import { invalidParameterValue } from '#local/gateway/aws-error.ts';

/** Deployment packages that came as bytes, each in a folder of its own until the runtime ends. */
export class Packages {
  #folder: string | undefined;
  readonly #summaries = new Map<string, { size: number; sha256: string }>();

  /** Writes the files of a package by their paths in it; returns its folder. One that would lie outside is refused. */
  write(files: Readonly<Record<string, Uint8Array>>): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'functions-'));
    const root = mkdtempSync(join(this.#folder, 'code-'));
    for (const [path, content] of Object.entries(files)) {
      const file = resolve(root, path);
      if (!file.startsWith(root + sep))
        throw invalidParameterValue(`Could not unzip uploaded file: ${path} is not in it.`);
      if (path.endsWith('/')) continue;
      mkdirSync(dirname(file), { recursive: true });
      // The zip's modes are not read: whatever is a program may be run.
      writeFileSync(file, content, { mode: 0o755 });
    }
    return root;
  }

  /** The package in a folder, as a zip. */
  zip(root: string): Buffer {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(root, path)).isFile())
      .sort()
      .map((path) => [path.replaceAll(sep, '/'), readFileSync(join(root, path))] as const);
    return Buffer.from(zipSync(Object.fromEntries(files), { mtime: ZIP_EPOCH }));
  }

  /** The size in bytes and the hash of a package; known after it was asked for once. */
  summary(root: string): { readonly size: number; readonly sha256: string } {
    const known = this.#summaries.get(root);
    if (known) return known;
    const zip = this.zip(root);
    const summary = { size: zip.length, sha256: createHash('sha256').update(zip).digest('base64') };
    this.#summaries.set(root, summary);
    return summary;
  }

  remove(): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}

/** The same files are the same zip, whenever it is made. */
const ZIP_EPOCH = '1980-01-01T00:00:00';
