import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { QuiescedDocument } from '../../api';
import type { IOpenDocument, OpenDocuments } from '../../models/documents';
import type { IClosedDocument } from '../../models/memory';
import { Memory } from '../../models/memory';
import type { OperationsModel } from '../../models/operations';
import type { Presence } from '../../models/presence';
import { Quiescing } from '../../models/quiescing';
import type { ISettled } from '../../models/settling';
import { NotSavedError } from '../../models/settling';
import { operation } from '../support/samples';
import { failure, FakeServer, settled } from '../support/server';
import { Widget } from '@lumino/widgets';

const FOLDER = 'notebooks/system-test';
const EDITED: ISettled = { edited: true, sources: ['mine'] };
const CLEAN: ISettled = { edited: false, sources: null };

let operations: OperationsModel;
let memory: Memory;
let quiescing: Quiescing;
let open: IOpenDocument[];
let opened: IClosedDocument[];
let isRegistered: boolean;
let inFront: unknown;
const confirm = jest.fn<Promise<void>, [string, string, QuiescedDocument[]]>();
const settle = jest.fn<Promise<ISettled>, [DocumentRegistry.Context]>();
const exists = jest.fn<Promise<boolean>, [string]>();
const release = jest.fn();

function show(name: string, path = `${FOLDER}/${name}`): IOpenDocument {
  const document = {
    widget: new Widget(),
    context: {
      path,
      sessionContext: { kernelPreference: { shutdownOnDispose: true } }
    } as unknown as DocumentRegistry.Context,
    factory: 'Notebook'
  };
  open.push(document);
  document.widget.disposed.connect(() => {
    open = open.filter(one => one !== document);
  });
  return document;
}

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation();
  sessionStorage.clear();
  [confirm, settle, exists, release].forEach(mock => mock.mockReset());
  confirm.mockResolvedValue();
  settle.mockResolvedValue(CLEAN);
  exists.mockResolvedValue(true);
  open = [];
  opened = [];
  isRegistered = true;
  inFront = null;
  operations = new FakeServer().follow();
  memory = new Memory(sessionStorage, localStorage);
  quiescing = new Quiescing({
    api: { confirmQuiesced: confirm },
    documents: {
      inside: (folder: string) =>
        open.filter(({ context }) => context.path.startsWith(`${folder}/`)),
      pathOf: (context: DocumentRegistry.Context) => context.path
    } as unknown as OpenDocuments,
    memory,
    operations,
    page: 'page-1',
    presence: {
      get isRegistered() {
        return isRegistered;
      },
      hold: () => Promise.resolve({ dispose: release })
    } as unknown as Presence,
    settle,
    exists,
    open: document => {
      opened.push(document);
    },
    current: () => inFront
  });
});

afterEach(() => {
  quiescing.dispose();
  operations.dispose();
});

async function quiesce(): Promise<void> {
  operations.adopt(operation({ phase: 'quiescing', revision: 10 }));
  await settled();
}

async function end(): Promise<void> {
  operations.adopt(operation({ state: 'succeeded', revision: 20 }));
  await settled();
}

describe('Quiescing', () => {
  it('closes what is at rest, and says what its files hold', async () => {
    settle.mockResolvedValueOnce(EDITED);
    const { context, widget } = show('a.ipynb');
    show('b.ipynb');
    await quiesce();
    expect(widget.isDisposed).toBe(true);
    expect(open).toEqual([]);
    expect(confirm.mock.calls).toEqual([
      [
        'op-1',
        'page-1',
        [
          { path: `${FOLDER}/a.ipynb`, ...EDITED },
          { path: `${FOLDER}/b.ipynb`, ...CLEAN }
        ]
      ]
    ]);
    expect(context.sessionContext.kernelPreference.shutdownOnDispose).toBe(
      false
    );
    expect(memory.editedFor('op-1')).toEqual([`${FOLDER}/a.ipynb`]);
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('leaves documents elsewhere alone', async () => {
    const { widget } = show('c.ipynb', 'notebooks/system-test 2026/c.ipynb');
    await quiesce();
    expect(widget.isDisposed).toBe(false);
    expect(confirm.mock.calls).toEqual([['op-1', 'page-1', []]]);
  });

  it('says nothing if the server does not know the page', async () => {
    isRegistered = false;
    await quiesce();
    expect(confirm).not.toHaveBeenCalled();
  });

  it('closes nothing and confirms nothing if one cannot be saved', async () => {
    show('a.ipynb');
    const { widget } = show('b.ipynb');
    settle.mockRejectedValueOnce(new NotSavedError('a.ipynb'));
    await quiesce();
    expect(open).toHaveLength(2);
    expect(confirm).not.toHaveBeenCalled();
    expect(widget.node.inert).toBe(false);
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('lets nobody type while it saves', async () => {
    const { widget } = show('a.ipynb');
    settle.mockReturnValue(new Promise(() => undefined));
    await quiesce();
    expect(widget.node.inert).toBe(true);
    expect(widget.isDisposed).toBe(false);
  });

  it('closes nothing for what was cancelled meanwhile', async () => {
    show('a.ipynb');
    settle.mockImplementation(() => {
      operations.adopt(operation({ state: 'cancelled', revision: 11 }));
      return Promise.resolve(CLEAN);
    });
    await quiesce();
    expect(open).toHaveLength(1);
    expect(confirm).not.toHaveBeenCalled();
  });

  it('does it once, however often the phase is seen', async () => {
    show('a.ipynb');
    await quiesce();
    operations.adopt(operation({ phase: 'quiescing', revision: 12 }));
    await settled();
    expect(confirm).toHaveBeenCalledTimes(1);
  });

  it('opens again what is still there, the one in front last', async () => {
    inFront = show('a.ipynb').widget;
    show('b.ipynb');
    show('gone.ipynb');
    exists.mockImplementation(path => Promise.resolve(!path.includes('gone')));
    await quiesce();
    expect(opened).toEqual([]);
    await end();
    expect(opened.map(({ current, path }) => [path, current])).toEqual([
      [`${FOLDER}/b.ipynb`, false],
      [`${FOLDER}/a.ipynb`, true]
    ]);
    expect(memory.operationsWithClosed).toEqual([]);
  });

  it('opens again at once if the server does not agree', async () => {
    show('a.ipynb');
    confirm.mockRejectedValue(failure('not-saved'));
    await quiesce();
    expect(opened.map(({ path }) => path)).toEqual([`${FOLDER}/a.ipynb`]);
  });

  it('opens after a reload what was left closed', async () => {
    const closed = {
      path: 'a',
      factory: 'Notebook',
      edited: false,
      current: true
    };
    memory.setClosed('ended-long-ago', [closed]);
    memory.setClosed('op-1', [{ ...closed, path: 'b' }]);
    operations.adopt(operation());
    await quiescing.resume();
    expect(opened.map(({ path }) => path)).toEqual(['a']);
    await end();
    expect(opened.map(({ path }) => path)).toEqual(['a', 'b']);
  });
});
