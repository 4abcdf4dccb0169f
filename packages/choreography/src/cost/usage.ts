import type { Operation } from '#local/runtime/metering/operation.ts';
import type { Item } from './prices/price.ts';
import type { TemplateFacts } from './template-facts.ts';

/** How many of something are used, with how many of them each part uses: by table, by function, … */
export interface Used {
  units: number;
  readonly by: Map<string, number>;
}

export type Usage = ReadonlyMap<Item, Used>;

const CHUNK_BYTES = 64 * 1024;
const GB = 1024 ** 3;
const MONTH_SECONDS = 730 * 3600;
/** What is kept for ever is counted for a year. */
const YEAR_SECONDS = 12 * MONTH_SECONDS;
const DAY_SECONDS = 86_400;
/** What each log event takes beside its message (CloudWatch Logs API reference: PutLogEvents). */
const LOG_EVENT_BYTES = 26;

/**
 * Sums up what operations use of what costs something.
 * @param causes what followed from one cause, by cause: X-Ray records it as one trace
 * @param sampled the part of all traces that is recorded
 */
export function usageOf(causes: readonly (readonly Operation[])[], facts: TemplateFacts, sampled: number): Usage {
  const operations = causes.flat();
  const usage = new Map<Item, Used>();
  const add: Add = (item, units, part) => {
    const used = usage.get(item) ?? { units: 0, by: new Map<string, number>() };
    used.units += units;
    used.by.set(part, (used.by.get(part) ?? 0) + units);
    usage.set(item, used);
  };
  for (const operation of operations) addOperation(operation, facts, add);
  for (const cause of causes) if (cause.some(isTraced)) add('X-Ray traces', sampled, 'X-Ray');
  addStorage(operations, facts, add);
  return usage;
}

const isTraced = (operation: Operation): boolean => operation.kind === 'invocation' && operation.traced;

type Add = (item: Item, units: number, part: string) => void;

function addOperation(operation: Operation, facts: TemplateFacts, add: Add): void {
  switch (operation.kind) {
    case 'archived': {
      const { archive, bytes } = operation;
      add('EventBridge archive, processed', bytes / GB, archive);
      add('EventBridge archive, stored', (bytes / GB) * monthsOf(facts.archiveDays.get(archive)), archive);
      break;
    }
    case 'log': {
      const { group, events } = operation;
      const gigabytes = (operation.bytes + events * LOG_EVENT_BYTES) / GB;
      add('CloudWatch Logs, ingested', gigabytes, group);
      add('CloudWatch Logs, stored', gigabytes * monthsOf(facts.logDays.get(group)), group);
      break;
    }
    case 'invocation':
      addInvocation(operation, add);
      break;
    default: {
      const request = requestOf(operation);
      if (request) add(...request);
    }
  }
}

/** What is billed by the request or the unit; undefined of what costs nothing. */
function requestOf(operation: Operation): [item: Item, units: number, part: string] | undefined {
  switch (operation.kind) {
    case 'event':
      return ['EventBridge events', chunks(operation.bytes), operation.bus];
    case 'write':
      return ['DynamoDB writes', operation.units, operation.table];
    case 'read':
      return ['DynamoDB reads', operation.units, operation.table];
    case 'queue-request': {
      const item = operation.queue.endsWith('.fifo') ? 'SQS FIFO requests' : 'SQS requests';
      return [item, chunks(operation.bytes), operation.queue];
    }
    case 'email':
      return ['SES emails', operation.recipients, 'SES'];
    case 'publish':
      return ['SNS publishes', chunks(operation.bytes), operation.topic];
    case 'schedule':
      return ['EventBridge Scheduler', 1, operation.schedule];
    case 'pipe':
      return ['EventBridge Pipes', chunks(operation.bytes), operation.pipe];
    case 'api-request':
      return [`API Gateway ${operation.protocol} requests`, 1, operation.protocol];
    case 'call':
      return operation.service === 'secretsmanager' ? ['Secrets Manager calls', 1, operation.action] : undefined;
    default:
      return undefined;
  }
}

function addInvocation(operation: Operation & { readonly kind: 'invocation' }, add: Add): void {
  const { function: name, milliseconds = 0, memoryMegabytes, architecture } = operation;
  add('Lambda requests', 1, name);
  const gigabyteSeconds = (memoryMegabytes / 1024) * (Math.ceil(milliseconds) / 1000);
  add(architecture === 'arm64' ? 'Lambda duration, arm64' : 'Lambda duration, x86_64', gigabyteSeconds, name);
}

/**
 * What stays in tables, for as long as it does: what an item was made to be in the end, by the time at which it expires. Recovery is charged
 * for a table and its local indexes, and not for global ones (DynamoDB developer guide: "Enable point-in-time recovery in DynamoDB").
 */
function addStorage(operations: readonly Operation[], facts: TemplateFacts, add: Add): void {
  const items = new Map<string, { table: string; index: string; bytes: number; seconds: number }>();
  for (const operation of operations) {
    if (operation.kind !== 'stored') continue;
    const { table, index = '', item, bytes, seconds = YEAR_SECONDS } = operation;
    const known = items.get(`${table} ${index} ${item}`)?.bytes ?? 0;
    items.set(`${table} ${index} ${item}`, { table, index, bytes: known + bytes, seconds });
  }
  for (const { table, index, bytes, seconds } of items.values()) {
    const gigabyteMonths = (bytes / GB) * (seconds / MONTH_SECONDS);
    add('DynamoDB storage', gigabyteMonths, table);
    const { isRecoverable = false, localIndexes = [] } = facts.tables.get(table) ?? {};
    if (isRecoverable && (index === '' || localIndexes.includes(index)))
      add('DynamoDB point-in-time recovery', gigabyteMonths, table);
  }
}

const chunks = (bytes: number): number => Math.max(1, Math.ceil(bytes / CHUNK_BYTES));
/** For how many months something is kept that is kept for so many days, or for ever. */
const monthsOf = (days: number | undefined): number =>
  (days === undefined ? YEAR_SECONDS : days * DAY_SECONDS) / MONTH_SECONDS;
