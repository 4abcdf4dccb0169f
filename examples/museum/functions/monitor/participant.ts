import { defineMonitor } from 'choreography';
import { loan } from './loan.ts';
import { treatment } from './treatment.ts';

/** It only listens: take it away and the business goes on. */
export const monitor = defineMonitor([loan, treatment]);
