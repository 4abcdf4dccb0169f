/** The name of a bucket that means this machine: the key is then the path, as written in the template. */
export const LOCAL_CODE = 'local';
