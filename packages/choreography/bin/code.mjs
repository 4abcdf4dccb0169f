import { existsSync } from 'node:fs';

/** The folder of this package's code: its sources inside the workspace, where nothing is compiled, else what they were compiled to. */
export const code = existsSync(new URL('../src', import.meta.url)) ? 'src' : 'dist';
