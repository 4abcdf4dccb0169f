import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { AwsError } from '../aws-error.ts';

/** Deployment packages that came as bytes, each in a folder of its own until the runtime ends. */
export class Packages {
  #folder: string | undefined;

  /** Writes the files of a package by their paths in it; returns its folder. One that would lie outside is refused. */
  write(files: Readonly<Record<string, Uint8Array>>): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'functions-'));
    const root = mkdtempSync(join(this.#folder, 'code-'));
    for (const [path, content] of Object.entries(files)) {
      const file = resolve(root, path);
      if (!file.startsWith(root + sep))
        throw new AwsError('InvalidParameterValueException', `Could not unzip uploaded file: ${path} is not in it.`);
      if (path.endsWith('/')) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return root;
  }

  remove(): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}
