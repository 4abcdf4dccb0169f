import { notFound, stackFile, stackJob } from '#scaffold/project/places.ts';
import { eventNamed, jobNamed, type Plan } from '#scaffold/project/plan.ts';
import { InputError } from '#template/input-error.ts';
import { removeFrom } from './remove-lines.ts';

/** Removes the route of an event to a job. Returns what breaks, in sentences. */
export function removeRoute(plan: Plan, name: string, type: string): string[] {
  const { participant, job } = jobNamed(plan, name);
  const event = eventNamed(plan, type);
  const file = stackFile(plan.draft, participant);
  const routes = stackJob(plan.draft.module(file), job)?.routes ?? [];
  removeFrom(
    plan.draft,
    file,
    (module) => {
      const made = stackJob(module, job) ?? notFound(module, `this.job('${job}')`);
      const route = made.routes.find(({ constant }) => constant === event.constant);
      if (!route) throw new InputError(`The job "${name}" does not hear "${type}". Nothing was written.`);
      const { callee, end } = route.call;
      return callee.type === 'MemberExpression' ? { start: callee.object.end, end, text: '' } : undefined;
    },
    [event.constant],
  );
  return routes.length === 1 ? [`Nothing brings "${name}" then.`] : [];
}
