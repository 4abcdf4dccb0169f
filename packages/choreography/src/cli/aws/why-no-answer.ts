import { whyUnreachable } from './why-unreachable.ts';

/**
 * Why AWS or an emulator did not let the monitor be called, and what to do: one sentence for the
 * user. The names are those of the AWS SDK's errors and of Lambda's Invoke (API reference: "Common Errors").
 */
export function whyNoAnswer(error: Error, functionName: string, endpoint: string | undefined): string {
  const where = endpoint ?? 'AWS';
  if (error.name === 'ResourceNotFoundException')
    return `There is no function ${functionName} at ${where}: is the monitor deployed there? choreography.json names it.`;
  return (
    whyUnreachable(error, endpoint) ??
    `${where} did not let the monitor (${functionName}) be asked: ${error.name}: ${error.message}`
  );
}
