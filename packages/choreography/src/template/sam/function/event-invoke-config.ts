import { isObject } from '#template/document/as-object.ts';
import { idHash } from '#template/sam/hash.ts';
import { branchesOf, isNoValue } from '#template/sam/intrinsic.ts';
import { isGiven } from '#template/sam/properties.ts';
import { refuse } from '#template/sam/refusal.ts';
import { getArn, made, type Resources, type SamResource } from '#template/sam/resources.ts';
import type { PublishedAlias } from './alias.ts';

/** What the function's role needs to reach a destination: the policy's name, and what it allows there. */
const GRANTS: Readonly<Record<string, (arn: unknown) => { name: string; statements: object[] }>> = {
  SQS: (arn) => ({ name: 'SQSPolicy', statements: [allow('sqs:SendMessage', arn)] }),
  SNS: (arn) => ({ name: 'SNSPolicy', statements: [allow('sns:publish', arn)] }),
  EventBridge: (arn) => ({ name: 'EventBridgePolicy', statements: [allow('events:PutEvents', arn)] }),
  Lambda: (arn) => ({ name: 'LambdaPolicy', statements: [allow('lambda:InvokeFunction', arn)] }),
  S3Bucket: (arn) => ({
    name: 'S3Policy',
    statements: [allow('s3:PutObject', { 'Fn::Join': ['/', [arn, '*']] }), allow('s3:ListBucket', arn)],
  }),
};

const allow = (Action: string, Resource: unknown) => ({ Action, Effect: 'Allow', Resource });

/**
 * A function's asynchronous invocations: retries, and where outcomes go. A queue or topic that is asked for by its type alone
 * is made. The policies let the function's role send to the destinations.
 */
export function eventInvokeConfig(
  sam: SamResource,
  alias: PublishedAlias | undefined,
): { resources: Resources; policies: object[] } {
  const { id, properties } = sam;
  const config = properties.EventInvokeConfig;
  if (!isGiven(config)) return { resources: {}, policies: [] };
  const configId = `${id}EventInvokeConfig`;
  const { DestinationConfig } = config;
  if (isGiven(DestinationConfig) && !isObject(DestinationConfig))
    refuse(id, "Property 'EventInvokeConfig.DestinationConfig' should be a map.");
  const outcomes = (['OnSuccess', 'OnFailure'] as const).flatMap((on) => {
    const given = (DestinationConfig as Record<string, unknown> | undefined)?.[on] ?? undefined;
    if (given === undefined) return [];
    if (!isObject(given)) refuse(id, `Property 'EventInvokeConfig.DestinationConfig.${on}' should be a map.`);
    return [{ on, ...destination(sam, `${configId}${on}`, given) }];
  });
  const resource = made(sam, 'AWS::Lambda::EventInvokeConfig', {
    FunctionName: { Ref: id },
    Qualifier: alias?.name ?? '$LATEST',
    MaximumEventAgeInSeconds: config.MaximumEventAgeInSeconds ?? undefined,
    MaximumRetryAttempts: config.MaximumRetryAttempts ?? undefined,
    DestinationConfig: Object.fromEntries(outcomes.map(({ on, arn }) => [on, { Destination: arn }])),
  });
  return {
    resources: Object.assign({}, ...outcomes.map(({ resources }) => resources), { [configId]: resource }),
    policies: outcomes.map(({ policy }) => policy),
  };
}

function destination(
  sam: SamResource,
  outcomeId: string,
  { Type, Destination: given }: Readonly<Record<string, unknown>>,
): { arn: unknown; resources: Resources; policy: object } {
  const grants = GRANTS[String(Type)];
  if (Type === undefined || !grants)
    refuse(sam.id, `'Type: ${Type ?? 'None'}' must be one of ${JSON.stringify(Object.keys(GRANTS))}`);
  const grant = (target: unknown) => {
    const { name, statements } = grants(target);
    return { PolicyName: `${outcomeId}${name}`, PolicyDocument: { Statement: statements } };
  };
  const choice = choiceOf(sam, given);
  if (given !== undefined && given !== null && !choice) return { arn: given, resources: {}, policy: grant(given) };
  const own = Type === 'SQS' || Type === 'SNS' ? generated(sam, outcomeId, Type, choice?.condition) : undefined;
  if (!own) refuse(sam.id, "Destination is required if Type is not ['SQS', 'SNS']");
  const arn = choice ? { 'Fn::If': [choice.condition, own.arn, choice.arn] } : own.arn;
  return { arn, resources: own.resources, policy: grant(arn) };
}

/** A destination in one branch of a condition alone: the condition under which none is given, and the one that is. */
function choiceOf(sam: SamResource, given: unknown): { condition: string; arn: unknown } | undefined {
  const branches = branchesOf(given);
  if (!branches || (isNoValue(branches.whenTrue) && isNoValue(branches.whenFalse))) return undefined;
  const { condition, whenTrue, whenFalse } = branches;
  if (isNoValue(whenTrue)) return { condition, arn: whenFalse };
  if (!isNoValue(whenFalse)) return undefined;
  const not = `NOT${condition}${idHash(`${sam.id}EventInvokeConfig`)}`;
  sam.conditions[not] = { 'Fn::Not': [{ Condition: condition }] };
  return { condition: not, arn: whenTrue };
}

/** The queue or topic that SAM makes. It is made where the function is, and no destination is given. */
function generated(
  sam: SamResource,
  outcomeId: string,
  kind: 'SQS' | 'SNS',
  condition: string | undefined,
): { arn: unknown; resources: Resources } {
  const id = `${outcomeId}${kind === 'SQS' ? 'Queue' : 'Topic'}`;
  const resource = made(sam, kind === 'SQS' ? 'AWS::SQS::Queue' : 'AWS::SNS::Topic', {});
  const own = resource.Condition;
  const both = own !== undefined && condition !== undefined ? `${own}AND${condition}${idHash(sam.id)}` : undefined;
  if (both !== undefined) sam.conditions[both] = { 'Fn::And': [{ Condition: own }, { Condition: condition }] };
  const when = both ?? condition ?? own;
  const arn = kind === 'SQS' ? getArn(id) : { Ref: id };
  return { arn, resources: { [id]: { ...resource, ...(when !== undefined && { Condition: when }) } } };
}
