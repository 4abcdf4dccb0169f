import { type Process, participantOf, type Step } from '#contracts/define-process.ts';
import { deployedMap } from '#monitor/deployed-map.ts';

/**
 * The step that a job does: the one whose events it may say, by the deployed templates. When they cannot be read, the one
 * step of its participant; null when there are several, or none.
 */
export async function stepOfJob(process: Process, participant: string, job: string): Promise<string | null> {
  const steps = Object.entries<Step>(process.steps);
  const map = await deployedMap().catch(() => undefined);
  if (!map) {
    const [step, another] = steps.filter(([, of]) => participantOf(of) === participant);
    return step && !another ? step[0] : null;
  }
  const says = map.producers.filter((producer) => producer.participant === participant && producer.job === job);
  const done = steps.find(([, step]) =>
    [...step.done, ...(step.failed ?? [])].some(({ source, type }) =>
      says.some((producer) => producer.source === source && producer.detailType === type),
    ),
  );
  return done?.[0] ?? null;
}
