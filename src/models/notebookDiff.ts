import type {
  ICell,
  INotebookContent,
  INotebookMetadata
} from '@jupyterlab/nbformat';
import type { IDiffEntry } from 'nbdime/lib/diff/diffentries';

import { align } from './alignment';
import { diffTexts, isSimilar, replacement } from './textDiff';

/** How two notebooks differ, as nbdime shows it. */
export interface INotebookDiff {
  /** The one notebook, without what is not compared. */
  base: INotebookContent;
  /** What makes the other one of it. */
  diff: IDiffEntry[];
  /** How many cells are changed, new or gone. */
  cells: number;
}

/**
 * Compare the cells' sources of two notebooks.
 *
 * Outputs, counts and metadata change with every run, and say nothing of what
 * was written.
 *
 * @param base - The notebook on the left.
 * @param remote - The notebook on the right.
 */
export function diffNotebooks(
  base: INotebookContent,
  remote: INotebookContent
): INotebookDiff {
  const left = base.cells.map(strip);
  const right = remote.cells.map(strip);
  const pairs = align(left, right, cellAffinity);
  const diff: IDiffEntry[] = [];
  let cells = 0;
  let [i, j] = [0, 0];
  for (const [nextLeft, nextRight] of [
    ...pairs,
    [left.length, right.length] as const
  ]) {
    const added = right.slice(j, nextRight).map(anonymous);
    diff.push(...replacement(i, nextLeft - i, added));
    cells += nextLeft - i + nextRight - j;
    const [one, other] = [left[nextLeft], right[nextRight]];
    if (one && other && one.source !== other.source) {
      const source = diffTexts(textOf(one), textOf(other));
      diff.push({
        op: 'patch',
        key: nextLeft,
        diff: [{ op: 'patch', key: 'source', diff: source }]
      });
      cells += 1;
    }
    [i, j] = [nextLeft + 1, nextRight + 1];
  }
  return {
    base: {
      nbformat: base.nbformat,
      nbformat_minor: base.nbformat_minor,
      // Its language colours the cells.
      metadata: languageOf(base.metadata),
      cells: left.map(anonymous)
    },
    diff: diff.length > 0 ? [{ op: 'patch', key: 'cells', diff }] : [],
    cells
  };
}

function cellAffinity(one: ICell, other: ICell): number {
  if (one.cell_type !== other.cell_type) {
    return 0;
  }
  if (one.source === other.source) {
    return 3;
  }
  if (one.id !== undefined && one.id === other.id) {
    return 2;
  }
  // Old notebooks have no ids, and some editors renew them.
  return isSimilar(textOf(one), textOf(other)) ? 1 : 0;
}

/** A cell's type, source and id. */
function strip(cell: ICell): ICell {
  return {
    cell_type: cell.cell_type,
    source: Array.isArray(cell.source) ? cell.source.join('') : cell.source,
    metadata: {},
    ...(cell.cell_type === 'code' && { outputs: [], execution_count: null }),
    ...(typeof cell.id === 'string' && { id: cell.id })
  };
}

/** A cell without its id, which nobody wants to read. */
function anonymous(cell: ICell): ICell {
  const shown = { ...cell };
  delete shown.id;
  return shown;
}

function languageOf(metadata: INotebookMetadata): INotebookMetadata {
  return metadata.language_info
    ? { language_info: metadata.language_info, orig_nbformat: 4 }
    : { orig_nbformat: 4 };
}

function textOf(cell: ICell): string {
  return cell.source as string;
}
