/** An order for one piece of an article. */
export function anOrder(id: string, sku: string): object {
  const price = { amount: 1050, currency: 'EUR' };
  return {
    id,
    customer: { id: `c-${id}`, name: 'Grace Hopper', email: 'grace@example.com' },
    items: [{ sku, name: 'Compiler', quantity: 1, unitPrice: price }],
    total: price,
  };
}
