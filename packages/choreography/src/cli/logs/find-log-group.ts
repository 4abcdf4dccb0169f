import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Access } from '#cli/aws/endpoint.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import type { Graph } from '#graph/graph.ts';
import { InputError } from '#template/input-error.ts';

/** What is known about the functions of jobs. */
export interface Known {
  readonly access: Access;
  /** How functions are called, with `{participant}` and `{job}` in it. */
  readonly pattern?: string | undefined;
  /** The templates that are here. */
  readonly graph: Pick<Graph, 'functions'> | undefined;
}

/**
 * The log group of a job (`PARTICIPANT/JOB`, `JOB` alone, or a function's name), as its function says (API reference:
 * GetFunctionConfiguration). Throws an InputError when there is no such job, several, or no such function at the endpoint.
 */
export async function findLogGroup(job: string, { access, pattern, graph }: Known): Promise<string> {
  const FunctionName = functionOf(job, pattern, graph);
  const lambda = new LambdaClient({ ...CLIENT_CONFIG, ...access });
  try {
    const { LoggingConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    throw new InputError(
      `There is no function "${FunctionName}" at ${access.endpoint ?? 'AWS'}: is the job "${job}" deployed there?`,
    );
  } finally {
    lambda.destroy();
  }
}

function functionOf(job: string, pattern: string | undefined, graph: Known['graph']): string {
  const functions = graph?.functions ?? [];
  const [wanted, participant] = job.split('/').reverse();
  const found = functions.filter(
    (each) =>
      each.name === job || (each.job === wanted && (participant === undefined || each.participant === participant)),
  );
  const [one, another] = found;
  if (one && another)
    throw new InputError(
      `Several participants have a job "${job}": say which: ${found.map((each) => `${each.participant}/${each.job}`).join(', ')}.`,
    );
  // Templates of one deployment name the functions of that one alone.
  const named = one ?? { participant, job: wanted };
  if (pattern !== undefined && named.participant !== undefined && named.job !== undefined)
    return pattern.replace('{participant}', named.participant).replace('{job}', named.job);
  if (one && !one.name.includes('${')) return one.name;
  if (graph === undefined || participant === undefined) return job;
  throw new InputError(
    `There is no job "${job}" in the templates here. There are ${functions.map((each) => `${each.participant}/${each.job}`).join(', ')}.`,
  );
}
