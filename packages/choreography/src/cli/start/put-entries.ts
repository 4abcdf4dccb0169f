import { readFileSync } from 'node:fs';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Access } from '#cli/aws/endpoint.ts';
import { InputError } from '#template/input-error.ts';

/**
 * Puts the entries of a file on the bus that they name, or on another, as `aws events put-events --entries file://FILE` does. Throws an InputError that
 * names the file when it cannot be read, or when an entry is refused.
 */
export async function putEntries(file: string, access: Access, bus?: string): Promise<void> {
  const Entries = readEntries(file).map((entry) => ({ ...entry, ...(bus !== undefined && { EventBusName: bus }) }));
  const answer = await new EventBridgeClient({ ...access })
    .send(new PutEventsCommand({ Entries }))
    .catch((error: Error) => {
      throw new InputError(`The bus did not take ${file}: ${error.name}: ${error.message}`);
    });
  const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode);
  if (refused) throw new InputError(`The bus did not take ${file}: ${refused.ErrorCode}: ${refused.ErrorMessage}`);
}

function readEntries(file: string): PutEventsRequestEntry[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PutEventsRequestEntry[];
  } catch (error) {
    throw new InputError(
      `${file} is no file of PutEvents entries: ${(error as Error).message}. choreography.json names it under "sample".`,
    );
  }
}
