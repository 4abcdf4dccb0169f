import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** Where ids come from that are made by chance. */
export interface Chance {
  uuid(): string;
}

const current = new AsyncLocalStorage<Chance>();

/** A version 4 UUID: a random one, but where work is done by another chance. */
export const uuid = (): string => current.getStore()?.uuid() ?? randomUUID();

/** Does some work, and all that follows from it, by a chance. */
export const byChance = <Result>(chance: Chance, work: () => Result): Result => current.run(chance, work);

/** The chance by which the running work is done; undefined when that is the ordinary one. */
export const chanceNow = (): Chance | undefined => current.getStore();
