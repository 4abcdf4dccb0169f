import { parseSync } from 'oxc-parser';
import { InputError } from '#template/input-error.ts';

/** `tool-room` as `toolRoom`, for a constant. */
export const camelCase = (name: string): string =>
  name.replace(/[^A-Za-z0-9]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `tool-room` as `ToolRoom`, for a class or an event. */
export const pascalCase = (name: string): string => {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
};

/** `CaseOpened` and `repair case` as `case-opened` and `repair-case`, for a file. */
export const kebabCase = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();

/**
 * A name in lower case with hyphens, as the names of buses, participants, jobs, processes are, since tables, functions, queues and
 * stacks are named after them. Throws an InputError that quotes any other.
 */
export function lowerCaseName(what: string, name: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new InputError(
      `The ${what} "${name}" cannot be used: AWS resources are named after it, so give lower-case letters, digits and single hyphens, a letter first, such as "tool-room".`,
    );
  }
  return name;
}

/** Such a name of which the code makes a constant, as it does of a participant. Throws an InputError that quotes any other. */
export const constantName = (what: string, name: string): string =>
  identifier(what, lowerCaseName(what, name), camelCase(name));

/** An event's type: what happened, capitalised. Throws an InputError that quotes any other. */
export function eventType(type: string): string {
  if (!/^[A-Z][A-Za-z0-9]{0,127}$/.test(type)) {
    throw new InputError(
      `The event "${type}" cannot be used: give what happened as one capitalised word of letters and digits, at most 128 of them, such as "CaseOpened".`,
    );
  }
  return type;
}

/** The default plural: `loans`, `losses`, `enquiries`. */
export const plural = (one: string): string =>
  /[^aeiou]y$/.test(one) ? `${one.slice(0, -1)}ies` : /(s|x|z|ch|sh)$/.test(one) ? `${one}es` : `${one}s`;

/** What a process's instances or its steps are called in prose: `repair case`. */
export function words(what: string, text: string): string {
  if (/^[a-z][a-z0-9]*([ -][a-z0-9]+)*$/.test(text)) return text;
  throw new InputError(`The ${what} "${text}" cannot be used: give lower-case words, such as "repair case".`);
}

/** Such words of which the code makes a constant. */
export const constantWords = (what: string, text: string): string =>
  identifier(what, words(what, text), camelCase(text));

/** The source of a participant's events. EventBridge user guide, PutEvents: those that begin with `aws.` are of AWS alone. */
export function sourceName(source: string): string {
  if (/^aws(\.|$)/.test(source)) {
    throw new InputError(
      `The source "${source}" cannot be used: AWS keeps those that begin with "aws." to itself, and would refuse each event.`,
    );
  }
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(source)) {
    throw new InputError(
      `The source "${source}" cannot be used: give letters, digits, dots, hyphens and underscores, such as "repair-cafe.supplier".`,
    );
  }
  return source;
}

/** Lambda takes function names of at most 64 characters (API reference, CreateFunction): `BUS_PARTICIPANT_JOB`. */
export function functionName(bus: string, participant: string, job: string): string {
  const name = `${bus}_${participant}_${job}`;
  if (name.length <= 64) return name;
  throw new InputError(
    `"${participant}/${job}" cannot be used: its function would be called "${name}", and Lambda takes at most 64 characters, not ${name.length}.`,
  );
}

/** Refuses a name of which the code could make no constant, such as `new`. */
function identifier(what: string, name: string, constant: string): string {
  if (isConstant(constant)) return name;
  throw new InputError(`The ${what} "${name}" cannot be used: TypeScript keeps "${constant}" to itself.`);
}

/** Whether a constant may be called so. */
export const isConstant = (name: string): boolean =>
  parseSync('name.ts', `export const ${name} = 0;`).errors.length === 0;
