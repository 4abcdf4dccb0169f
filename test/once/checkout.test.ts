import { provesOnce } from 'choreography/testing';
import { checkout } from '../../functions/checkout/participant.ts';

provesOnce(checkout, { handlers: { 'place-order': () => import('../../functions/checkout/place-order.ts') } });
