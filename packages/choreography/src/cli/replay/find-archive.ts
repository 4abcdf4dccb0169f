import { type EventBridgeClient, ListArchivesCommand } from '@aws-sdk/client-eventbridge';
import { InputError } from '#template/input-error.ts';

export interface FoundArchive {
  readonly name: string;
  readonly arn: string;
  /** The ARN of its bus. */
  readonly bus: string;
}

/** The archive of that name, or the only one there is. Throws an InputError that names those that there are. */
export async function findArchive(events: EventBridgeClient, name?: string): Promise<FoundArchive> {
  const all: FoundArchive[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListArchivesCommand({ NextToken }));
    for (const { ArchiveName = '', EventSourceArn = '' } of page.Archives ?? []) {
      const arn = EventSourceArn.replace(/:event-bus\/.*$/, `:archive/${ArchiveName}`);
      all.push({ name: ArchiveName, arn, bus: EventSourceArn });
    }
    NextToken = page.NextToken;
  } while (NextToken);
  const found = name === undefined ? all : all.filter((archive) => archive.name === name);
  const [one, ...more] = found;
  if (one && more.length === 0) return one;
  const names = all.map((archive) => archive.name).join(', ');
  if (all.length === 0) throw new InputError('There is no archive to replay from.');
  throw new InputError(
    name === undefined
      ? `There are several archives: choose one with --archive: ${names}.`
      : `There is no archive "${name}", only: ${names}.`,
  );
}
