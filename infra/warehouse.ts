import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { OrderPlaced } from '../events/order-placed.ts';
import { StockReceived } from '../events/stock-received.ts';
import { warehouse } from '../functions/warehouse/participant.ts';

export class WarehouseStack extends ParticipantStack<typeof warehouse> {
  static readonly participant = warehouse;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, warehouse);
    this.job('dispatch-order', { items: { 'stock#*': ['BatchGetItem', 'UpdateItem'] } }).on(OrderPlaced);
    this.job('receive-stock', { items: { 'stock#*': ['UpdateItem'] } }).on(StockReceived);
  }
}
