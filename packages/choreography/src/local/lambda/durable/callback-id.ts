/** The id of a callback, which says to what execution it belongs (API reference: CallbackId is Base64). */
export const callbackId = (executionArn: string, operationId: string): string =>
  Buffer.from(JSON.stringify([executionArn, operationId])).toString('base64');

/** The execution and the operation that an id is of; undefined if it is no such id. */
export function callbackIn(id: string): { readonly executionArn: string; readonly operationId: string } | undefined {
  try {
    const [executionArn, operationId] = JSON.parse(Buffer.from(id, 'base64').toString('utf8')) as string[];
    return executionArn && operationId ? { executionArn, operationId } : undefined;
  } catch {
    return undefined;
  }
}
