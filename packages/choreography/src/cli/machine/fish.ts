import { type Completed, NAMES, quoted } from './completion.ts';

/** A script for fish: `npx choreography completion fish | source`. */
export function fish(commands: readonly Completed[]): string {
  const top = commands.filter(({ name }) => !name.includes(' '));
  return [
    '# choreography: completion for fish',
    ...Object.entries(NAMES).map(([kind, find]) => `function __choreography_${kind}\n  ${find}\nend`),
    ...top.map(
      ({ name, description }) =>
        `complete -c choreography -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
    ),
    ...commands.flatMap((command) => linesOf(command)),
  ].join('\n');
}

function linesOf({ name, description, options, takes }: Completed): string[] {
  const [first, second] = name.split(' ');
  const seen = `__fish_seen_subcommand_from ${first}`;
  const within = second === undefined ? seen : `${seen}; and __fish_seen_subcommand_from ${second}`;
  return [
    ...(second === undefined
      ? []
      : [`complete -c choreography -n ${quoted(seen)} -f -a ${second} -d ${quoted(description)}`]),
    ...takes.map((kind) => `complete -c choreography -n ${quoted(within)} -f -a '(__choreography_${kind})'`),
    ...options.map(({ flag, description: says, values }) => {
      const taken = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : '';
      return `complete -c choreography -n ${quoted(within)} -l ${flag.replace(/^-+/, '')} -d ${quoted(says)}${taken}`;
    }),
  ];
}
