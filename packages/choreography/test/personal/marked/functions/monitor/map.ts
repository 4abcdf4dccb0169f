export { mapJob as handler } from 'choreography/monitor';
