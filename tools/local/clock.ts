/**
 * AWS waits minutes between retries; the runtime waits a sixtieth of it, so that a retry after a minute comes after a
 * second.
 */
const COMPRESSION = 60;

/** Waits for a time as AWS would, on the compressed clock. The timer does not keep the process alive. */
export function waitCompressed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds / COMPRESSION).unref();
  });
}
