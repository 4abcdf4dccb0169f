import { namesOf, wordsOf } from './bash.ts';
import { type Completed, quoted } from './completion.ts';

/** A script for zsh: `source <(npx choreography completion zsh)`, after `compinit`. */
export function zsh(commands: readonly Completed[]): string {
  const top = commands.filter(({ name }) => !name.includes(' '));
  const parents = top.filter(({ name }) => commands.some((other) => other.name.startsWith(`${name} `)));
  return `#compdef choreography
${namesOf()}
_choreography() {
  local command="$words[2]"
  if (( CURRENT == 2 )); then
    local -a commands=(${top.map(({ name, description }) => quoted(`${name}:${description.replaceAll(':', '\\:')}`)).join(' ')})
    _describe command commands
    return
  fi
  case "$command" in ${parents.map(({ name }) => name).join('|')}) (( CURRENT > 3 )) && command="$command $words[3]" ;; esac
  case "$command" in
${commands.map((command) => `    '${command.name}') compadd -- ${wordsOf(command, commands)} ;;`).join('\n')}
  esac
  _files
}
(( $+functions[compdef] )) && compdef _choreography choreography`;
}
