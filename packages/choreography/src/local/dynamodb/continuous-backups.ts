import type { Fields, Table } from './dynalite.ts';
import { type Engine, type Operation, readTable } from './operation.ts';

/**
 * DescribeContinuousBackups and UpdateContinuousBackups. The setting is kept and returned, and nothing is backed up: the
 * items are in memory, and calls that would restore a table are refused.
 */
export function continuousBackups(engine: Engine) {
  const pointInTime = new WeakSet<Table>();
  const describeBackups = (table: Table): Fields => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: pointInTime.has(table) ? 'ENABLED' : 'DISABLED' },
    },
  });
  const { TableName } = engine.dynalite.validation('DescribeTimeToLive').types;
  const DescribeContinuousBackups: Operation = {
    types: { TableName },
    run: (data) => describeBackups(readTable(engine, data.TableName as string)),
  };
  const UpdateContinuousBackups: Operation = {
    types: {
      TableName,
      PointInTimeRecoverySpecification: {
        type: 'FieldStruct<PointInTimeRecoverySpecification>',
        notNull: true,
        children: { PointInTimeRecoveryEnabled: { type: 'Boolean', notNull: true }, RecoveryPeriodInDays: 'Integer' },
      },
    },
    run(data) {
      const table = readTable(engine, data.TableName as string);
      const { PointInTimeRecoveryEnabled } = data.PointInTimeRecoverySpecification as Fields;
      if (PointInTimeRecoveryEnabled) pointInTime.add(table);
      else pointInTime.delete(table);
      return describeBackups(table);
    },
  };
  return { DescribeContinuousBackups, UpdateContinuousBackups };
}
