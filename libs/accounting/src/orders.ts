/** The fixed grid of Renyi orders on which every curve is held. A ledger row has one amount per order, in this order. */
export const ORDERS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256] as const;
export type Order = (typeof ORDERS)[number];
