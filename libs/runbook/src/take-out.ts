/**
 * Takes an item out of a list, if it is there. What comes and goes all the time stands in lists and not in a `Set` or
 * `Map`: their tables grow old one after the other, each holding on to the next, and with it what a run has long
 * finished, until the whole heap is collected.
 */
export function takeOut<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
