import { SqsError } from './sqs-error.ts';

export interface BatchEntry {
  readonly Id: string;
}

const MAX_ENTRIES = 10;

/**
 * Does what a batch asks for, entry by entry: what is refused of one does not stop the others.
 *
 * @throws SqsError if the batch as a whole cannot be
 */
export function answerBatch<E extends BatchEntry>(
  entries: readonly E[] | undefined,
  answer: (entry: E) => object,
): object {
  const all = checked(entries);
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of all) {
    try {
      Successful.push({ Id: entry.Id, ...answer(entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.name, Message: error.message });
    }
  }
  return { Successful, ...(Failed.length > 0 && { Failed }) };
}

function checked<E extends BatchEntry>(entries: readonly E[] = []): readonly E[] {
  if (entries.length === 0)
    throw new SqsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > MAX_ENTRIES)
    throw new SqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  const ids = entries.map(({ Id }) => Id);
  if (ids.some((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id)))
    throw new SqsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  const repeated = ids.find((id, at) => ids.indexOf(id) !== at);
  if (repeated !== undefined) throw new SqsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  return entries;
}
