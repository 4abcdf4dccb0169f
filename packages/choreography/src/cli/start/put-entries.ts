import { readFileSync } from 'node:fs';
import { askHere } from '#cli/aws/ask-here.ts';
import { InputError } from '#template/input-error.ts';

/** What PutEvents answers (API reference: PutEvents), or the error that any call may be answered with. */
interface PutEventsAnswer {
  readonly Entries?: readonly { readonly ErrorCode?: string; readonly ErrorMessage?: string }[];
  readonly __type?: string;
  readonly message?: string;
}

/**
 * Puts the entries of a file on the bus that they name, or on another, as `aws events put-events --entries file://FILE` does. Throws an
 * InputError that names the file when it cannot be read, or when an entry is refused.
 *
 * @param endpoint of a runtime of this process
 */
export async function putEntries(file: string, endpoint: string, bus?: string): Promise<void> {
  const Entries = readEntries(file).map((entry) => ({ ...entry, ...(bus !== undefined && { EventBusName: bus }) }));
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
  const { status, text } = await askHere(endpoint, { service: 'events', headers }, JSON.stringify({ Entries }));
  const answer = JSON.parse(text) as PutEventsAnswer;
  if (status !== 200) throw new InputError(`The bus did not take ${file}: ${answer.__type}: ${answer.message}`);
  const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode);
  if (refused) throw new InputError(`The bus did not take ${file}: ${refused.ErrorCode}: ${refused.ErrorMessage}`);
}

function readEntries(file: string): object[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as object[];
  } catch (error) {
    throw new InputError(
      `${file} is no file of PutEvents entries: ${(error as Error).message}. choreography.json names it under "sample".`,
    );
  }
}
