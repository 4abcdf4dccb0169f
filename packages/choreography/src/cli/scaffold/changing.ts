import { openPlan } from '#scaffold/project/open-plan.ts';
import type { Plan } from '#scaffold/project/plan.ts';
import { type ProposeOptions, propose } from './propose.ts';

/** Makes a change in a plan of the project here, shows it and what it breaks, and writes it. */
export async function changing(options: ProposeOptions, change: (plan: Plan) => readonly string[]): Promise<void> {
  const plan = await openPlan(options.folder ?? process.cwd());
  const breaks = change(plan);
  await propose(plan.draft.folder, plan.draft.changes(), breaks, options);
}
