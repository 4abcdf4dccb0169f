import { defineMonitor } from 'choreography';
import { repairCase } from './repair-case.ts';

/** It only listens: take it away and the business goes on. */
export const monitor = defineMonitor([repairCase]);
