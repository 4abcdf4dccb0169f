import { byChance } from '#local/runtime/chance.ts';
import type { Stimulus } from '#simulation/define-simulation.ts';
import { InputError } from '#template/input-error.ts';
import { Cause } from './cause.ts';
import { requestFor } from './service-request.ts';
import type { World } from './world.ts';

/** Pauses before a call from outside is tried again, in milliseconds; the last one repeats. */
const RETRY_PAUSES_MS = [1000, 5000, 30_000, 120_000, 600_000];
/** A caller gives up after a day. */
const MAX_TRIES = 150;

/**
 * Carries a stimulus out. Its PutEvents call is not part of the system, so no faults happen to it. Throws an InputError if the bus does
 * not accept the event, or if the function has no URL.
 */
export async function stimulate(world: World, bus: string, seed: number, stimulus: Stimulus): Promise<void> {
  const { label, by, data } = stimulus;
  const cause = new Cause(seed, label);
  if ('function' in by) return callUntilAnswered(world, cause, by.function, JSON.stringify(data));
  const Entries = [{ Source: by.source, DetailType: by.type, Detail: JSON.stringify({ data }), EventBusName: bus }];
  const answer = await byChance(cause, () =>
    world.serve(cause, 'events', requestFor('events', 'AWSEvents.PutEvents', { Entries })),
  );
  if (answer.status !== 200 || JSON.parse(String(answer.body)).FailedEntryCount > 0)
    throw new InputError(`The bus "${bus}" refused the event of the stimulus "${label}": ${answer.body}`);
}

const SIGNATURE = `AWS4-HMAC-SHA256 Credential=outside/20300107/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

async function callUntilAnswered(world: World, cause: Cause, name: string, body: string): Promise<void> {
  const found = [...world.services.functionUrls.keys()].find((each) => each === name || each.endsWith(name));
  if (!found)
    throw new InputError(
      `No function "${name}" has a URL: those that have one are ${[...world.services.functionUrls.keys()].join(', ') || 'none'}.`,
    );
  const request = {
    ...{ method: 'POST', path: `/_url/${encodeURIComponent(found)}/`, body: Buffer.from(body) },
    headers: { 'content-type': 'application/json', authorization: SIGNATURE },
  };
  for (let tried = 0; tried < MAX_TRIES; tried++) {
    const next = cause.next('call');
    const { status } = await byChance(next, () => world.serve(next, 'http', request));
    if (status < 500 && status !== 429) return;
    if (world.faults.strikes('give-up', next)) return void world.givenUp.add(cause.label);
    await world.clock.waitUncompressed(RETRY_PAUSES_MS[tried] ?? 600_000);
  }
}
