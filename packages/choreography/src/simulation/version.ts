/** Grows whenever the same seed draws another world, or a fault is added: a seed repeats its world only in the same version. */
export const SIMULATION_VERSION = 6;
