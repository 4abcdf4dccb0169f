import { defineSimulation, request, stimulus } from 'choreography/simulation';
import { dataOf } from 'choreography/testing';
import { LoanRequested } from './events/loan-requested.ts';

const TITLES = ['Harbour at Dusk', 'Two Jugs', 'The Old Bridge'];

/**
 * Loans that overlap: three works are all there are, and some loans are requested twice within milliseconds. A few are of any works that
 * the contract allows.
 */
export default defineSimulation({
  bus: 'museum',
  stimuli: (draw, instances) =>
    Array.from({ length: instances }, (_, index) => {
      const loanId = `i-${index + 1}`;
      const ofOurs = TITLES.slice(0, draw.integer(`${loanId} works`, 1, TITLES.length)).map((title, place) => ({
        ...{ workId: `w-${place + 1}`, title, value: draw.integer(`${loanId} value ${place}`, 1, 30_000_000) },
        condition: draw.one(`${loanId} condition ${place}`, ['sound', 'sound', 'cracked'] as const),
      }));
      const { works } =
        draw.number(`${loanId} of any works`) < 0.15 ? draw.any(loanId, dataOf(LoanRequested)) : { works: ofOurs };
      const say = (label: string, millis: number) =>
        draw.number(`${label} over HTTP`) < 0.5
          ? request(label, millis, '_registrar_request-loan', { loanId, works })
          : stimulus(label, millis, LoanRequested, { loanId, works });
      const at = draw.integer(`${loanId} at`, 0, 60_000);
      return draw.number(`${loanId} twice`) < 0.2
        ? [say(loanId, at), say(`${loanId}-again`, at + draw.integer(`${loanId} gap`, 0, 40))]
        : [say(loanId, at)];
    }).flat(),
  finally: {
    'what is insured is the value of the loans that were, each once': (world) => {
      if (world.isSetAside()) return [];
      const insured = new Map(
        world.events
          .filter(({ type }) => type === 'LoanInsured')
          .map(({ detail }) => detail.data as { loanId: string; value: number })
          .map(({ loanId, value }) => [loanId, value]),
      );
      const sum = [...insured.values()].reduce((total, value) => total + value, 0);
      const [counted] = world.table('_insurance').filter(({ pk }) => pk === 'insured');
      const euros = Number(counted?.euros ?? 0);
      return euros === sum ? [] : [{ what: `${euros} euros are insured, and ${sum} were said` }];
    },
    'each damaged work is treated once for each line that says so': (world) => {
      if (world.isSetAside()) return [];
      const treated = world.events.filter(({ type }) => type === 'WorkTreated');
      const lines = new Map(
        treated
          .map(({ detail }) => detail.data as { line: string; work: { workId: string } })
          .map(({ line, work }) => [line, work.workId]),
      );
      return world
        .table('_studio')
        .filter(({ pk }) => String(pk).startsWith('work#'))
        .flatMap(({ pk, treatments }) => {
          const said = [...lines.values()].filter((workId) => pk === `work#${workId}`).length;
          return said === treatments ? [] : [{ what: `${pk} was treated ${treatments} times, and ${said} were said` }];
        });
    },
  },
});
