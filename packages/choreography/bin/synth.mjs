import { code } from './code.mjs';

export const { runApp } = await import(`../${code}/constructs/synth.mjs`);
