import { type Process, participantOf } from './define-process.ts';

/** The step that a job does: the one whose events it may say, by the deployed templates. */
export async function stepOfJob(process: Process, participant: string, _job: string): Promise<string | null> {
  const steps = Object.entries(process.steps).filter(([, step]) => participantOf(step) === participant);
  return steps.length === 1 ? (steps[0]?.[0] ?? null) : null;
}
