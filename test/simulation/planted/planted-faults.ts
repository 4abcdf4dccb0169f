import { FAULTS_OF_JOBS } from './faults-of-jobs.ts';
import { FAULTS_OF_SERVICES } from './faults-of-services.ts';
import { FAULTS_OF_TEMPLATES } from './faults-of-templates.ts';
import { FAULTS_OF_THE_MONITOR } from './faults-of-the-monitor.ts';
import { FAULTS_OF_THE_SHOP } from './faults-of-the-shop.ts';
import type { PlantedFault } from './planted-fault.ts';

/** Faults that are planted one at a time. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  ...FAULTS_OF_THE_SHOP,
  ...FAULTS_OF_JOBS,
  ...FAULTS_OF_THE_MONITOR,
  ...FAULTS_OF_TEMPLATES,
  ...FAULTS_OF_SERVICES,
];
