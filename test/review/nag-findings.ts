import { createRequire } from 'node:module';
import type { App } from 'aws-cdk-lib/core';

/** Loaded only when it is asked for: cdk-nag takes longer to load than the stacks to synthesize. */
const require = createRequire(import.meta.url);

/**
 * What cdk-nag's packs AwsSolutions and Serverless find in a synthesized app, and nobody acknowledged: a line for each
 * resource. A pack that could not look at a resource says so, too.
 */
export function nagFindings(app: App): string[] {
  const { AwsSolutionsChecks, ServerlessChecks } = require('cdk-nag') as typeof import('cdk-nag');
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, description, violatingResources = [] }) =>
        violatingResources.map(
          (found) => `${JSON.parse(JSON.stringify(found)).constructPath}: ${ruleName}: ${description}`,
        ),
      ),
  );
}
