import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';

import { NotSavedError, settle, sourcesIn } from '../../models/settling';

/** A notebook's file, and a tab that shows it. */
class FakeNotebook {
  file = ['one'];
  hash = 'hash-1';
  shown = ['one'];
  dirty = false;
  saves = 0;
  isReady = true;
  exists = true;
  collaborative = false;
  /** What happens in the tab while a save is under way. */
  meanwhile = (): void => undefined;
  known: Partial<Contents.IModel> = {
    type: 'notebook',
    format: 'json',
    writable: true,
    hash: 'hash-1',
    last_modified: '2026-11-23T12:00:00Z'
  };

  readonly contents = {
    get: (): Promise<Contents.IModel> =>
      this.exists
        ? Promise.resolve({
            ...this.known,
            hash: this.hash,
            content: this._content(this.file)
          } as Contents.IModel)
        : Promise.reject(
            Object.assign(new Error('gone'), { response: { status: 404 } })
          )
  };

  save = (): Promise<void> => {
    this.saves += 1;
    this.exists = true;
    this.file = [...this.shown];
    this.hash = `hash-${String(this.saves + 1)}`;
    this.meanwhile();
    this.known = { ...this.known, hash: this.hash };
    this.dirty = false;
    return Promise.resolve();
  };

  edit(source: string): void {
    this.shown = [source];
    this.dirty = true;
  }

  get context(): DocumentRegistry.Context {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const self = this;
    return {
      path: 'notebooks/system-test/a.ipynb',
      lastModifiedCheckMargin: 500,
      get isReady() {
        return self.isReady;
      },
      get contentsModel() {
        return self.known;
      },
      model: {
        get collaborative() {
          return self.collaborative;
        },
        get dirty() {
          return self.dirty;
        },
        toJSON: () => self._content(self.shown)
      },
      save: () => self.save()
    } as unknown as DocumentRegistry.Context;
  }

  private _content(sources: string[]): object {
    return { cells: sources.map(source => ({ source })) };
  }
}

let notebook: FakeNotebook;
const rest = (patience = 1000) =>
  settle(notebook.context, notebook.contents, patience);

beforeEach(() => {
  notebook = new FakeNotebook();
});

describe('settle', () => {
  it('saves edits, and proves it with what the file holds', async () => {
    notebook.edit('two');
    expect(await rest()).toEqual({ edited: true, sources: ['two'] });
    expect(notebook.file).toEqual(['two']);
    expect(notebook.saves).toBe(1);
  });

  it('leaves an untouched document alone', async () => {
    expect(await rest()).toEqual({ edited: false, sources: null });
    expect(notebook.saves).toBe(0);
  });

  it('saves an edit that an earlier save wrongly took for saved', async () => {
    notebook.shown = ['typed while it was being saved'];
    expect(await rest()).toEqual({ edited: true, sources: notebook.shown });
    expect(notebook.file).toEqual(['typed while it was being saved']);
  });

  it('saves again what was edited during the save', async () => {
    notebook.edit('two');
    notebook.meanwhile = () => {
      notebook.meanwhile = () => undefined;
      notebook.shown = ['three'];
    };
    expect(await rest()).toEqual({ edited: true, sources: ['three'] });
    expect(notebook.file).toEqual(['three']);
  });

  it('gives up on a document that never comes to rest', async () => {
    let turn = 0;
    notebook.edit('two');
    notebook.meanwhile = () => {
      notebook.shown = [`output ${String(++turn)}`];
    };
    await expect(rest()).rejects.toThrow(NotSavedError);
  });

  it('never overwrites what somebody else saved', async () => {
    notebook.edit('mine');
    notebook.file = ['theirs'];
    notebook.hash = 'hash-of-theirs';
    await expect(rest()).rejects.toThrow(NotSavedError);
    expect(notebook.file).toEqual(['theirs']);
    expect(notebook.saves).toBe(0);
  });

  it('needs nothing from a view that is merely out of date', async () => {
    notebook.file = ['theirs'];
    notebook.hash = 'hash-of-theirs';
    expect(await rest()).toEqual({ edited: false, sources: null });
    expect(notebook.saves).toBe(0);
  });

  it('goes by the time of change where there is no hash', async () => {
    notebook.edit('mine');
    const { known } = notebook;
    notebook.known = { ...known, hash: undefined };
    notebook.contents.get = () =>
      Promise.resolve({
        ...known,
        last_modified: '2026-11-23T12:00:05Z',
        content: { cells: [] }
      } as unknown as Contents.IModel);
    await expect(rest()).rejects.toThrow(NotSavedError);
  });

  it('brings back a file that is gone, if there are edits', async () => {
    notebook.exists = false;
    notebook.edit('two');
    expect(await rest()).toEqual({ edited: true, sources: ['two'] });
  });

  it('fails at once for what may not be written', async () => {
    notebook.edit('two');
    notebook.known = { ...notebook.known, writable: false };
    await expect(rest()).rejects.toThrow(NotSavedError);
    expect(notebook.saves).toBe(0);
  });

  it('does not wait for ever for a save', async () => {
    notebook.edit('two');
    notebook.save = () => new Promise(() => undefined);
    await expect(rest(10)).rejects.toThrow(NotSavedError);
  });

  it('works on a file in one window at a time', async () => {
    const request = jest.fn((_: string, work: () => Promise<unknown>) =>
      work()
    );
    Object.assign(navigator, { locks: { request } });
    try {
      await rest();
    } finally {
      Object.assign(navigator, { locks: undefined });
    }
    expect(request).toHaveBeenCalledWith(
      'jupyter-healthcheck:notebooks/system-test/a.ipynb',
      expect.any(Function)
    );
  });

  it('has nothing to do for a document that is still loading', async () => {
    notebook.isReady = false;
    notebook.dirty = true;
    expect(await rest()).toEqual({ edited: false, sources: null });
  });
});

