import { createHash } from 'node:crypto';

/** A UUID that is the same for the same content. */
export const uuidOf = (content: string): string =>
  createHash('sha256')
    .update(content)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
