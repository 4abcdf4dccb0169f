import type { Fields } from './dynalite.ts';
import { isDynamoDbError } from './dynamodb-error.ts';

/** Settings of a table that have no visible effect here: they concern storage and billing. */
const WITHOUT_EFFECT = ['SSESpecification', 'TableClass'];
/** The settings that have a call of their own in the API, and are properties of the table in CloudFormation. */
const CALLS = {
  TimeToLiveSpecification: 'UpdateTimeToLive',
  PointInTimeRecoverySpecification: 'UpdateContinuousBackups',
};
const CREATE_TABLE = new Set(
  'TableName AttributeDefinitions KeySchema BillingMode ProvisionedThroughput LocalSecondaryIndexes GlobalSecondaryIndexes'.split(
    ' ',
  ),
);

/**
 * Creates a table, and returns when it is ACTIVE.
 *
 * @param input the parameters of CreateTable, or the properties of an AWS::DynamoDB::Table: beside the keys, indexes and
 *   the billing mode, also Tags, TimeToLiveSpecification and PointInTimeRecoverySpecification
 * @throws Error a sentence that names the table, if a property cannot be honoured or is refused by the API
 */
export async function createTable(call: (operation: string, data: Fields) => Promise<Fields>, input: Fields) {
  const name = String(input.TableName);
  const { Tags, ...properties } = withoutEffectless(input);
  const own = Object.entries(properties).filter(([property]) => CREATE_TABLE.has(property));
  const others = Object.keys(properties).filter((property) => !CREATE_TABLE.has(property) && !(property in CALLS));
  if (others.length > 0) {
    throw new Error(
      `The local DynamoDB cannot honour ${others.join(', ')} of table ${name}. Remove it, or run on AWS.`,
    );
  }
  try {
    const { TableDescription } = await call('CreateTable', structuredClone(Object.fromEntries(own)));
    await isActive(call, name);
    if (Tags) await call('TagResource', { ResourceArn: (TableDescription as Fields).TableArn, Tags });
    for (const [property, operation] of Object.entries(CALLS)) {
      const specification = properties[property] as Fields | undefined;
      if (asksForSomething(specification)) await call(operation, { TableName: name, [property]: specification });
    }
  } catch (error) {
    if (!isDynamoDbError(error)) throw error;
    const why = error.message.replace(/\.$/, '') || 'it exists already';
    throw new Error(`The local DynamoDB refused to create table ${name}: ${why}.`, { cause: error });
  }
}

function withoutEffectless(input: Fields): Fields {
  return Object.fromEntries(Object.entries(input).filter(([property]) => !WITHOUT_EFFECT.includes(property)));
}

/** Switching off what is off is an error in the API, and the same as nothing in a template. */
function asksForSomething(specification: Fields | undefined): boolean {
  return Boolean(specification?.Enabled ?? specification?.PointInTimeRecoveryEnabled);
}

/** The table becomes ACTIVE by a timer of 0 ms, so a few turns of the event loop later. */
async function isActive(call: (operation: string, data: Fields) => Promise<Fields>, name: string): Promise<void> {
  for (;;) {
    const { Table } = await call('DescribeTable', { TableName: name });
    if ((Table as Fields).TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve));
  }
}
