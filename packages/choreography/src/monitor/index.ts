export { apiJob } from './api.ts';
export { mapJob } from './map.ts';
export { pageJob } from './page.ts';
export { recordJob } from './record.ts';
export { sweepJob } from './sweep.ts';
