import { core, sqs } from '#constructs/lazy-cdk.ts';
import { isProtected, type Setting } from '#constructs/setting.ts';
import { RETENTION_DAYS } from '#contracts/retention.ts';

/** Makes what all queues of a job have alike: they keep messages as long as letters, encrypted, and outlast their stack on a protected stage. */
export const queueProps = (setting: Setting) => ({
  retentionPeriod: core.Duration.days(RETENTION_DAYS.deadLetters),
  encryption: sqs.QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  removalPolicy: isProtected(setting) ? core.RemovalPolicy.RETAIN : core.RemovalPolicy.DESTROY,
});
