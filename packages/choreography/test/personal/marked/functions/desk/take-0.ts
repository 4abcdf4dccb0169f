import { take } from './take.ts';

export const handler = take(0);
