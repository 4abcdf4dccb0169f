import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { SIMULATION_VERSION } from '#simulation/version.ts';

export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return port;
}

export function eventNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1) throw new InvalidArgumentError('Events are counted from 1.');
  return number;
}

export function hours(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('Hours are a number above 0, such as 24 or 0.5.');
  return number;
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`"${text}" is no whole number.`);
  return Number(text);
}

/** A whole number of things of which there is one at least. */
export function count(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('There must be one at least.');
  return number;
}

/** So many a second, which may be fewer than one. */
export function rate(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number <= 0)
    throw new InvalidArgumentError(`A rate is a number above 0, such as 2000 or 0.5, not "${text}".`);
  return number;
}

/** A seed as failures print it, `7@2`: with the version of the simulation that drew by it. */
export function seedNumber(text: string): number {
  const [seed = '', version = String(SIMULATION_VERSION), ...rest] = text.split('@');
  if (rest.length > 0 || !/^\d+$/.test(version)) throw new InvalidArgumentError(`"${text}" is no seed, such as 7.`);
  if (Number(version) !== SIMULATION_VERSION)
    throw new InvalidArgumentError(
      `Seed ${seed} is of version ${version} of the simulation, and this one has version ${SIMULATION_VERSION}: it would draw another world. Check out the version of choreography that found it.`,
    );
  return wholeNumber(seed);
}

export function seedRange(text: string): number[] {
  const [, first = '', last = ''] = /^(\d{1,9})-(\d{1,9})$/.exec(text) ?? [];
  if (last === '' || Number(last) < Number(first))
    throw new InvalidArgumentError(`Seeds are given as A-B, such as 1-100, not as "${text}".`);
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at);
}

/** A text that may be given several times. */
export const several = (text: string, known: readonly string[] = []): string[] => [...known, text];

export function hostName(text: string, known: readonly string[]): string[] {
  if (!/^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i.test(text))
    throw new InvalidArgumentError(
      'A host is a name or an address, perhaps with a port: devbox, [fd00::7] or devbox:8080.',
    );
  return [...known, text];
}

export function contextValue(text: string, known: Record<string, string>): Record<string, string> {
  const [, name, value] = text.match(/^([^=]+)=([\s\S]*)$/) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('A context is given as NAME=VALUE.');
  return { ...known, [name]: value };
}

export function instant(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('A time is given as 2026-11-25T12:00:00Z.');
  return time;
}

export function parameterValue(text: string, known: Record<string, string>): Record<string, string> {
  const [, name, value] = text.match(/^(\w+|(?:ssm|secretsmanager):[^=]+)=([\s\S]*)$/) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError(
      'A parameter is given as NAME=VALUE, one of Parameter Store as ssm:NAME=VALUE, a secret as secretsmanager:NAME=VALUE; a value may be file://PATH.',
    );
  return { ...known, [name]: value.startsWith('file://') ? contentOf(value.slice('file://'.length)) : value };
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new InvalidArgumentError(`There is no file "${path}" that can be read.`);
  }
}
