import { afterAll, beforeAll } from 'vitest';
import { type Runtime, startRuntime } from '#local/start-runtime.ts';
import { assemblyOfStories, deployed } from './deployed-stories.ts';
import { EMULATORS } from './engines.ts';
import { listen } from './given/a-listener.ts';
import { tellStories } from './tell-stories.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startRuntime({ cdkOut: assemblyOfStories(await listen()), port: 0 });
});
afterAll(() => runtime.stop());

tellStories(
  'local runtime',
  () => runtime.endpoint,
  (story) => deployed(story, runtime),
);

for (const { name, variable } of EMULATORS) {
  const url = process.env[variable];
  if (url) tellStories(name, () => url);
  else console.log(`${name} is not compared: set ${variable} to where it answers, such as http://127.0.0.1:4566.`);
}
