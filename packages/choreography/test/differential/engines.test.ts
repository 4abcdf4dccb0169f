import { afterAll, beforeAll } from 'vitest';
import { type Runtime, startRuntime } from '#local/start-runtime.ts';
import { assemblyOfFunctions, deployedName } from './deployed-functions.ts';
import { EMULATORS } from './engines.ts';
import { tellStories } from './tell-stories.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startRuntime({ cdkOut: assemblyOfFunctions(), port: 0 });
});
afterAll(() => runtime.stop());

tellStories('local runtime', () => runtime.endpoint, deployedName);

for (const { name, variable } of EMULATORS) {
  const url = process.env[variable];
  if (url) tellStories(name, () => url);
  else console.log(`${name} is not compared: set ${variable} to where it answers, such as http://127.0.0.1:4566.`);
}
