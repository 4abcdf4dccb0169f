import { defineSimulation, request, stimulus } from 'choreography/simulation';
import { RepairCaseOpened } from './events/repair-case-opened.ts';
import { frontDesk } from './functions/front-desk/participant.ts';
import { toolRoom } from './functions/tool-room/participant.ts';

/** What happens to it under `npx choreography simulate`, and what must hold whatever fails, beside what must hold of any system. */
export default defineSimulation({
  bus: 'repair-cafe',
  stimuli: (draw, instances) =>
    Array.from({ length: instances }, (_, index) => {
      const repairCaseId = `i-${index + 1}`;
      const data = { repairCaseId, hours: draw.integer(`${repairCaseId} hours`, 1, 15) };
      const say = (label: string, at: number) =>
        draw.number(`${label} over HTTP`) < 0.5
          ? request(label, at, `_${frontDesk.name}_open-repair-case`, data)
          : stimulus(label, at, RepairCaseOpened, data);
      const at = draw.integer(`${repairCaseId} at`, 0, 60_000);
      // Some come twice within milliseconds.
      return draw.number(`${repairCaseId} twice`) < 0.2
        ? [say(repairCaseId, at), say(`${repairCaseId}-again`, at + draw.integer(`${repairCaseId} gap`, 0, 40))]
        : [say(repairCaseId, at)];
    }).flat(),
  finally: {
    'the hours that were worked are those of the repair cases that were solved, each once': (world) => {
      // What waits for a person may be counted and not said yet.
      if (world.isSetAside()) return [];
      const solved = new Map(
        world.events
          .filter(({ type }) => type === 'RepairCaseSolved')
          .map(({ detail }) => detail.data as { repairCaseId: string; hours: number })
          .map(({ repairCaseId, hours }) => [repairCaseId, hours]),
      );
      const sum = [...solved.values()].reduce((total, hours) => total + hours, 0);
      const [counted] = world.table(`_${toolRoom.name}`).filter(({ pk }) => pk === 'hours');
      const worked = Number(counted?.worked ?? 0);
      return worked === sum ? [] : [{ what: `${worked} hours were worked, and ${sum} solved` }];
    },
  },
});
