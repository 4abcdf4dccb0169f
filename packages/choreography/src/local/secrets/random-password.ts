import { createHmac, randomBytes } from 'node:crypto';
import { AwsError } from '#local/gateway/aws-error.ts';

/** What GetRandomPassword and GenerateSecretString say (API reference: GetRandomPassword). */
export interface PasswordSettings {
  readonly PasswordLength?: number | string;
  readonly ExcludeCharacters?: string;
  readonly ExcludeNumbers?: boolean | string;
  readonly ExcludePunctuation?: boolean | string;
  readonly ExcludeUppercase?: boolean | string;
  readonly ExcludeLowercase?: boolean | string;
  readonly IncludeSpace?: boolean | string;
  readonly RequireEachIncludedType?: boolean | string;
}

/** A password of 32 characters, if nothing else is said. @param bytes random numbers, as many as are asked for */
export function randomPassword(
  settings: PasswordSettings,
  bytes: (count: number) => Buffer = (count) => randomBytes(count),
): string {
  const length = Number(settings.PasswordLength ?? 32);
  const excluded = new Set(settings.ExcludeCharacters ?? '');
  const kinds = [
    isSet(settings.ExcludeLowercase) ? '' : 'abcdefghijklmnopqrstuvwxyz',
    isSet(settings.ExcludeUppercase) ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    isSet(settings.ExcludeNumbers) ? '' : '0123456789',
    isSet(settings.ExcludePunctuation) ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    isSet(settings.IncludeSpace) ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((character) => !excluded.has(character)).join(''))
    .filter((kind) => kind !== '');
  const all = kinds.join('');
  if (!(length >= 1 && length <= 4096) || all === '')
    throw new AwsError(
      'InvalidParameterException',
      'The password has from 1 to 4096 characters, of those that are not excluded.',
    );
  const numbers = bytes(length * 8);
  const numberAt = (index: number) => numbers.readUInt32BE(index * 4);
  const required = settings.RequireEachIncludedType === undefined || isSet(settings.RequireEachIncludedType);
  const characters = Array.from({ length }, (_, index) => {
    const from = (required ? kinds[index] : undefined) ?? all;
    return { character: from.charAt(numberAt(index) % from.length), place: numberAt(length + index) };
  });
  // The kinds that must be there were taken first: their places are by chance, too.
  return characters
    .sort((a, b) => a.place - b.place)
    .map(({ character }) => character)
    .join('');
}

/** Numbers that are the same for a name as long as this process runs. */
export const bytesFor =
  (name: string) =>
  (count: number): Buffer =>
    Buffer.concat(
      Array.from({ length: Math.ceil(count / 32) }, (_, index) =>
        createHmac('sha256', OF_THIS_RUN).update(`${index} ${name}`).digest(),
      ),
    ).subarray(0, count);

const OF_THIS_RUN = randomBytes(32);

const isSet = (value: boolean | string | undefined): boolean => value === true || value === 'true';
