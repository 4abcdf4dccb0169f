/** Counts up whenever the same seed draws another world, or a fault is added: a seed of another version repeats nothing. */
export const SIMULATION_VERSION = 4;
