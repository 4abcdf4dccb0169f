/** Errors that keep the service's old name before their code (SQS API Reference: the error's code in the query protocol). */
const WITH_SERVICE_NAME = new Set([
  'BatchEntryIdsNotDistinct',
  'BatchRequestTooLong',
  'EmptyBatchRequest',
  'InvalidBatchEntryId',
  'MessageNotInflight',
  'NonExistentQueue',
  'PurgeQueueInProgress',
  'QueueDeletedRecently',
  'TooManyEntriesInBatchRequest',
  'UnsupportedOperation',
]);

/**
 * The value of `x-amzn-query-error` as SQS has it, such as `QueueAlreadyExists;Sender`: an SDK takes an error's name from it.
 * fauxqs puts `AWS.SimpleQueueService.` before every code.
 */
export function queryError(value: string): string {
  const [code = '', fault = 'Sender'] = value.replace(/^AWS\.SimpleQueueService\./, '').split(';');
  if (code === 'QueueNameExists') return `QueueAlreadyExists;${fault}`;
  return WITH_SERVICE_NAME.has(code) ? `AWS.SimpleQueueService.${code};${fault}` : `${code};${fault}`;
}
