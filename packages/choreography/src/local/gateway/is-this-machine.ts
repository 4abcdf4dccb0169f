/** Whether a host's name is one that every machine has for itself. IPv6 is as in a URL: `[::1]`. */
export const isThisMachine = (hostname: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
