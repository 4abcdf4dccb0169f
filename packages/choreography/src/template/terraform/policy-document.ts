import { asJson, asObject, objectsIn } from '#template/document/as-object.ts';
import type { Attributes } from './attributes.ts';
import { Reference } from './references.ts';

/**
 * The policy in an attribute: the text of one, or the data source `aws_iam_policy_document` that makes it. Of a text that is known only when it
 * is applied it is taken that it lets be done what EventBridge does with what it refers to, or, in a resource's own policy, with that
 * resource: `service` is who is let in there.
 */
export function policyIn(holder: Attributes, name: string, service?: string): unknown {
  if (!holder.isUnknown(name)) return holder.json(name);
  const all = holder.madeOf(name);
  const [document, another] = all;
  if (document && !another && document.to.type === 'aws_iam_policy_document') return documentOf(holder.of(document.to));
  const may = all
    .filter(({ to }) => Object.hasOwn(DELIVERY, to.type))
    .map(({ to }) => ({
      // Listed among what is not known, wherever the policy is read.
      Sid: holder.json(name),
      Effect: 'Allow',
      Action: DELIVERY[to.type],
      Resource: new Reference(to, 'arn'),
      Principal: service === undefined ? undefined : { Service: service },
    }));
  return may.length === 0 ? holder.json(name) : { Version: '2012-10-17', Statement: may };
}

/** The actions of EventBridge at a target, and of a producer at a bus (EventBridge user guide: "Permissions"). */
const DELIVERY: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_bus: 'events:PutEvents',
  aws_cloudwatch_event_api_destination: 'events:InvokeApiDestination',
  aws_lambda_function: 'lambda:InvokeFunction',
  aws_sqs_queue: 'sqs:SendMessage',
  aws_sns_topic: 'sns:Publish',
  aws_sfn_state_machine: 'states:StartExecution',
  aws_kinesis_stream: 'kinesis:PutRecord',
  aws_kinesis_firehose_delivery_stream: 'firehose:PutRecord',
  aws_ecs_task_definition: 'ecs:RunTask',
};

/** The document that was read, or else one made from its statements. */
function documentOf(data: Attributes): unknown {
  const read = data.text('json');
  if (read !== undefined) return asJson(read) ?? read;
  return {
    Version: data.text('version') ?? '2012-10-17',
    Statement: bySid([
      ...included(data, 'source_policy_documents'),
      ...data.blocks('statement').map(statementOf),
      ...included(data, 'override_policy_documents'),
    ]),
  };
}

function included(data: Attributes, name: string): unknown[] {
  const known = [data.known(name) ?? []].flat().map(asJson);
  const others = data.madeOf(name).filter(({ to }) => to.type === 'aws_iam_policy_document');
  // Of a list with unknown items all are read from what it refers to.
  const documents = data.hasUnknown(name) ? others.map(({ to }) => documentOf(data.of(to))) : known;
  return documents.flatMap((document) => objectsIn(asObject(document).Statement));
}

/** A later statement takes the place of an earlier one with the same `sid`; those without one are all kept. */
function bySid(statements: readonly unknown[]): unknown[] {
  const sids = statements.map((statement) => asObject(statement).Sid);
  return statements.filter((_, index) => sids[index] === undefined || sids.lastIndexOf(sids[index]) === index);
}

function statementOf(statement: Attributes): Readonly<Record<string, unknown>> {
  return {
    Sid: statement.value('sid'),
    Effect: statement.value('effect') ?? 'Allow',
    Action: several(statement.value('actions')),
    NotAction: several(statement.value('not_actions')),
    Resource: several(statement.value('resources')),
    NotResource: several(statement.value('not_resources')),
    Principal: principals(statement.blocks('principals')),
    NotPrincipal: principals(statement.blocks('not_principals')),
    Condition: conditions(statement.blocks('condition')),
  };
}

const several = (value: unknown): unknown => (Array.isArray(value) && value.length === 0 ? undefined : value);

function principals(blocks: readonly Attributes[]): unknown {
  if (blocks.length === 0) return undefined;
  if (blocks.some((block) => block.text('type') === '*')) return '*';
  return merged(blocks.map((block) => [block.text('type') ?? 'AWS', block.value('identifiers')]));
}

function conditions(blocks: readonly Attributes[]): unknown {
  if (blocks.length === 0) return undefined;
  const tests = new Set(blocks.map((block) => block.text('test') ?? ''));
  return Object.fromEntries(
    [...tests].map((test) => [
      test,
      merged(
        blocks
          .filter((block) => (block.text('test') ?? '') === test)
          .map((block) => [block.text('variable') ?? '', block.value('values')]),
      ),
    ]),
  );
}

/** What is given for one name several times is a list of all. */
function merged(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown[]> = {};
  for (const [name, value] of entries) all[name] = [...(all[name] ?? []), ...[value ?? []].flat()];
  return all;
}
