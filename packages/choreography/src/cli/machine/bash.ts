import { type Completed, NAMES } from './completion.ts';

/** A function of the shell for each kind of names. */
export const namesOf = (): string =>
  Object.entries(NAMES)
    .map(([kind, find]) => `_choreography_${kind}() {\n  ${find}\n}`)
    .join('\n');

/** A script for bash: `source <(npx choreography completion bash)`. */
export function bash(commands: readonly Completed[]): string {
  const top = commands.filter(({ name }) => !name.includes(' '));
  const parents = top.filter(({ name }) => commands.some((other) => other.name.startsWith(`${name} `)));
  return `# choreography: completion for bash
${namesOf()}
_choreography() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${top.map(({ name }) => name).join(' ')}"
  else
    case "$command" in ${parents.map(({ name }) => name).join(' | ')}) [ "$COMP_CWORD" -gt 2 ] && command="$command \${COMP_WORDS[2]}" ;; esac
    case "$command" in
${commands.map((command) => `      '${command.name}') words="${wordsOf(command, commands)}" ;;`).join('\n')}
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _choreography choreography`;
}

/** What may come after a command. */
export function wordsOf({ name, options, takes }: Completed, commands: readonly Completed[]): string {
  const below = commands.filter((each) => each.name.startsWith(`${name} `)).map((each) => each.name.split(' ')[1]);
  const flags = options.flatMap(({ flag, values }) => [flag, ...values]);
  return [...below, ...flags, ...takes.map((kind) => `$(_choreography_${kind})`)].join(' ');
}
