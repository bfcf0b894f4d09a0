import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { Signal } from '@lumino/signaling';

import type { IOpenDocument, OpenDocuments } from '../../models/documents';
import { UnkeptEdits } from '../../models/unkeptEdits';

const FOLDER = 'notebooks/tutorial-notebooks';

let open: ReturnType<typeof shown>[];
let told: string[];
let edits: UnkeptEdits;
const sender = {};
const changed = new Signal<object, void>(sender);

function shown(name: string, writable = false, collaborative = true) {
  return {
    path: `${FOLDER}/${name}`,
    contentsModel: { writable },
    model: { collaborative, dirty: false }
  };
}

function change(): string[] {
  changed.emit();
  return told;
}

beforeEach(() => {
  open = [];
  told = [];
  const documents = {
    changed,
    inside: (folder: string) =>
      open
        .filter(({ path }) => path.startsWith(folder))
        .map(context => ({ context }) as unknown as IOpenDocument),
    pathOf: ({ path }: DocumentRegistry.Context) => path
  };
  edits = new UnkeptEdits({
    documents: documents as unknown as OpenDocuments,
    folders: () => [FOLDER],
    tell: path => {
      told.push(path);
      return {
        isDisposed: false,
        dispose: () => {
          told = told.filter(one => one !== path);
        }
      };
    }
  });
});

afterEach(() => {
  edits.dispose();
});

describe('UnkeptEdits', () => {
  it('tells of an edit once, as long as it is there', () => {
    const tutorial = shown('a.ipynb');
    open = [tutorial];
    expect(change()).toEqual([]);
    tutorial.model.dirty = true;
    expect(change()).toEqual([tutorial.path]);
    expect(change()).toEqual([tutorial.path]);
    tutorial.model.dirty = false;
    expect(change()).toEqual([]);
  });

  it('tells of the next edit again', () => {
    const tutorial = shown('a.ipynb');
    open = [tutorial];
    for (const dirty of [true, false, true]) {
      tutorial.model.dirty = dirty;
      change();
    }
    expect(told).toEqual([tutorial.path]);
  });

  it('withdraws what it told of a document that was closed', () => {
    const tutorial = shown('a.ipynb');
    tutorial.model.dirty = true;
    open = [tutorial];
    change();
    open = [];
    expect(change()).toEqual([]);
  });

  it.each([
    ['a document that can be saved', shown('a.ipynb', true)],
    ['plain JupyterLab, which asks', shown('a.ipynb', false, false)],
    ['other files', { ...shown('a.ipynb'), path: 'mine/a.ipynb' }]
  ])('says nothing of %s', (_, document) => {
    document.model.dirty = true;
    open = [document];
    expect(change()).toEqual([]);
  });

  it('says nothing more once it is disposed', () => {
    edits.dispose();
    const tutorial = shown('a.ipynb');
    tutorial.model.dirty = true;
    open = [tutorial];
    expect(change()).toEqual([]);
  });
});
