/** A process that runs a folder's templates with their state, tells its endpoint and goes on until it is killed. */
import { startRuntime } from '#local/start-runtime.ts';
import { StateFile } from '#local/state/state-file.ts';

const [cdkOut = '', state = ''] = process.argv.slice(2);
const { endpoint } = await startRuntime({
  cdkOut,
  port: 0,
  state: new StateFile(state),
  onNotice: (notice) => console.error(JSON.stringify(notice)),
});
console.log(endpoint);
setInterval(() => {}, 60_000);
