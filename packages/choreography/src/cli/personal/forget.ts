import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { TargetOptions } from '#cli/aws/reach.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { withClients } from '#cli/dead-letters/dead-letter-clients.ts';
import type { KeysOf } from '#cli/dead-letters/event-keys.ts';
import { eachHeldLetter } from '#cli/dead-letters/held-letters.ts';
import { readSystem } from '#cli/map/read-system.ts';
import { readDeadLetter } from '#contracts/dead-letter.ts';
import { type ForgottenParty, mentions } from '#personal/forget-in.ts';
import {
  type PersonalStore,
  personalData,
  personalPaths,
  queuesOf,
  type TableKeys,
  tablesOf,
} from '#personal/personal-data.ts';
import { InputError } from '#template/input-error.ts';
import { forgetItems, instancesIn } from './forget-items.ts';
import { keptFiles } from './kept-files.ts';

export interface ForgetOptions extends TargetOptions {
  readonly dryRun?: boolean;
}

/**
 * `choreography forget PARTY [TEMPLATES…]`: takes a person's data, known by their id and by the instances that the monitor knows
 * as theirs, out of every table and queue that the templates declare, and prints what it cannot reach. What jobs did once stays done. It may be broken off and repeated.
 * Throws an InputError for an empty id.
 */
export async function forget(
  id: string,
  templates: readonly string[],
  { dryRun = false, ...where }: ForgetOptions,
): Promise<void> {
  if (id.trim() === '')
    throw new InputError(`Whose data? "${id}" is nobody's id: give the person's id in events, such as a reader's.`);
  const stacks = await readSystem(templates);
  const stores = personalData(stacks);
  const fields = personalPaths(stacks);
  const unreached: string[] = [];
  const [dir] = templates;
  await withClients({ ...where, ...(dir !== undefined && { dir }) }, async ({ access, sqs, keysOf }) => {
    const dynamodb = new DynamoDBClient({ ...CLIENT_CONFIG, ...access });
    const masked = new Set(stores.filter(({ as }) => as === 'masked').map(({ name }) => name));
    const clear = new Set(stores.filter(({ kind, as }) => kind === 'table' && as === 'whole').map(({ name }) => name));
    const monitored = await Promise.all([...masked].map((table) => instancesIn(dynamodb, table, id)));
    const party = { id, instances: new Set(monitored.flat()) };
    for (const table of tablesOf(stacks).filter(({ name }) => !masked.has(name))) {
      if (isUnnamed(table)) unreached.push(`the table ${table.name}, to which the templates give no name`);
      else {
        const {
          removed,
          contended,
          told: untouched,
          ...done
        } = await forgetItems(dynamodb, table, { party, fields, dryRun });
        console.log(
          `table ${table.name}: ${told(removed, clear.has(table.name) ? 'event' : 'outcome', dryRun, 'remove')}, ${told(done.masked, 'item', dryRun, 'mask')}`,
        );
        if (fields.length === 0 && untouched > 0)
          unreached.push(
            `${untouched} items of ${table.name} that tell of ${id}: no contract marks what is personal in them`,
          );
        if (contended > 0) unreached.push(`${contended} items of ${table.name} that changed meanwhile: run it again`);
      }
    }
    // An empty queue takes a second to say so.
    await Promise.all(
      queuesOf(stacks).map(async (name) => {
        if (isUnnamed({ name })) unreached.push(`the queue ${name}, to which the templates give no name`);
        else {
          const removed = await forgetMessages(sqs, name, { party, keysOf, dryRun });
          console.log(`queue ${name}: ${told(removed, 'message', dryRun, 'remove')}`);
        }
      }),
    );
    if (!dryRun && access.endpoint !== undefined) await forgetHistory(access.endpoint);
  });
  console.log(`\nNot reached:\n${[...unreached, ...beyondReach(stores)].map((each) => `  ${each}`).join('\n')}`);
}

/** A message goes whole: what no contract fits may hold personal data in any field. */
async function forgetMessages(
  sqs: SQSClient,
  QueueName: string,
  { party, keysOf, dryRun }: { readonly party: ForgottenParty; readonly keysOf: KeysOf; readonly dryRun: boolean },
): Promise<number> {
  const { QueueUrl: url = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  let removed = 0;
  await eachHeldLetter(sqs, url, async (messages) => {
    const meant = messages.filter((message) => {
      const { input, event } = readDeadLetter(message);
      const isOfInstance = event !== null && keysOf(event).some((key) => party.instances.has(key));
      return isOfInstance || mentions(input, party.id);
    });
    removed += meant.length;
    return dryRun ? [] : meant;
  });
  return removed;
}

/** What a local runtime keeps is appended to a file: what was there before has to be taken out of it. Nothing else answers there. */
async function forgetHistory(endpoint: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${endpoint}/_local/state/history`, { method: 'DELETE', headers }).catch(() => undefined);
  if (answer?.ok) console.log('kept state of this runtime: written anew, without what was there before');
}

const isUnnamed = ({ name }: Pick<TableKeys, 'name'>): boolean => name.includes('${');

const told = (count: number, what: string, dryRun: boolean, verb: 'remove' | 'mask'): string =>
  `${dryRun ? `would ${verb}` : verb === 'mask' ? 'masked' : 'removed'} ${count} ${what}${count === 1 ? '' : 's'}`;

/** What no command can take back, or this one cannot. */
function beyondReach(stores: readonly PersonalStore[]): string[] {
  const until = ({ days }: PersonalStore) => (days === null ? 'for ever' : `until each event is ${days} days old`);
  return [
    ...stores
      .filter(({ kind }) => kind === 'archive')
      .map((store) => `the archive ${store.name} keeps events ${until(store)}; a replay brings them again`),
    ...stores
      .filter(({ kind, as }) => kind === 'logs' && as === 'whole')
      .map((store) => `the log group ${store.name} keeps events ${until(store)}`),
    ...keptFiles().flatMap(({ path }) =>
      path.endsWith('.gz') ? [`the snapshot ${path}, which has what was there when it was saved`] : [],
    ),
    'backups of tables: point-in-time recovery goes back 35 days',
    'emails that were sent, and messages that somebody is handling right now: run it again for those',
    'the id itself, and the keys of what was done for it, by which a job stays done once',
  ];
}
