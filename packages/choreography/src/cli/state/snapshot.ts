import { LOCAL_ENDPOINT } from '#cli/aws/endpoint.ts';
import { resolveTarget, type TargetOptions } from '#cli/aws/reach.ts';
import { InputError } from '#template/input-error.ts';
import { checkSnapshotName, writeSnapshot } from './snapshot-file.ts';

/** `choreography snapshot NAME`: saves the state of a local runtime with its clock in one file. */
export async function snapshot(name: string, asked: TargetOptions): Promise<void> {
  checkSnapshotName(name);
  const { access } = await resolveTarget(asked);
  const path = writeSnapshot(name, await stateOf(access.endpoint ?? LOCAL_ENDPOINT));
  console.log(`Saved in ${path}. To begin from it: npx choreography start --from ${name}`);
}

async function stateOf(endpoint: string): Promise<string> {
  const answer = await fetch(`${endpoint}/_local/state`).catch(() => undefined);
  if (answer?.ok) return answer.text();
  throw new InputError(
    answer
      ? `What answers at ${endpoint} is no local runtime that keeps its state: start one without --once.`
      : `No local runtime answers at ${endpoint}: a snapshot is taken of one that runs. Start it with: npx choreography start`,
  );
}
