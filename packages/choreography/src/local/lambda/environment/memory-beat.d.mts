export interface MemoryBeat {
  begin(): void;
  end(): void;
}
export function memoryBeat(shared: SharedArrayBuffer, used: () => number): MemoryBeat;
