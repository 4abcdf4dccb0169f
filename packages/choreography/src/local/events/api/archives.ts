import type { Archive, ArchiveProperties } from '#local/events/archive/archives.ts';
import { type Actions, seconds } from './action.ts';
import { type PageInput, pageOf } from './page.ts';

interface ArchiveInput {
  readonly ArchiveName: string;
  readonly EventSourceArn: string;
  readonly Description?: string;
  readonly EventPattern?: string;
  readonly RetentionDays?: number;
}

export const ARCHIVE_ACTIONS: Actions = {
  CreateArchive: (input: ArchiveInput, { archives }) =>
    made(archives.create(input.ArchiveName, input.EventSourceArn, propertiesOf(input))),
  UpdateArchive: (input: ArchiveInput, { archives }) => made(archives.update(input.ArchiveName, propertiesOf(input))),
  DeleteArchive: ({ ArchiveName }: ArchiveInput, { archives }) => {
    archives.delete(ArchiveName);
    return {};
  },
  DescribeArchive: ({ ArchiveName }: ArchiveInput, { archives }) => {
    const archive = archives.get(ArchiveName);
    return {
      ...summary(archive),
      ArchiveArn: archive.arn,
      Description: archive.properties.description,
      EventPattern: archive.properties.pattern,
    };
  },
  ListArchives: (
    input: PageInput & { NamePrefix?: string; EventSourceArn?: string; State?: string },
    { archives, buses },
  ) => {
    const { NamePrefix = '', EventSourceArn, State } = input;
    if (EventSourceArn !== undefined) buses.get(EventSourceArn);
    const wanted = archives
      .all()
      .filter(
        ({ name, source }) =>
          name.startsWith(NamePrefix) &&
          (EventSourceArn === undefined || source === EventSourceArn) &&
          (State === undefined || State === 'ENABLED'),
      );
    const { page, ...more } = pageOf(wanted, ({ name }) => name, input);
    return { Archives: page.map(summary), ...more };
  },
};

const propertiesOf = ({ Description, EventPattern, RetentionDays }: ArchiveInput): ArchiveProperties => ({
  ...(Description !== undefined && { description: Description }),
  ...(EventPattern !== undefined && { pattern: EventPattern }),
  ...(RetentionDays !== undefined && { retentionDays: RetentionDays }),
});

const made = ({ arn, createdAt }: Archive) => ({ ArchiveArn: arn, State: 'ENABLED', CreationTime: seconds(createdAt) });

const summary = ({ name, source, properties, events, sizeBytes, createdAt }: Archive) => ({
  ArchiveName: name,
  EventSourceArn: source,
  State: 'ENABLED',
  RetentionDays: properties.retentionDays ?? 0,
  SizeBytes: sizeBytes,
  EventCount: events.count,
  CreationTime: seconds(createdAt),
});
