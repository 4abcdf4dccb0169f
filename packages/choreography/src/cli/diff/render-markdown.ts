import { misfitsInWords } from '#check/findings/events/contract-misfit.ts';
import { listed } from '#check/naming.ts';
import { brokenInWords } from '#diff/broken-in-words.ts';
import type { ContractChange, Difference, EventChange, JobChange, Move, RouteChange } from '#diff/difference.ts';

/** A difference as Markdown, for a pull request and for a terminal. Sections in which nothing changed are left out. */
export function renderMarkdown(difference: Difference, from: string, to: string | undefined): string {
  const { jobs, routes, events, contracts, processes, findings, breaking } = difference;
  const sections: [string, string[]][] = [
    ['Breaking', breaking.map((sentence) => `- ${sentence}`)],
    [
      'Jobs',
      [
        ...jobs.moved.flatMap(movedLines),
        ...jobs.added.flatMap((job) => jobLines('added', job)),
        ...jobs.removed.flatMap((job) => jobLines('removed', job)),
      ],
    ],
    [
      'Routes',
      [
        ...routes.added.flatMap((route) => routeLines('added', route)),
        ...routes.removed.flatMap((route) => routeLines('removed', route)),
      ],
    ],
    [
      'Events',
      [
        ...events.added.map((event) => eventLine('added', event)),
        ...events.removed.map((event) => eventLine('removed', event)),
      ],
    ],
    ['Contracts', contracts.flatMap(contractLines)],
    [
      'Business process',
      processes.map(({ process, step, change }) => `- **${change}** the step \`${step}\` of \`${process}\``),
    ],
    [
      'Found by check',
      [
        ...findings.added.map(({ finding: { name, what }, allowed }) =>
          allowed === null ? `- **new** \`${name}\`: ${what}` : `- **new**, allowed \`${name}\`: ${allowed}`,
        ),
        ...findings.removed.map(({ name }) => `- **gone** \`${name}\``),
      ],
    ],
  ];
  const told = sections.filter(([, lines]) => lines.length > 0);
  return [
    `## The choreography from \`${from}\` to ${to === undefined ? 'the files here' : `\`${to}\``}`,
    '',
    summary(difference),
    ...told.flatMap(([title, lines]) => ['', `### ${title}`, '', ...lines]),
  ].join('\n');
}

function summary({ jobs, routes, events, contracts, breaking }: Difference): string {
  const counts = [
    ...counted(jobs.added.length, 'job', 'added'),
    ...counted(jobs.removed.length, 'job', 'removed'),
    ...counted(jobs.moved.length, 'job', 'moved'),
    ...counted(routes.added.length, 'route', 'added'),
    ...counted(routes.removed.length, 'route', 'removed'),
    ...counted(events.added.length, 'event', 'added'),
    ...counted(events.removed.length, 'event', 'removed'),
    ...counted(
      contracts.filter(({ change }) => change === 'compatible' || change === 'breaking').length,
      'contract',
      'changed',
    ),
  ];
  const what = counts.length > 0 ? listed(counts) : 'Nothing is said or heard otherwise';
  return `${what}. ${breaking.length > 0 ? '**This breaks something.**' : 'Nothing breaks.'}`;
}

const counted = (count: number, what: string, how: string): string[] =>
  count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'} ${how}`];

const movedLines = ({ job, template, from, to, direction, underWay }: Move): string[] => [
  `- **moved** \`${job}\` (${template}) from \`${from}\` to \`${to}\`${DIRECTIONS[direction]}`,
  ...underWay.map((sentence) => `  - ${sentence}`),
];

const DIRECTIONS = {
  later: ', which happens later',
  earlier: ', which happens earlier',
  apart: ', and neither follows from the other',
  'same event': '',
};

const jobLines = (how: string, { job, template, hears, says, underWay }: JobChange): string[] => [
  `- **${how}** \`${job}\` (${template}): hears ${coded(hears)}, says ${coded(says)}`,
  ...underWay.map((sentence) => `  - ${sentence}`),
];

const routeLines = (how: string, { job, template, event, underWay }: RouteChange): string[] => [
  `- **${how}** \`${event}\` to \`${job}\` (${template})`,
  ...underWay.map((sentence) => `  - ${sentence}`),
];

const eventLine = (how: string, { event, saidBy, heardBy }: EventChange): string =>
  how === 'added'
    ? `- **added** \`${event}\`, said by ${coded(saidBy)}, heard by ${coded(heardBy, 'nobody')}`
    : `- **removed** \`${event}\`, said by ${coded(saidBy)} before`;

const contractLines = ({ event, template, change, places, breaks }: ContractChange): string[] => [
  `- **${change}** \`${event}\` (${template})${places.length > 0 ? `: ${misfitsInWords(places)}` : ''}`,
  ...breaks.map((broken) => `  - breaks \`${broken.job}\` in ${broken.template}: ${brokenInWords(broken)}`),
];

const coded = (names: readonly string[], none = 'nothing'): string =>
  names.length === 0 ? none : listed(names.map((name) => `\`${name}\``));
