import { rolePolicies } from '#graph/access/role-policies.ts';
import { isAbout, listOf } from '#graph/access/statement.ts';
import { jobName, type ParticipantNames } from '#graph/participants/participant-names.ts';
import { arnFits } from '#template/system/arn.ts';
import type { System } from '#template/system/system.ts';

/** What kinds of places keep what events carry. */
export type StoreKind = 'archive' | 'table' | 'queue' | 'logs' | 'stream' | 'bucket';

/** A reader of a store: a function, or another holder of policies that allow it. */
export interface Reader {
  /** `participant/job` of the function whose role it is, otherwise the participant and id of the policies' holder. */
  readonly name: string;
  /** The partition keys that it may read, as `dynamodb:LeadingKeys` writes them; null for all that is there. */
  readonly keys: readonly string[] | null;
}

/** The actions by which contents leave a store (Service Authorization Reference). */
const READING: Readonly<Record<StoreKind, readonly string[]>> = {
  archive: ['events:StartReplay'],
  table: ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect', 'ExportTableToPointInTime', 'GetRecords'].map(
    (action) => `dynamodb:${action}`,
  ),
  queue: ['sqs:ReceiveMessage'],
  stream: ['kinesis:GetRecords', 'kinesis:SubscribeToShard'],
  bucket: ['s3:GetObject', 's3:GetObjectVersion'],
  logs: ['logs:GetLogEvents', 'logs:FilterLogEvents', 'logs:StartQuery', 'logs:StartLiveTail'],
};

/**
 * Finds who may read a store: the roles, users and groups of the templates. Denials and other
 * conditions are not counted, so a reader that is named may be allowed less.
 */
export function readersIn(system: System, who: ParticipantNames): (kind: StoreKind, arn: string) => Reader[] {
  const policies = rolePolicies(system);
  const functions = system.resources('AWS::Lambda::Function');
  const holders = system.resources('AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group').map((holder) => {
    const jobs = functions.filter((each) => system.find(each.read('Role'), 'AWS::IAM::Role') === holder);
    const names = jobs.length > 0 ? jobs.map((job) => jobName(who.of(job))) : [jobName(who.of(holder))];
    return { names, held: policies.of(holder) };
  });
  return (kind, arn) =>
    holders.flatMap(({ names, held }) => {
      const letting = held.filter(
        ({ statement }) =>
          statement.Effect === 'Allow' &&
          READING[kind].some((action) => isAbout(statement, action)) &&
          (statement.NotResource !== undefined ||
            listOf(statement.Resource).some((resource) => arnFits(String(resource), arn))),
      );
      if (letting.length === 0) return [];
      const keys = letting.map(({ statement: { Condition } }) => keysIn(Condition));
      const all = keys.every((each) => each !== null) ? [...new Set(keys.flat())] : null;
      return names.map((name) => ({ name, keys: all }));
    });
}

function keysIn(condition: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}): string[] | null {
  const keys = Object.values(condition).flatMap((operator) => listOf(operator['dynamodb:LeadingKeys']));
  return keys.length > 0 ? keys.map(String) : null;
}
