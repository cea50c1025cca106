/** Whether a set of permissions includes one: `*` includes all, `read:*` all that read. */
export function includes(held: readonly string[], asked: string): boolean {
  return held.some((one) => one === '*' || one === asked || (one.endsWith(':*') && asked.startsWith(one.slice(0, -1))));
}
