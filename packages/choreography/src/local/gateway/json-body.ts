/** The last body that was read, and what it holds: who judges a call and who answers it read it one after the other. */
let last: { readonly body: Buffer; readonly value: unknown } | undefined;

/**
 * What a body holds in JSON, `{}` if it is empty: read once for those who read it one after the other. Who changes it is the last of them.
 * Throws a SyntaxError.
 */
export function jsonIn(body: Buffer): unknown {
  if (last?.body !== body) last = { body, value: JSON.parse(body.toString('utf8') || '{}') };
  return last.value;
}
