export {
  type Draw,
  type Drawable,
  defineSimulation,
  type Invariant,
  request,
  type Simulation,
  type Stimulus,
  stimulus,
  type WorldView,
  type Wrong,
} from './define-simulation.ts';
export type { SentEmail } from './world/mailbox.ts';
export type { PutEvent } from './world/put-event.ts';
