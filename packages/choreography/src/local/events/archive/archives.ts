import type { Buses } from '#local/events/buses.ts';
import { detailText, type Event, eventText, isRead } from '#local/events/event.ts';
import { parseOrRefuse } from '#local/events/parse-or-refuse.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import { accountRegionIn, arn } from '#local/runtime/account.ts';
import { type OnOperation, UNCOUNTED } from '#local/runtime/metering/operation.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { readJson } from '#pattern/json/exact-json.ts';
import { RuleSet } from '#pattern/rule-set.ts';
import { EventFile } from './event-file.ts';

export interface ArchiveProperties {
  readonly description?: string;
  /** JSON text; every event is kept when there is none. */
  readonly pattern?: string;
  /** 0 keeps events for ever. */
  readonly retentionDays?: number;
}

export interface Archive {
  readonly name: string;
  readonly arn: string;
  /** The ARN of its bus. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  properties: ArchiveProperties;
  matches: (event: Event) => boolean;
  readonly events: EventFile;
  /** The size of its events, as the service counts it. */
  sizeBytes: number;
}

const DAY = 86_400_000;
const keptBelow = (archive: Pick<Archive, 'arn'>): string => `archived/${archive.arn}/`;

/** The archives of the account: what was put on their buses and matched is kept, to be replayed. */
export class Archives {
  readonly #archives = new Map<string, Archive>();

  constructor(
    private readonly buses: Buses,
    private readonly now: () => number,
    private readonly journal: Journal = NO_JOURNAL,
    private readonly count: OnOperation = UNCOUNTED,
  ) {}

  create(name: string, source: string, properties: ArchiveProperties): Archive {
    const bus = this.buses.get(source);
    const matches = matcher(properties.pattern);
    if (this.#archives.has(name))
      throw new AwsError('ResourceAlreadyExistsException', `Archive ${name} already exists.`);
    const archive: Archive = {
      name,
      arn: arn('events', `archive/${name}`, accountRegionIn(bus.arn)),
      source: bus.arn,
      createdAt: this.now(),
      properties,
      matches,
      events: new EventFile(),
      sizeBytes: 0,
    };
    this.#archives.set(name, archive);
    // Those of another run; the text keeps the digits of numbers.
    for (const [, text] of this.journal.entries(keptBelow(archive)))
      this.#add(archive, readJson(text as string) as Event);
    return archive;
  }

  update(name: string, properties: ArchiveProperties): Archive {
    const archive = this.get(name);
    const changed = { ...archive.properties, ...properties };
    archive.matches = matcher(changed.pattern);
    archive.properties = changed;
    return archive;
  }

  delete(name: string): void {
    const archive = this.get(name);
    archive.events.delete();
    this.journal.deleteAll(keptBelow(archive));
    this.#archives.delete(name);
  }

  get(name: string): Archive {
    const archive = this.#archives.get(name);
    if (!archive) throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
    return archive;
  }

  all(): Archive[] {
    return [...this.#archives.values()];
  }

  /**
   * Keeps an event in the archives of its bus; a replayed one never again (user guide: "Archiving events"). Whether any archive
   * has it.
   */
  keep(busArn: string, event: Event): boolean {
    if (event['replay-name'] !== undefined) return true;
    let kept = false;
    for (const archive of this.#archives.values()) {
      if (archive.source !== busArn || !archive.matches(event)) continue;
      const bytes = this.#add(archive, event);
      if (this.count !== UNCOUNTED) this.count({ kind: 'archived', archive: archive.name, bytes });
      if (this.journal !== NO_JOURNAL)
        this.journal.put(`${keptBelow(archive)}${archive.events.count}`, eventText(event));
      kept = true;
    }
    return kept;
  }

  /** The events of a span of time that are still kept, as numbers to read them by; times in milliseconds. */
  between({ events, properties: { retentionDays = 0 } }: Archive, from: number, to: number): number[] {
    const oldest = retentionDays === 0 ? 0 : this.now() - retentionDays * DAY;
    return events.between(Math.max(from, oldest), to);
  }

  /** Returns the event's size in bytes. */
  #add(archive: Archive, event: Event): number {
    archive.events.append(event);
    const bytes = sizeOf(event);
    archive.sizeBytes += bytes;
    return bytes;
  }

  stop(): void {
    for (const { events } of this.#archives.values()) events.delete();
    this.#archives.clear();
  }
}

/** Fits what was recorded at AWS: what an entry of PutEvents counts with its time, and the account. */
export function sizeOf(event: Event): number {
  const { source, 'detail-type': detailType, resources, account } = event;
  const size = Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detailText(event));
  return resources.reduce((sum, resource) => sum + Buffer.byteLength(resource), 14 + size + account.length);
}

function matcher(pattern: string | undefined): (event: Event) => boolean {
  if (pattern === undefined) return () => true;
  const set = new RuleSet([{ rule: pattern, ways: parseOrRefuse(pattern) }]);
  return (event) => (isRead(event) ? set.matching(event) : set.matchingText(eventText(event))).length > 0;
}
