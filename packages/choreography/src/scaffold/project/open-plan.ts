import { Draft } from './draft.ts';
import type { Plan } from './plan.ts';
import { readProject } from './read-project.ts';

/** A plan of the project in a folder, in which nothing is changed yet. */
export async function openPlan(folder: string): Promise<Plan> {
  const draft = new Draft(folder);
  const { events, participants, processes } = await readProject(draft);
  return { draft, events: [...events], participants: [...participants], processes: [...processes] };
}
