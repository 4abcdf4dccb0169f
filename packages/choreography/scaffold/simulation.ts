import type { EventContract } from 'choreography';
import { defineSimulation, stimulus, type WorldView } from 'choreography/simulation';
import { dataOf } from 'choreography/testing';
import { RepairCaseDeclined } from './events/repair-case-declined.ts';
import { RepairCaseOpened } from './events/repair-case-opened.ts';
import { RepairCaseSolved } from './events/repair-case-solved.ts';

/** Any repair cases that the contract allows, most of them small, some opened twice within milliseconds: `npm run simulate`. */
export default defineSimulation({
  bus: 'repair-cafe',
  stimuli: (draw, instances) =>
    Array.from({ length: instances }, (_, index) => {
      const label = `case-${index + 1}`;
      const any = draw.any(label, dataOf(RepairCaseOpened));
      const hours = draw.number(`${label} is small`) < 0.7 ? draw.integer(`${label} hours`, 1, 10) : any.hours;
      const at = draw.integer(`${label} at`, 0, 20_000);
      const open = (name: string, time: number) =>
        stimulus(name, time, RepairCaseOpened, { ...any, repairCaseId: label, hours });
      return draw.number(`${label} twice`) < 0.3
        ? [open(label, at), open(`${label}-again`, at + draw.integer(`${label} gap`, 0, 40))]
        : [open(label, at)];
    }).flat(),
  finally: {
    'each repair case is solved or declined, never both': (world) =>
      opened(world).flatMap((id) => {
        const said = [RepairCaseSolved, RepairCaseDeclined].filter((contract) => ids(world, contract).has(id));
        if (said.length === 1 || (said.length === 0 && world.isSetAside(id))) return [];
        return [{ instance: id, what: said.length === 0 ? 'it is neither' : 'it is both' }];
      }),
  },
});

/** The keys of the repair cases that were opened. */
const opened = ({ stimuli }: WorldView): string[] => [
  ...new Set(stimuli.map(({ data }) => (data as { repairCaseId: string }).repairCaseId)),
];

/** The keys of the repair cases of which an event was said. */
const ids = ({ events }: WorldView, { type }: EventContract): Set<string | undefined> =>
  new Set(events.filter((event) => event.type === type).map(({ detail }) => detail.metadata?.correlationId));
