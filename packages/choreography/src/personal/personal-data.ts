import { RETENTION_DAYS } from '#contracts/retention.ts';
import { PROCESS_METADATA } from '#contracts/template-metadata.ts';
import { busOf } from '#graph/consumers.ts';
import type { Contract, Graph, TemplateLocation } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import { jobName, nameParticipants } from '#graph/participants/participant-names.ts';
import { separateDeployments } from '#graph/participants/separate-deployments.ts';
import { asObject, objectsIn } from '#template/document/as-object.ts';
import { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';
import type { NamedTemplate } from '#template/template.ts';
import { keptAlong } from './kept-along.ts';
import { personalFields } from './personal-fields.ts';
import { type Reader, readersIn, type StoreKind } from './readers.ts';

/** A place where personal data of events is kept. */
export interface PersonalStore extends TemplateLocation {
  readonly kind: StoreKind;
  /** The resource's name; its reference when the template gives none. */
  readonly name: string;
  /** The events of which it keeps personal fields, and those fields' paths in the event's data. */
  readonly holds: readonly { readonly event: string; readonly fields: readonly string[] }[];
  /** How: `whole`, `outcomes` (what jobs of a participant said), `masked` (the monitor), or `errors` (what a function logs). */
  readonly as: 'whole' | 'outcomes' | 'masked' | 'errors';
  /** After how many days it is gone; null when nothing ends it. */
  readonly days: number | null;
  readonly readers: readonly Reader[];
}

/** Where the personal data of a system is kept, computed from its templates and contracts alone. Pure. */
export function personalData(
  stacks: readonly NamedTemplate[],
  parameters: Readonly<Record<string, unknown>> = {},
): PersonalStore[] {
  return separateDeployments(stacks).flatMap((world) => storesOf(world, graphOf(world, parameters), parameters));
}

function storesOf(
  stacks: readonly NamedTemplate[],
  graph: Graph,
  parameters: Readonly<Record<string, unknown>>,
): PersonalStore[] {
  const system = new System(stacks, parameters);
  const who = nameParticipants(system);
  const readers = readersIn(system, who);
  const fields = fieldsByEvent(graph.contracts);
  const found = new Map<SystemResource, { kind: StoreKind; as: PersonalStore['as']; events: Set<string> }>();
  const keep = (kind: StoreKind, at: SystemResource | undefined, events: Iterable<string>, as: PersonalStore['as']) => {
    const personal = [...events].filter((event) => fields.has(event));
    if (!at || personal.length === 0) return;
    const known = found.get(at) ?? { kind, as, events: new Set() };
    for (const event of personal) known.events.add(event);
    found.set(at, known);
  };
  for (const archive of system.resources('AWS::Events::Archive')) {
    const bus = busOf(system, archive.read('SourceArn'));
    keep('archive', archive, graph.events.filter((event) => event.bus === bus).map(nameOfEvent), 'whole');
  }
  const heard = (test: (edge: Graph['edges'][number]) => boolean) =>
    [...graph.edges, ...graph.outside].filter(test).map(nameOfEvent);
  for (const { template, rule, target, deadLetterQueue } of graph.consumers) {
    const events = heard((edge) => edge.template === template && edge.rule === rule);
    const at = target.template === null ? undefined : system.at(target.template, target.id);
    for (const each of keptAlong(system, at)) keep(each.kind, each.at, events, 'whole');
    if (deadLetterQueue) keep('queue', system.at(deadLetterQueue.template, deadLetterQueue.id), events, 'whole');
  }
  for (const job of system.resources('AWS::Lambda::Function')) {
    const { emits = [], oncePer } = asObject(job.metadata('choreography:job')) as Declared;
    const events = heard(({ to }) => to === jobName(who.of(job)));
    const table = system.find(environmentOf(job).TABLE_NAME, 'AWS::DynamoDB::Table');
    if (job.metadata(PROCESS_METADATA) !== undefined) {
      keep('table', table, fields.keys(), 'masked');
      keep('table', system.find(environmentOf(job).CLEAR_TABLE_NAME, 'AWS::DynamoDB::Table'), fields.keys(), 'whole');
    } else if (oncePer !== undefined)
      keep(
        'table',
        table,
        emits.map(({ source, type }) => `${source} ${type}`),
        'outcomes',
      );
    // Lambda makes a group that has none in the templates, and keeps it for ever.
    keep('logs', logGroupOf(system, job) ?? job, events, 'errors');
  }
  return [...found].map(([store, { kind, as, events }]) => ({
    kind,
    ...store.place,
    name: nameOfStore(store),
    as,
    days: daysOf(kind, as, store),
    holds: [...events].sort().map((event) => ({ event, fields: fields.get(event) ?? [] })),
    readers: readers(kind, arnToRead(store)),
  }));
}

interface Declared {
  readonly emits?: readonly { readonly source: string; readonly type: string }[];
  readonly oncePer?: string;
}

const nameOfEvent = ({ source, detailType }: { source: string; detailType: string }) => `${source} ${detailType}`;

/** The personal fields of each event whose contract is published, as paths in its data. */
export function fieldsByEvent(contracts: readonly Contract[]): Map<string, string[]> {
  const all = contracts.map((contract) => [nameOfEvent(contract), personalFields(contract.schema)] as const);
  return new Map(
    all
      .filter(([, fields]) => fields.length > 0)
      .map(([event, fields]) => [event, fields.map((path) => path.replace(/^detail\.data\./, ''))]),
  );
}

/** What a statement names that lets somebody read a store. */
function arnToRead(store: SystemResource): string {
  if (store.type === 'AWS::Events::Archive') return String(store.read('SourceArn'));
  if (store.type === 'AWS::S3::Bucket') return `${store.arn}/*`;
  return store.type === 'AWS::Lambda::Function'
    ? store.arn.replace(':lambda:', ':logs:').replace(':function:', ':log-group:/aws/lambda/')
    : store.arn;
}

const nameOfStore = (store: SystemResource): string => {
  if (store.type === 'AWS::Lambda::Function') return `/aws/lambda/${store.identity.ref}`;
  const own = store.read(NAME[store.type] ?? 'ArchiveName');
  return typeof own === 'string' ? own : store.identity.ref;
};

/** The property that names a store, where that is not what refers to it. */
const NAME: Readonly<Record<string, string>> = { 'AWS::SQS::Queue': 'QueueName', 'AWS::S3::Bucket': 'BucketName' };

/** A table with its key attributes. */
export interface TableKeys {
  readonly name: string;
  readonly keys: readonly string[];
}

/** Every table that some templates make. */
export const tablesOf = (stacks: readonly NamedTemplate[]): TableKeys[] =>
  separateDeployments(stacks)
    .flatMap((world) => new System(world).resources('AWS::DynamoDB::Table'))
    .map((table) => ({
      name: table.identity.ref,
      keys: objectsIn(table.read('KeySchema')).map(({ AttributeName }) => String(AttributeName)),
    }));

/** The paths of all fields that contracts of some templates mark as personal. */
export const personalPaths = (stacks: readonly NamedTemplate[]): string[] => [
  ...new Set(
    separateDeployments(stacks).flatMap((world) => [...fieldsByEvent(graphOf(world).contracts).values()].flat()),
  ),
];

/** The names of all queues that some templates make: what no contract is known of may lie in any. */
export const queuesOf = (stacks: readonly NamedTemplate[]): string[] =>
  separateDeployments(stacks)
    .flatMap((world) => new System(world).resources('AWS::SQS::Queue'))
    .map(nameOfStore);

const environmentOf = (job: SystemResource) => asObject(asObject(job.read('Environment')).Variables);

const logGroupOf = (system: System, job: SystemResource): SystemResource | undefined =>
  system.find(asObject(job.read('LoggingConfig')).LogGroup ?? `/aws/lambda/${job.identity.ref}`, 'AWS::Logs::LogGroup');

/** Days until what is kept is gone: the template's own word, or the default of its service; null for never. */
function daysOf(kind: StoreKind, as: PersonalStore['as'], store: SystemResource): number | null {
  switch (kind) {
    // CloudFormation template reference, AWS::Events::Archive: "If set to 0, events are retained indefinitely".
    case 'archive':
      return Number(store.read('RetentionDays')) || null;
    case 'logs':
      return Number(store.read('RetentionInDays')) || null;
    // Hours, a day by default (CloudFormation template reference: AWS::Kinesis::Stream).
    case 'stream':
      return Number(store.read('RetentionPeriodHours') ?? 24) / 24;
    case 'bucket':
      return daysOfBucket(store);
    // Seconds, four days by default (CloudFormation template reference: AWS::SQS::Queue).
    case 'queue':
      return Number(store.read('MessageRetentionPeriod') ?? 345_600) / 86_400;
    case 'table': {
      const { Enabled } = asObject(store.read('TimeToLiveSpecification'));
      if (String(Enabled) !== 'true') return null;
      return RETENTION_DAYS[as === 'masked' ? 'monitor' : as === 'whole' ? 'clear' : 'outcomes'];
    }
  }
}

/** By a rule for all objects: of one for some of them nobody knows what it leaves out. */
function daysOfBucket(bucket: SystemResource): number | null {
  const rules = objectsIn(asObject(bucket.read('LifecycleConfiguration')).Rules).filter(
    ({ Status, Prefix, TagFilters }) => Status === 'Enabled' && !Prefix && TagFilters === undefined,
  );
  const days = rules.map(({ ExpirationInDays }) => Number(ExpirationInDays)).filter((each) => each > 0);
  return days.length > 0 ? Math.min(...days) : null;
}
