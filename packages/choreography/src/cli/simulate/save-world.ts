import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSnapshot } from '#cli/state/snapshot-file.ts';
import { keptState } from '#local/state/kept-state.ts';
import { StateFile } from '#local/state/state-file.ts';
import { runWorld, type WorldOptions, type WorldResult } from '#simulation/run-world.ts';
import { shrink } from '#simulation/shrink.ts';

/**
 * Saves a world as a snapshot that `start --from` opens, with its clock held: as it is at the end, before the step `until`, or at its
 * first violation. A failing world is shrunk first, unless `until` is given. Returns the lines to print.
 *
 * @param dir the folder of its templates, if it is not where `start` finds them
 */
export async function saveWorld(name: string, options: WorldOptions, dir?: string): Promise<string> {
  const result = options.until === undefined ? await runWorld(options) : undefined;
  const isWrong = result !== undefined && result.violations.length > 0;
  const { stimuli, faults } = isWrong ? await shrink(options, result) : {};
  const only = stimuli && { stimuli: new Set(stimuli), faults: new Set(faults) };
  const folder = mkdtempSync(join(tmpdir(), 'choreography-simulated-'));
  const state = new StateFile(join(folder, 'state.log'));
  try {
    const saved = await runWorld({ ...options, ...(only && { only }), state, settles: true });
    const heldAt = saved.endedAt;
    const clock = { now: () => heldAt, setting: { ahead: heldAt - Date.now(), heldAt } };
    const path = writeSnapshot(name, String(keptState(state, clock).body));
    return renderSaved(saved, path, openingCommand(name, dir));
  } finally {
    state.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function renderSaved({ seed, steps, violations: [violation] }: WorldResult, path: string, command: string): string {
  const wrong =
    violation &&
    `, soon after its violation of "${violation.invariant}"${violation.instance ? ` by ${violation.instance}` : ''}`;
  return [
    `Saved in ${path}: the world of seed ${seed} after ${steps.length} steps${wrong ?? ''}, with its clock held.`,
    `To open it, with its page, trace and map: ${command}`,
  ].join('\n');
}

/** @param dir as for `saveWorld` */
export const openingCommand = (name: string, dir?: string): string =>
  `npx choreography start --from ${name}${dir === undefined ? '' : ` --dir ${dir}`}`;
