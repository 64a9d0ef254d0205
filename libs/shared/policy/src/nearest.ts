/** How many letters have to be put in, taken out or changed to make one word of the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at += 1) {
      const changed = (row[at - 1] ?? 0) + (to[at - 1] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Further off than this a name is another word, not a slip of the pen. */
const SLIP = 3;

/** The name that was probably meant by one that there is not; undefined where none is near. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  let best: { readonly name: string; readonly off: number } | undefined;
  for (const name of names) {
    if (Math.abs(name.length - written.length) > SLIP) continue;
    const off = distance(written, name);
    if (off <= SLIP && off < (best?.off ?? Infinity)) best = { name, off };
  }
  return best?.name;
}
