import { PROCESS_METADATA } from '#contracts/template-metadata.ts';
import { NAMED_TYPES } from '#template/system/identity.ts';
import type { System } from '#template/system/system.ts';
import type { Process } from './graph.ts';

/** The business processes in the templates' metadata, one or several at a resource; each name once. */
export function processesOf(system: System): Process[] {
  const processes = new Map<string, Process>();
  for (const resource of system.resources(...NAMED_TYPES)) {
    const told = resource.metadata(PROCESS_METADATA);
    for (const process of Array.isArray(told) ? told : told ? [told] : [])
      if (!processes.has(process.name)) processes.set(process.name, { ...resource.place, ...process });
  }
  return [...processes.values()];
}
