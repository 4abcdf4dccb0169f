import { readFileSync } from 'node:fs';
import { InputError } from '#template/input-error.ts';

/** The text of a file, without a byte order mark. Throws an InputError when it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${WHY[(error as NodeJS.ErrnoException).code ?? ''] ?? error}.`);
  }
}

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link that leads in a circle',
  ENOENT: 'there is no such file',
  ERR_STRING_TOO_LONG: 'it is too large',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
};
