/** The path under which the gateway serves APIs, `/_apis/ID/STAGE/…`: no name needs to be resolved for it. */
export const APIS_PATH = '/_apis/';

/** The local form of `https://ID.execute-api.REGION.amazonaws.com`. */
export const apiEndpoint = (endpoint: string, id: string): string => `${endpoint}${APIS_PATH}${id}`;
