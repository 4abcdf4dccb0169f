import type { Verdict } from '#check/allow.ts';
import type { Locate } from '#template/document/locate-in.ts';

/**
 * A verdict as annotations of a pull request, one a line (GitHub Actions: "Workflow commands"): an error for each finding,
 * a notice for each that is allowed.
 */
export function annotate({ findings, allowed, unused }: Verdict, locate: Locate): string {
  return [
    ...findings.map(({ name, at, what, why, remedy }) =>
      command('error', { ...locate(at), title: name }, `${what} ${why} ${remedy}\nAt ${at.id} in ${at.template}.`),
    ),
    ...unused.map(({ finding }) =>
      command(
        'error',
        { file: 'choreography.json', line: 1, title: finding },
        'This is allowed, and no longer found: take it out of "allow".',
      ),
    ),
    ...allowed.map(({ finding, reason }) =>
      command('notice', { ...locate(finding.at), title: finding.name }, `Allowed: ${reason}`),
    ),
  ].join('\n');
}

function command(name: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${given.join(',')}::${escapeText(text)}`;
}

const escapeText = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const escapeProperty = (text: string): string => escapeText(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
