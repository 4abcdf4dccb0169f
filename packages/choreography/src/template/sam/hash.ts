import { createHash } from 'node:crypto';
import { isObject } from '#template/document/as-object.ts';

/** The ten characters that SAM puts behind the logical id of what is made anew when its data change. */
export const idHash = (data: unknown): string =>
  createHash('sha1')
    .update(typeof data === 'string' ? data : sortedJson(data))
    .digest('hex')
    .slice(0, 10);

/** JSON without spaces, with the keys in order, and ASCII alone, as Python writes it. */
function sortedJson(value: unknown): string {
  const text = JSON.stringify(value, (_, inner) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
  return text.replace(/[\u007f-\uffff]/g, (letter) =>
    letter === '\u007f' ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
