const formats = new Map<string, Intl.NumberFormat>();

/** How amounts of a currency are written, such as €42.99. Made once for each: that takes as long as to write a hundred amounts. */
export function currencyFormat(currency: string): Intl.NumberFormat {
  const known = formats.get(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency });
  formats.set(currency, known);
  return known;
}
