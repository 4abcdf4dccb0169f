import { splitStep } from '#scaffold/project/plan.ts';
import { renameEvent } from '#scaffold/rename/rename-event.ts';
import { renameJob } from '#scaffold/rename/rename-job.ts';
import { renameParticipant } from '#scaffold/rename/rename-participant.ts';
import { renameProcess } from '#scaffold/rename/rename-process.ts';
import { renameStep } from '#scaffold/rename/rename-step.ts';
import { InputError } from '#template/input-error.ts';
import { changing } from './changing.ts';
import type { ProposeOptions } from './propose.ts';

/** `choreography rename KIND NAME NEW-NAME`. */
export const rename = (kind: Renamed, from: string, to: string, options: ProposeOptions): Promise<void> =>
  changing(options, (plan) => {
    const renaming: Record<Renamed, () => string[]> = {
      event: () => renameEvent(plan, from, to),
      participant: () => renameParticipant(plan, from, to),
      job: () => renameJob(plan, from, to),
      step: () => renameStep(plan, ...splitStep(from), to),
      process: () => renameProcess(plan, from, to),
      route: () => {
        throw new InputError(
          'A route has no name of its own: "choreography remove route" takes one away, and "choreography add route" adds another. Nothing was written.',
        );
      },
    };
    return renaming[kind]();
  });

export type Renamed = 'event' | 'participant' | 'job' | 'step' | 'process' | 'route';
