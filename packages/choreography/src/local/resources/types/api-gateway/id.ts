import { createHash } from 'node:crypto';
import type { Resource } from '#local/resources/types/resource-type.ts';

/** An id like those of API Gateway, ten small letters and digits, the same in each run. */
export const idOf = ({ stack, logicalId }: Pick<Resource, 'stack' | 'logicalId'>): string =>
  BigInt(`0x${createHash('sha256').update(`${stack} ${logicalId}`).digest('hex').slice(0, 16)}`)
    .toString(36)
    .padStart(10, '0')
    .slice(-10);
