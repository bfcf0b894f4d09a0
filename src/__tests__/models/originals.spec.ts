import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { Signal } from '@lumino/signaling';

import type { Original, OriginalState } from '../../api';
import type { OpenDocuments } from '../../models/documents';
import { originalOf, Originals } from '../../models/originals';
import { failure, settled } from '../support/server';

const ORIGINAL: Original = {
  blob: 'b10b',
  collection: 'tutorial-notebooks',
  path: 'DP1/101.ipynb'
};
const NEWER: OriginalState = { differs: true, path: 'notebooks/x.ipynb' };

const ask = jest.fn<Promise<OriginalState>, [Original]>();
let open: DocumentRegistry.Context[];
let documents: OpenDocuments;
let changed: Signal<OpenDocuments, void>;
let originals: Originals;

function copy(ours: unknown = { original: ORIGINAL }, type = 'notebook') {
  const context = {
    isReady: true,
    ready: Promise.resolve(),
    contentsModel: { type },
    model: { getMetadata: () => ours }
  } as unknown as DocumentRegistry.Context;
  open.push(context);
  changed.emit();
  return context;
}

beforeEach(() => {
  ask.mockReset().mockResolvedValue(NEWER);
  open = [];
  documents = {
    get all() {
      return open.map(context => ({ context }));
    }
  } as unknown as OpenDocuments;
  changed = new Signal(documents);
  (documents as { changed: unknown }).changed = changed;
  originals = new Originals({ original: ask }, documents);
});

afterEach(() => {
  originals.dispose();
});

describe('Originals', () => {
  it('asks once for each copy that is opened', async () => {
    const context = copy();
    changed.emit();
    await settled();
    changed.emit();
    await settled();
    expect(ask.mock.calls).toEqual([[ORIGINAL]]);
    expect(originals.isNewer(context)).toBe(true);
  });

  it('does not ask for what is no copy', async () => {
    copy(null);
    copy({ original: { path: 'a.ipynb' } });
    copy({ original: ORIGINAL }, 'file');
    await settled();
    expect(ask).not.toHaveBeenCalled();
  });

  it.each([
    { differs: false, path: 'notebooks/x.ipynb' },
    { differs: true, path: null }
  ])('offers nothing where there is nothing newer (%#)', async answer => {
    ask.mockResolvedValue(answer);
    const context = copy();
    await settled();
    expect(originals.isNewer(context)).toBe(false);
  });

  it('asks again after an update, and emits what it learns', async () => {
    ask.mockResolvedValueOnce({ ...NEWER, differs: false });
    const context = copy();
    await settled();
    const seen = jest.fn();
    originals.changed.connect(seen);
    originals.refresh();
    await settled();
    expect(seen).toHaveBeenCalledTimes(1);
    expect(originals.isNewer(context)).toBe(true);
  });

  it('keeps what it knows when the server does not answer', async () => {
    const context = copy();
    await settled();
    ask.mockRejectedValue(failure('no-answer', 0));
    originals.refresh();
    await settled();
    expect(originals.isNewer(context)).toBe(true);
  });
});

describe('originalOf', () => {
  it('takes nothing but what a copy remembers', () => {
    expect(originalOf({ original: { ...ORIGINAL, more: 1 } })).toEqual(
      ORIGINAL
    );
    for (const wrong of [null, 'text', [], {}, { original: { blob: 1 } }]) {
      expect(originalOf(wrong)).toBeNull();
    }
  });
});
