/** Writes a file whole or not at all, since two synths may run at the same time. */
export function writeWhole(path: string, contents: string | Uint8Array): void;
