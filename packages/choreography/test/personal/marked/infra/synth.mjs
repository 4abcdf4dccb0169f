import { runApp } from 'choreography/synth';

await runApp(new URL('app.ts', import.meta.url));
