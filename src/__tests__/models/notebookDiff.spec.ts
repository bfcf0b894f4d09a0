import type { INotebookContent } from '@jupyterlab/nbformat';
import { patch } from 'nbdime/lib/patch';

import { diffNotebooks } from '../../models/notebookDiff';
import { diffTexts } from '../../models/textDiff';

interface ISource {
  source: string | string[];
  type?: string;
  id?: string;
}

function notebook(...cells: (string | ISource)[]): INotebookContent {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { orig_nbformat: 4 },
    cells: cells.map(one => {
      const {
        id,
        source,
        type = 'code'
      } = typeof one === 'string' ? { source: one } : one;
      return {
        cell_type: type,
        source,
        metadata: { tags: [] },
        ...(id !== undefined && { id }),
        ...(type === 'code' && {
          execution_count: 7,
          outputs: [{ output_type: 'stream', name: 'stdout', text: 'ran' }]
        })
      };
    })
  };
}

/** Sources that nbdime makes of a notebook and what it is told. */
function patched(base: INotebookContent, remote: INotebookContent): unknown[] {
  const compared = diffNotebooks(base, remote);
  const made = patch(
    compared.base as never,
    compared.diff
  ) as unknown as INotebookContent;
  return made.cells.map(cell => cell.source);
}

function sources({ cells }: INotebookContent): unknown[] {
  return cells.map(({ source }) =>
    Array.isArray(source) ? source.join('') : source
  );
}

/** A generator whose numbers are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('diffNotebooks', () => {
  it('finds nothing in what only ran', () => {
    const written = notebook('a = 1', { source: '# Title', type: 'markdown' });
    const ran = notebook('a = 1', { source: '# Title', type: 'markdown' });
    ran.cells.forEach(cell => {
      cell.metadata = { trusted: true };
      cell.execution_count = 12;
    });
    expect(diffNotebooks(written, ran)).toMatchObject({ diff: [], cells: 0 });
  });

  it('counts cells that are changed, new and gone', () => {
    const base = notebook('a = 1', 'b = 2', 'import gone');
    const remote = notebook('a = 1', 'b = 3', 'def new(): ...', 'x.y.z()');
    expect(diffNotebooks(base, remote).cells).toBe(4);
  });

  it('knows a cell by its id, whatever was done to it', () => {
    const base = notebook({ id: 'one', source: 'first words' });
    const remote = notebook({ id: 'one', source: 'nothing shared' });
    const { cells, diff } = diffNotebooks(base, remote);
    expect(cells).toBe(1);
    expect(diff).toMatchObject([{ diff: [{ op: 'patch', key: 0 }] }]);
  });

  it('takes a cell of another type for another one', () => {
    const base = notebook({ id: 'one', source: 'same' });
    const remote = notebook({ id: 'one', source: 'same', type: 'markdown' });
    expect(diffNotebooks(base, remote).cells).toBe(2);
    expect(patched(base, remote)).toEqual(['same']);
  });

  it('takes sources as lists of lines too', () => {
    const base = notebook({ source: ['a\n', 'b'] });
    expect(diffNotebooks(base, notebook('a\nb')).cells).toBe(0);
  });

  it('survives notebooks without cells', () => {
    expect(patched(notebook(), notebook('a'))).toEqual(['a']);
    expect(patched(notebook('a'), notebook())).toEqual([]);
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'says what makes the one of the other (%i)',
    seed => {
      const random = numbers(seed);
      const words = ['a', 'b = 1', 'größe', '😀 x', '', '# no'];
      const text = (): string =>
        Array.from(
          { length: random(5) },
          () => words[random(words.length)] ?? ''
        ).join(random(2) ? '\n' : ' ');
      const some = (): INotebookContent =>
        notebook(
          ...Array.from({ length: random(6) }, (_, number) => ({
            source: text(),
            type: random(3) ? 'code' : 'markdown',
            ...(random(2) && { id: `cell-${String(number)}` })
          }))
        );
      const [base, remote] = [some(), some()];
      expect(patched(base, remote)).toEqual(sources(remote));
    }
  );
});

describe('diffTexts', () => {
  it('marks the words that differ in a line, and no more', () => {
    expect(diffTexts('x = 1  # one\n', 'x = 1  # two\n')).toEqual([
      {
        op: 'patch',
        key: 0,
        diff: [
          { op: 'addrange', key: 9, valuelist: 'two' },
          { op: 'removerange', key: 9, length: 3 }
        ]
      }
    ]);
  });
});
