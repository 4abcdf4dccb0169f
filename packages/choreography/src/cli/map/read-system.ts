import { projectTemplates } from '#cli/project/project-templates.ts';
import { synthesize } from '#cli/start/synthesize.ts';
import { InputError } from '#template/input-error.ts';
import { readTemplates } from '#template/read-templates.ts';
import type { NamedTemplate } from '#template/template.ts';

/** The options by which commands find the templates to read. */
export interface SystemOptions {
  /** Read on if a template cannot be used; its error is printed, and the exit code is 1. */
  readonly keepGoing?: boolean;
  /** Transforms without which templates are read. */
  readonly ignoreTransform?: readonly string[];
  /** Read what runs instead. */
  readonly account?: boolean;
  readonly endpointUrl?: string;
  readonly profile?: string;
  readonly region?: string;
}

/**
 * The templates at some paths as one system. Without a path, this project's, synthesized now if it has a synth command: earlier
 * templates may be out of date. Throws an InputError for the first template that cannot be used, unless `keepGoing` is set.
 */
export async function readSystem(
  paths: readonly string[],
  system: SystemOptions = {},
): Promise<readonly NamedTemplate[]> {
  const { keepGoing, ignoreTransform } = system;
  if (system.account) {
    if (paths.length > 0)
      throw new InputError(
        '--account reads what runs, and no templates: leave one of both out, or compare them with diff.',
      );
    return (await import('#cli/aws/account/account-of.ts')).accountOf(system);
  }
  const onProblem = keepGoing ? tellProblem : undefined;
  const options = { ignoreTransforms: ignoreTransform };
  if (paths.length > 0) return readTemplates(paths, onProblem, options);
  const { synth, path } = projectTemplates();
  if (synth) await synthesize(synth).done;
  return readTemplates([path], onProblem, options);
}

function tellProblem({ message }: Error): void {
  console.error(message);
  process.exitCode = 1;
}
