import { execFile, execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from 'choreography/constructs';
import type { Block } from './blocks.ts';

/** A copy of what this project's synth reads, in a git repository of its own, with the packages that are installed here. */
export class ProjectCopy {
  private readonly folder = mkdtempSync(join(tmpdir(), 'choreography-how-to-'));

  constructor() {
    // With their times, so that a bundle of which no input changes is not made again.
    execFileSync('cp', ['-pR', ...COPIED.filter((each) => existsSync(resolve(projectRoot, each))), this.folder], {
      cwd: projectRoot,
    });
    symlinkSync(resolve(projectRoot, 'node_modules'), join(this.folder, 'node_modules'));
    writeFileSync(join(this.folder, '.gitignore'), 'node_modules\ncdk.out\nbuild\n');
    this.git(['init', '--quiet']);
    this.git(['add', '.']);
    this.git(['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'As it is']);
  }

  /** Does what a page's blocks say: new files in `ts`, changes in `diff`, and `git rm` in `sh`. */
  apply(blocks: readonly Block[]): void {
    for (const { language, text } of blocks) {
      if (language === 'diff') this.git(['apply', '--recount', '-'], text);
      if (language === 'ts') this.create(text);
      for (const [, words = ''] of language === 'sh' ? text.matchAll(/^git (rm .*)$/gm) : [])
        this.git(words.split(' '));
    }
  }

  /** The files that differ from the project, with git's letter for how: A for an added one, M, or D. */
  changes(): { how: string; file: string }[] {
    this.git(['add', '.']);
    const lines = this.git(['diff', '--cached', '--name-status', '--no-renames']).split('\n');
    return lines.filter(Boolean).map((line) => ({ how: line.charAt(0), file: line.slice(2) }));
  }

  /** Synthesizes it as its `npm run synth` does. The templates' texts, by the stacks' names. */
  async synthesize(): Promise<ReadonlyMap<string, string>> {
    const out = join(this.folder, 'cdk.out');
    await promisify(execFile)(process.execPath, ['infra/synth.mjs'], { cwd: this.folder });
    const suffix = '.template.json';
    return new Map(
      readdirSync(out)
        .filter((file) => file.endsWith(suffix))
        .map((file) => [file.replace(suffix, ''), readFileSync(join(out, file), 'utf8')]),
    );
  }

  /** A folder where the templates of some versions stand under the versions' names, with what this project allows by name. */
  versions(texts: Readonly<Record<string, ReadonlyMap<string, string>>>): string {
    const folder = join(this.folder, 'build/versions');
    for (const [version, templates] of Object.entries(texts)) {
      mkdirSync(join(folder, version), { recursive: true });
      for (const [stack, text] of templates) writeFileSync(join(folder, version, `${stack}.template.json`), text);
    }
    copyFileSync(join(this.folder, 'choreography.json'), join(folder, 'choreography.json'));
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** A new file, whose path is its first line: `// events/order-paid.ts`. */
  private create(text: string): void {
    const [, path = ''] = text.match(/^\/\/ (\S+)\n/) ?? [];
    const file = join(this.folder, path);
    if (existsSync(file)) throw new Error(`${path} is there already.`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  private git(words: readonly string[], input = ''): string {
    return execFileSync('git', words, { cwd: this.folder, encoding: 'utf8', input });
  }
}

const COPIED = [
  'events',
  'functions',
  'infra',
  'build',
  'cdk.json',
  'choreography.json',
  'package.json',
  'tsconfig.json',
];
