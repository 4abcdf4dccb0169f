import type { Fields, Table } from '#local/dynamodb/dynalite.ts';
import { validationError } from '#local/dynamodb/dynamodb-error.ts';
import { type Engine, type Operation, readTable } from '#local/dynamodb/operation.ts';
import type { Streams, StreamViewType } from './streams.ts';

export interface StreamSpecification {
  readonly StreamEnabled?: boolean;
  readonly StreamViewType?: StreamViewType;
}

const TYPES = {
  type: 'FieldStruct<StreamSpecification>',
  children: {
    StreamEnabled: { type: 'Boolean' },
    StreamViewType: { type: 'String', enum: ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] },
  },
};

/** The calls about tables with what they say of streams. */
export function withStreams(
  engine: Engine,
  streams: Streams,
  operation: (name: string) => Operation,
): Record<string, Operation> {
  const described = (table: Fields): Fields => {
    const stream = streams.of(String(table.TableName));
    if (!stream) return table;
    const StreamSpecification = { StreamEnabled: true, StreamViewType: stream.viewType };
    return { ...table, StreamSpecification, LatestStreamArn: stream.arn, LatestStreamLabel: stream.label };
  };
  const describedIn = (name: 'Table' | 'TableDescription', answer: Fields) => ({
    ...answer,
    [name]: described(answer[name] as Fields),
  });
  const [create, describe, update, remove] = ['CreateTable', 'DescribeTable', 'UpdateTable', 'DeleteTable'].map(
    operation,
  ) as [Operation, Operation, Operation, Operation];
  return {
    CreateTable: {
      ...create,
      types: { ...create.types, StreamSpecification: TYPES },
      async run({ StreamSpecification, ...data }, request) {
        const viewType = viewTypeIn(StreamSpecification as StreamSpecification | undefined);
        const answer = await create.run(data, request);
        if (viewType) streams.open(answer.TableDescription as Table, viewType);
        return describedIn('TableDescription', answer);
      },
    },
    DescribeTable: {
      ...describe,
      run: async (data, request) => describedIn('Table', await describe.run(data, request)),
    },
    UpdateTable: {
      types: { ...update.types, StreamSpecification: TYPES },
      custom: (data, store) => (data.StreamSpecification ? undefined : update.custom?.(data, store)),
      async run({ StreamSpecification, ...data }, request) {
        const asked = StreamSpecification as StreamSpecification | undefined;
        if (!asked) return describedIn('TableDescription', await update.run(data, request));
        const table = readTable(engine, String(data.TableName));
        turn(streams, table, asked);
        return { TableDescription: described(table) };
      },
    },
    DeleteTable: {
      ...remove,
      async run(data, request) {
        const answer = await remove.run(data, request);
        streams.close(String(data.TableName));
        return answer;
      },
    },
  };
}

/** Switches the stream of a table on or off. @throws DynamoDbError if it is so already */
function turn(streams: Streams, table: Table, asked: StreamSpecification): void {
  const viewType = viewTypeIn(asked);
  const stream = streams.of(table.TableName);
  if (viewType && stream) throw validationError(`Table already has an enabled stream: TableName: ${table.TableName}`);
  if (!viewType && !stream)
    throw validationError(`Table is already disabled for streams: TableName: ${table.TableName}`);
  if (viewType) streams.open(table, viewType);
  else streams.close(table.TableName);
}

function viewTypeIn(asked: StreamSpecification | undefined): StreamViewType | undefined {
  if (!asked || asked.StreamEnabled === false) return undefined;
  if (asked.StreamViewType) return asked.StreamViewType;
  throw validationError(
    'One or more parameter values were invalid: StreamViewType is required when StreamEnabled is true',
  );
}
