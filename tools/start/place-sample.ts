import { readFileSync } from 'node:fs';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Access } from '../aws/endpoint.ts';
import { InputError } from '../template/input-error.ts';

/** Puts the entries of a file on the bus, as `aws events put-events --entries file://FILE` does. */
export async function placeSample(file: string, access: Access): Promise<void> {
  const Entries = JSON.parse(readFileSync(file, 'utf8')) as PutEventsRequestEntry[];
  const answer = await new EventBridgeClient({ ...access }).send(new PutEventsCommand({ Entries }));
  const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode);
  if (refused) throw new InputError(`The bus did not take ${file}: ${refused.ErrorCode} ${refused.ErrorMessage}`);
}
