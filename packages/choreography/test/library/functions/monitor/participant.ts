import { defineMonitor } from 'choreography';
import { all } from '../../events.ts';
import { loan, membership } from '../../processes.ts';

export const monitor = defineMonitor([loan, membership], { contracts: all });
