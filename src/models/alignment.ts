/** Places of two entries that belong together. */
export type Pair = readonly [number, number];

/** Sequences with more pairs than this are taken to have nothing in common. */
const PAIRS_AT_MOST = 4_000_000;

/**
 * Find which entries of two sequences belong together, in their order.
 *
 * @param left - The one sequence.
 * @param right - The other one.
 * @param affinity - How much two entries have in common; 0 if nothing.
 * @returns The pairs with the greatest affinity in all.
 */
export function align<T>(
  left: readonly T[],
  right: readonly T[],
  affinity: (one: T, other: T) => number
): Pair[] {
  const width = right.length + 1;
  if (left.length * right.length > PAIRS_AT_MOST) {
    return [];
  }
  // best[i, j]: the affinity that the rests from i and from j can have.
  const best = new Float64Array((left.length + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  const together = (i: number, j: number): number => {
    const [one, other] = [left[i], right[j]];
    return one === undefined || other === undefined ? 0 : affinity(one, other);
  };
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const shared = together(i, j);
      best[i * width + j] = Math.max(
        at(i + 1, j),
        at(i, j + 1),
        shared > 0 ? shared + at(i + 1, j + 1) : 0
      );
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (at(i, j) === at(i + 1, j)) {
      i += 1;
    } else if (at(i, j) === at(i, j + 1)) {
      j += 1;
    } else {
      pairs.push([i++, j++]);
    }
  }
  return pairs;
}
