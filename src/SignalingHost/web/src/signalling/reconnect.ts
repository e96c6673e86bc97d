/** How long to wait before the n-th attempt to reach the server again (docs/signaling.md, "Coming back"). The first is made at once. */
export const reconnectDelay = (attempt: number): number => (attempt <= 0 ? 0 : Math.min(500 * 2 ** (attempt - 1), 4000));
