/** The bucket of code that stands on this machine: its key is the path, as the template writes it. */
export const LOCAL_CODE = 'local';
