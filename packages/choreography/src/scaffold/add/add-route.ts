import { asDraft2020 } from '#check/contract/as-draft-2020.ts';
import { misfits } from '#check/contract/misfits.ts';
import { specifier } from '#scaffold/project/draft.ts';
import { notFound, stackFile, stackJob } from '#scaffold/project/places.ts';
import { jobNamed, type Plan } from '#scaffold/project/plan.ts';
import type { EventFacts, JobFacts } from '#scaffold/project/read-project.ts';
import { insert } from '#scaffold/syntax/edit.ts';
import { InputError } from '#template/input-error.ts';

/** Routes an event to a job: `.on(Event)` in the participant's stack. Throws an InputError if the job does not accept its data. */
export function addRoute(plan: Plan, name: string, event: EventFacts): void {
  const { participant, job, facts } = jobNamed(plan, name);
  assertFits(name, facts, event);
  const file = stackFile(plan.draft, participant);
  plan.draft.edit(
    file,
    (module) => {
      const made = stackJob(module, job) ?? notFound(module, `this.job('${job}')`);
      if (made.how !== 'job') {
        throw new InputError(
          `The job "${name}" takes no events: "${file}" makes it by ${made.how}(). Nothing was written.`,
        );
      }
      if (made.routes.some(({ constant }) => constant === event.constant)) {
        throw new InputError(`The job "${name}" hears "${event.type}" already: see "${file}". Nothing was written.`);
      }
      return insert(made.chain.end, `.on(${event.constant})`);
    },
    [{ name: event.constant, from: specifier(file, event.file) }],
  );
}

/** Throws an InputError that says where an event's data is not what a job accepts. */
export function assertFits(name: string, { accepts }: Pick<JobFacts, 'accepts'>, event: EventFacts): void {
  const found = misfits(asDraft2020(event.schema), asDraft2020(accepts));
  if (found.length === 0) return;
  const where = found.map(({ path, why }) => `"${path || 'the data as a whole'}" ${why}`).join('; ');
  throw new InputError(`The job "${name}" cannot hear "${event.type}": ${where}. Nothing was written.`);
}
