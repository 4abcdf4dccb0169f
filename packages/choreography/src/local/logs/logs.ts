import { AwsError } from '#local/gateway/aws-error.ts';
import { arn } from '#local/runtime/account.ts';
import { type OnOperation, UNCOUNTED } from '#local/runtime/metering/operation.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { LogResourcePolicies } from './resource-policies.ts';

export interface LogEvent {
  /** Unique within its group, and growing. */
  readonly number: number;
  readonly stream: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly ingestedAt: number;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly createdAt: number;
  firstTimestamp: number | undefined;
  lastTimestamp: number | undefined;
  ingestedAt: number | undefined;
}

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  retentionInDays: number | undefined;
  readonly streams: Map<string, LogStream>;
  /** In the order in which they came. */
  readonly events: LogEvent[];
  bytes: number;
}

/** So much of a group is kept at the most: the oldest events go first, so that memory does not grow. */
const MAX_EVENTS = 10_000;
const MAX_STREAMS = 200;

/** Names of groups have slashes. */
const keptBelow = (group: string): string => `log/${encodeURIComponent(group)}/`;

/** CloudWatch Logs: groups of streams of lines. What functions write is in `/aws/lambda/FUNCTION`. */
export class Logs {
  readonly #groups = new Map<string, LogGroup>();
  readonly resourcePolicies: LogResourcePolicies;
  #count = 0;

  constructor(
    private readonly now: () => number,
    private readonly journal: Journal = NO_JOURNAL,
    private readonly count: OnOperation = UNCOUNTED,
  ) {
    this.resourcePolicies = new LogResourcePolicies(now);
  }

  create(name: string, retentionInDays?: number): LogGroup {
    if (this.#groups.has(name))
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    const group: LogGroup = {
      name,
      arn: arn('logs', `log-group:${name}`),
      createdAt: this.now(),
      retentionInDays,
      streams: new Map(),
      events: [],
      bytes: 0,
    };
    this.#groups.set(name, group);
    return group;
  }

  find(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  get(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  }

  delete(name: string): void {
    this.get(name);
    this.#groups.delete(name);
    this.journal.deleteAll(keptBelow(name));
  }

  all(): LogGroup[] {
    return [...this.#groups.values()];
  }

  createStream(groupName: string, name: string): LogStream {
    const group = this.get(groupName);
    if (group.streams.has(name))
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    const stream: LogStream = {
      name,
      createdAt: this.now(),
      firstTimestamp: undefined,
      lastTimestamp: undefined,
      ingestedAt: undefined,
    };
    group.streams.set(name, stream);
    if (group.streams.size > MAX_STREAMS) group.streams.delete(group.streams.keys().next().value as string);
    return stream;
  }

  deleteStream({ name, streams, events }: LogGroup, stream: LogStream): void {
    streams.delete(stream.name);
    const left = events.filter((event) => event.stream !== stream.name);
    for (const event of events)
      if (event.stream === stream.name) this.journal.delete(`${keptBelow(name)}${event.number}`);
    this.get(name).events.splice(0, events.length, ...left);
  }

  /** Writes lines into a stream of a group that is there; the stream is made if it is not. */
  write(
    groupName: string,
    streamName: string,
    lines: readonly { readonly timestamp: number; readonly message: string }[],
  ): void {
    const group = this.get(groupName);
    const stream = group.streams.get(streamName) ?? this.createStream(groupName, streamName);
    const ingestedAt = this.now();
    for (const { timestamp, message } of lines) {
      const event = { number: ++this.#count, stream: streamName, timestamp, ingestedAt, message };
      this.#add(group, stream, event);
      if (this.journal !== NO_JOURNAL) this.journal.put(`${keptBelow(groupName)}${event.number}`, event);
    }
    stream.ingestedAt = ingestedAt;
    if (this.count !== UNCOUNTED) {
      const bytes = lines.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
      this.count({ kind: 'log', group: groupName, events: lines.length, bytes });
    }
    // By halves, so that it costs nothing for each line.
    if (group.events.length <= MAX_EVENTS) return;
    for (const { number } of group.events.splice(0, group.events.length - MAX_EVENTS / 2))
      this.journal.delete(`${keptBelow(groupName)}${number}`);
  }

  /** Takes the lines of another run that the journal has. Their groups are made, if they are not there. */
  restore(): void {
    for (const [key, value] of this.journal.entries('log/')) {
      const event = value as LogEvent;
      const name = decodeURIComponent(key.split('/')[1] as string);
      const group = this.#groups.get(name) ?? this.create(name);
      const stream = group.streams.get(event.stream) ?? this.createStream(name, event.stream);
      this.#add(group, stream, event);
      stream.ingestedAt = event.ingestedAt;
      this.#count = Math.max(this.#count, event.number);
    }
  }

  #add(group: LogGroup, stream: LogStream, event: LogEvent): void {
    group.events.push(event);
    group.bytes += event.message.length;
    stream.firstTimestamp ??= event.timestamp;
    stream.lastTimestamp = event.timestamp;
  }

  /** Writes a line of a function into its group, which is made with its first line as on AWS. */
  writeOfFunction(group: string, stream: string, message: string): void {
    if (!this.#groups.has(group)) this.create(group);
    this.write(group, stream, [{ timestamp: this.now(), message }]);
  }
}
