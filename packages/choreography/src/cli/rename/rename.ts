import { changing } from '#cli/changes/changing.ts';
import type { ProposeOptions } from '#cli/changes/propose.ts';
import { splitStep } from '#scaffold/project/plan.ts';
import { renameEvent } from '#scaffold/rename/rename-event.ts';
import { renameJob } from '#scaffold/rename/rename-job.ts';
import { renameParticipant } from '#scaffold/rename/rename-participant.ts';
import { renameStep } from '#scaffold/rename/rename-step.ts';

/** `choreography rename KIND NAME NEW-NAME`. */
export const rename = (kind: Renamed, from: string, to: string, options: ProposeOptions): Promise<void> =>
  changing(options, (plan) => {
    const renaming: Record<Renamed, () => string[]> = {
      event: () => renameEvent(plan, from, to),
      participant: () => renameParticipant(plan, from, to),
      job: () => renameJob(plan, from, to),
      step: () => renameStep(plan, ...splitStep(from), to),
    };
    return renaming[kind]();
  });

export type Renamed = 'event' | 'participant' | 'job' | 'step';
