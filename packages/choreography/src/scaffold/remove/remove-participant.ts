import { stackFile, stackList, stackOf } from '#scaffold/project/places.ts';
import { type Plan, participantNamed } from '#scaffold/project/plan.ts';
import { elementsOf, removeFromList } from '#scaffold/syntax/list.ts';
import { InputError } from '#template/input-error.ts';
import { removeUnused } from './remove-event.ts';
import { removeJob } from './remove-job.ts';
import { removeFrom } from './remove-lines.ts';

/** Removes a participant with its jobs, its folder, its stack and its line among those who take part. Returns what breaks, in sentences. */
export function removeParticipant(plan: Plan, name: string): string[] {
  const { draft } = plan;
  const { jobs, monitors, source } = participantNamed(plan, name);
  if (monitors) throw new InputError(`"${name}" follows the processes: this command leaves it. Nothing was written.`);
  const breaks = Object.keys(jobs)
    .flatMap((job) => removeJob(plan, `${name}/${job}`))
    // It does not break what goes, too.
    .filter((sentence) => !sentence.includes(`"${name}/`));
  const participant = participantNamed(plan, name);
  const infra = stackFile(draft, participant);
  const stack = stackOf(draft.module(infra)).name;
  const list = stackList(draft);
  removeFrom(
    draft,
    list.path,
    (module) => {
      const array = list.find(module);
      const element = elementsOf(array).find(({ start, end }) => module.text.slice(start, end) === stack);
      return element && removeFromList(module, array, element);
    },
    [stack],
  );
  draft.put(infra, undefined);
  for (const path of draft.list(`functions/${name}`, '')) draft.put(path, undefined);
  plan.participants.splice(plan.participants.indexOf(participant), 1);
  removeUnused(
    plan,
    plan.events.filter((event) => event.source === source),
  );
  return [...breaks, `Its stack stays deployed until it is deleted, and its table may hold what others need.`];
}
