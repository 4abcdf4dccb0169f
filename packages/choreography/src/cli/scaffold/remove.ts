import { splitStep } from '#scaffold/project/plan.ts';
import { removeEvent } from '#scaffold/remove/remove-event.ts';
import { removeJob } from '#scaffold/remove/remove-job.ts';
import { removeParticipant } from '#scaffold/remove/remove-participant.ts';
import { removeProcess } from '#scaffold/remove/remove-process.ts';
import { removeRoute } from '#scaffold/remove/remove-route.ts';
import { removeStep } from '#scaffold/remove/remove-step.ts';
import { changing } from './changing.ts';
import type { ProposeOptions } from './propose.ts';

/** `choreography remove KIND NAME [EVENT]`. */
export const remove = (kind: Removed, name: string, event: string, options: ProposeOptions): Promise<void> =>
  changing(options, (plan) => {
    const removing: Record<Removed, () => string[]> = {
      event: () => removeEvent(plan, name),
      participant: () => removeParticipant(plan, name),
      job: () => removeJob(plan, name),
      route: () => removeRoute(plan, name, event),
      step: () => removeStep(plan, ...splitStep(name)),
      process: () => removeProcess(plan, name),
    };
    return removing[kind]();
  });

export type Removed = 'event' | 'participant' | 'job' | 'route' | 'step' | 'process';
