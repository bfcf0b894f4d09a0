import type { IDiffEntry } from 'nbdime/lib/diff/diffentries';

import { align } from './alignment';

/** Lines of texts with more pairs than this are only ever equal or not. */
const CLOSE_LOOKS_AT_MOST = 40_000;

/**
 * Tell what makes one text of another, line by line, as nbdime describes it.
 *
 * @param left - The one text.
 * @param right - The other one.
 */
export function diffTexts(left: string, right: string): IDiffEntry[] {
  const [before, after] = [linesOf(left), linesOf(right)];
  const isSmall = before.length * after.length <= CLOSE_LOOKS_AT_MOST;
  const pairs = align(before, after, (one, other) =>
    one === other ? 3 : isSmall && isSimilar(one, other) ? 1 : 0
  );
  const diff: IDiffEntry[] = [];
  let [i, j] = [0, 0];
  for (const [nextLeft, nextRight] of [
    ...pairs,
    [before.length, after.length] as const
  ]) {
    diff.push(...replacement(i, nextLeft - i, after.slice(j, nextRight)));
    const [one, other] = [before[nextLeft], after[nextRight]];
    if (one !== undefined && other !== undefined && one !== other) {
      diff.push({ op: 'patch', key: nextLeft, diff: diffWords(one, other) });
    }
    [i, j] = [nextLeft + 1, nextRight + 1];
  }
  return diff;
}

/** Whether two texts have half of their words in common, or more. */
export function isSimilar(one: string, other: string): boolean {
  const [before, after] = [wordsOf(one), wordsOf(other)];
  const there = new Set(after);
  const shared = before.filter(word => there.has(word)).length;
  return shared > 0 && shared * 2 >= Math.max(before.length, after.length);
}

/** Entries for a range that others replace: what came, then what went. */
export function replacement(
  key: number,
  length: number,
  added: unknown[]
): IDiffEntry[] {
  const entries: IDiffEntry[] = [];
  if (added.length > 0) {
    entries.push({ op: 'addrange', key, valuelist: added });
  }
  if (length > 0) {
    entries.push({ op: 'removerange', key, length });
  }
  return entries;
}

/** What makes one line of another; places are those of characters. */
function diffWords(left: string, right: string): IDiffEntry[] {
  const [before, after] = [tokensOf(left), tokensOf(right)];
  const pairs = align(before, after, (one, other) =>
    one === other ? one.length : 0
  );
  const diff: IDiffEntry[] = [];
  let [i, j, key] = [0, 0, 0];
  for (const [nextLeft, nextRight] of [
    ...pairs,
    [before.length, after.length] as const
  ]) {
    const removed = before.slice(i, nextLeft).join('').length;
    const added = after.slice(j, nextRight).join('');
    if (added) {
      diff.push({ op: 'addrange', key, valuelist: added });
    }
    if (removed > 0) {
      diff.push({ op: 'removerange', key, length: removed });
    }
    key += removed + (before[nextLeft]?.length ?? 0);
    [i, j] = [nextLeft + 1, nextRight + 1];
  }
  return diff;
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** Words, spaces and signs. */
function tokensOf(text: string): string[] {
  return text.match(/\w+|\s+|[^\w\s]/gu) ?? [];
}

function wordsOf(text: string): string[] {
  return text.match(/\w+/g) ?? [];
}
