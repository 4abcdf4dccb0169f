import type { Command } from 'commander';
import { withTemplateOptions } from './options.ts';

/** Adds `diff`. */
export function addDiff(program: Command): void {
  withTemplateOptions(
    program
      .command('diff')
      .argument(
        '<old>',
        'a CDK assembly, a folder, a template file, or a git commit, which is synthesized if it has to be',
      )
      .argument('[new]', 'what to compare it with (default: this project as its files are now)')
      .description(
        'how the choreography changed: jobs moved, contracts broken and whom they break; Markdown for a pull request',
      )
      .option('--json', 'as JSON')
      .option('--cost', 'run both sides, and tell by how much the cost of an instance and what is full first move')
      .option('--account', 'compare with what runs: what runs and is in no template, and the other way round'),
  ).action(async (from, to, options) => (await import('#cli/diff/diff.ts')).diff(from, to, options));
}
