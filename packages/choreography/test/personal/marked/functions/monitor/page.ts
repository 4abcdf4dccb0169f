export { pageJob as handler } from 'choreography/monitor';