describe('settle with an editor that saves by itself', () => {
  const { get } = new FakeNotebook().contents;

  beforeEach(() => {
    notebook.collaborative = true;
    notebook.save = () => Promise.reject(new Error('never asked for'));
  });

  /** Let the editor save at the third look. */
  function saveLate(meanwhile: () => Promise<Contents.IModel> = get): void {
    const look = notebook.contents.get;
    let looks = 0;
    notebook.contents.get = () => {
      looks += 1;
      if (looks === 3) {
        notebook.file = [...notebook.shown];
        notebook.hash = 'hash-of-the-editor';
      }
      return looks < 3 ? meanwhile() : look();
    };
  }

  it('waits until the file has what is shown', async () => {
    notebook.edit('two');
    saveLate();
    expect(await rest()).toEqual({ edited: true, sources: ['two'] });
  });

  it('does not take its save for a change by somebody else', async () => {
    notebook.hash = 'hash-of-the-editor';
    expect(await rest()).toEqual({ edited: false, sources: ['one'] });
  });

  it('looks again when the file could not be read', async () => {
    notebook.edit('two');
    saveLate(() => Promise.reject(new Error('half written')));
    expect(await rest()).toEqual({ edited: true, sources: ['two'] });
  });

  it('gives up when it does not save', async () => {
    notebook.edit('two');
    await expect(rest(10)).rejects.toThrow(NotSavedError);
  });

  it('fails at once for what may not be written', async () => {
    notebook.edit('two');
    notebook.known = { ...notebook.known, writable: false };
    await expect(rest(60_000)).rejects.toThrow(NotSavedError);
  });
});

describe('sourcesIn', () => {
  it('reads cells, whether their source is text or lines', () => {
    const content = { cells: [{ source: 'a' }, { source: ['b\n', 'c'] }] };
    expect(sourcesIn('a.ipynb', content)).toEqual(['a', 'b\nc']);
    expect(sourcesIn('a.ipynb', JSON.stringify(content))).toEqual([
      'a',
      'b\nc'
    ]);
  });

  it('takes a text file as one text', () => {
    expect(sourcesIn('notes.md', 'text')).toEqual(['text']);
  });

  it.each([
    ['a.ipynb', 'not json'],
    ['a.ipynb', { no: 'cells' }],
    ['a.py', { cells: [{ source: 'shown as a notebook' }] }]
  ])('says nothing of %s with %j', (path, content) => {
    expect(sourcesIn(path, content)).toBeNull();
  });
});
