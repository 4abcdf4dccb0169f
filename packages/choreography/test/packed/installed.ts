import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

const source = resolve(import.meta.dirname, '../..');

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder outside the workspace, into which npm installs the packed package. */
export class Stranger {
  /** Without links: programs tell paths as the system knows them. */
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'choreography-packed-')));
  readonly tarball: string;

  constructor() {
    execFileSync('npm', ['pack', '--ignore-scripts=false', '--pack-destination', this.folder], {
      cwd: source,
      stdio: 'pipe',
    });
    const [name = ''] = readdirSync(this.folder);
    this.tarball = join(this.folder, name);
    writeFileSync(join(this.folder, 'package.json'), '{ "private": true }');
  }

  /** Runs a program in a folder below, by this version of Node.js or another whose binary is given. */
  run(folder: string, program: string, words: readonly string[], node = process.execPath): Promise<Answer> {
    // Nothing of the test's own surroundings: neither its conditions nor the programs of the workspace.
    const { HOME, PATH } = process.env;
    const elsewhere = (PATH ?? '').split(delimiter).filter((path) => !path.includes('node_modules'));
    const env = { HOME, PATH: [dirname(node), ...elsewhere].join(delimiter), NO_COLOR: '1' };
    return new Promise((done) => {
      const cwd = join(this.folder, folder);
      execFile(program, words, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
        done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
  }

  /** What a command of the installed package answers, as `npx choreography` runs it. */
  choreography(folder: string, words: readonly string[], node?: string): Promise<Answer> {
    const own = join(this.folder, folder, 'node_modules/.bin/choreography');
    return this.run(folder, existsSync(own) ? own : join(this.folder, 'node_modules/.bin/choreography'), words, node);
  }

  /** Throws what npm said if it ends with an error. */
  async npm(folder: string, ...words: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await this.run(folder, 'npm', [...words, '--no-audit', '--no-fund']);
    if (code !== 0) throw new Error(`npm ${words.join(' ')}: ${stdout}${stderr}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
