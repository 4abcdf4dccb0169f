import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../../../..');
const bin = join(repository, 'packages/choreography/bin/choreography.mjs');

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Folders in which the command line is run as a user runs it, on projects that it made itself. */
export class MadeProject {
  private constructor(readonly folder: string) {}

  /** A folder with nothing in it. */
  static empty(): MadeProject {
    return new MadeProject(mkdtempSync(join(tmpdir(), 'choreography-new-')));
  }

  /** A project made by `new` with these options; what it needs is installed, by a link to what is installed here. */
  static async make(options: readonly string[] = []): Promise<MadeProject> {
    const project = MadeProject.empty();
    const { code, stderr } = await project.choreography('new', '.', '--yes', '--bus', 'library', ...options);
    if (code !== 0) throw new Error(stderr);
    symlinkSync(join(repository, 'node_modules'), join(project.folder, 'node_modules'));
    return project;
  }

  copy(): MadeProject {
    const project = MadeProject.empty();
    cpSync(this.folder, project.folder, { recursive: true, verbatimSymlinks: true });
    return project;
  }

  choreography(...words: readonly string[]): Promise<Answer> {
    return this.run('node', [bin, ...words]);
  }

  /** Writes its templates to `cdk.out`. */
  synthesize(): Promise<Answer> {
    return this.run('node', [bin, 'synth']);
  }

  /** An empty folder for projects that are compiled at once: nearly all that the compiler does is to read what is installed. */
  static together(): MadeProject {
    const all = MadeProject.empty();
    symlinkSync(join(repository, 'node_modules'), all.path('node_modules'));
    return all;
  }

  /** Puts a copy of it, as it is now, into such a folder. */
  join(all: MadeProject, name: string): void {
    cpSync(this.folder, all.path(name), { recursive: true, verbatimSymlinks: true });
    const config = { extends: `./${name}/tsconfig.json`, include: ['*/**/*.ts'], exclude: ['**/node_modules'] };
    writeFileSync(all.path('tsconfig.json'), JSON.stringify(config));
  }

  /** What the compiler says against it, with the paths of the files; empty if nothing. */
  async typeErrors(): Promise<string> {
    const { stdout } = await this.run(join(repository, 'node_modules/.bin/tsc'), [
      '--customConditions',
      '@choreography/source',
    ]);
    return stdout;
  }

  /** Its tests, as `npm test` runs them. */
  tests(): Promise<Answer> {
    const config = join(import.meta.dirname, 'in-workspace.config.ts');
    return this.run(join(repository, 'node_modules/.bin/vitest'), [
      'run',
      '--testTimeout',
      '30000',
      '--root',
      '.',
      '--config',
      config,
    ]);
  }

  /** Every file, but what is installed or built, by its path. */
  files(): Map<string, string> {
    const paths = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.folder, join(entry.parentPath, entry.name)))
      .filter((path) => !/^(node_modules|cdk\.out|build)\b/.test(path));
    return new Map(paths.sort().map((path) => [path, readFileSync(join(this.folder, path), 'utf8')]));
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(program: string, words: readonly string[]): Promise<Answer> {
    return new Promise((done) => {
      execFile(program, words, { cwd: this.folder, encoding: 'utf8' }, (error, stdout, stderr) =>
        done({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  }
}
