import { isThisMachine } from '#local/gateway/is-this-machine.ts';

/** Why no engine is asked at a URL; undefined if it is. Only this machine is, and what is allowed by name. */
export function whyNotBeside(url: string, allowedHosts: readonly string[]): string | undefined {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return `--beside takes the URL of an emulator, such as http://127.0.0.1:4570, and not "${url}".`;
  const { hostname } = new URL(url);
  if (isThisMachine(hostname) || allowedHosts.some((allowed) => allowed.toLowerCase() === hostname)) return undefined;
  return `--beside "${url}" is not on this machine: allow that with --allow-host ${hostname}.`;
}
