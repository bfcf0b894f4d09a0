import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';

import type { Operation } from '../../api';
import type { OpenDocuments } from '../../models/documents';
import type { OperationsModel } from '../../models/operations';
import { Renewing } from '../../models/renewing';
import { operation, result } from '../support/samples';
import { FakeServer, settled } from '../support/server';

const PATH = 'notebooks/tutorial-notebooks';

let operations: OperationsModel;
let renewing: Renewing;
let hashes: Record<string, string>;
let contexts: DocumentRegistry.Context[];

function show(
  name: string,
  { dirty = false, collaborative = false, hash = 'old' } = {}
): jest.Mock<Promise<void>> {
  const revert = jest.fn<Promise<void>, []>().mockResolvedValue();
  contexts.push({
    path: `${PATH}/${name}`,
    model: { dirty, collaborative },
    contentsModel: { hash },
    revert
  } as unknown as DocumentRegistry.Context);
  return revert;
}

async function finish(changes: Partial<Operation> = {}): Promise<void> {
  operations.adopt(
    operation({
      kind: 'provision',
      path: PATH,
      state: 'succeeded',
      result: result({ action: 'replaced', path: PATH }),
      ...changes
    })
  );
  await settled();
}

beforeEach(() => {
  contexts = [];
  hashes = { 'a.ipynb': 'new', 'b.ipynb': 'old' };
  operations = new FakeServer().follow();
  renewing = new Renewing({
    contents: {
      get: async (path: string) => {
        const hash = hashes[path.slice(PATH.length + 1)];
        if (!hash) {
          throw new Error('404');
        }
        return Promise.resolve({ hash } as Contents.IModel);
      }
    },
    documents: {
      inside: (folder: string) =>
        contexts
          .filter(({ path }) => path.startsWith(`${folder}/`))
          .flatMap(context => [{ context }, { context }])
    } as unknown as OpenDocuments,
    operations
  });
});

afterEach(() => {
  renewing.dispose();
  operations.dispose();
});

describe('Renewing', () => {
  it('shows the newest text of what changed, once per document', async () => {
    const changed = show('a.ipynb');
    const same = show('b.ipynb');
    await finish();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(same).not.toHaveBeenCalled();
  });

  it('leaves edits, collaborative documents and lost files alone', async () => {
    const left = [
      show('a.ipynb', { dirty: true }),
      show('a.ipynb', { collaborative: true }),
      show('gone.ipynb')
    ];
    await finish();
    left.forEach(revert => {
      expect(revert).not.toHaveBeenCalled();
    });
  });

  it('does nothing where nothing was updated', async () => {
    const revert = show('a.ipynb');
    await finish({ kind: 'get' });
    await finish({ id: 'op-2', result: result({ action: 'none' }) });
    await finish({ id: 'op-3', state: 'failed', result: null });
    expect(revert).not.toHaveBeenCalled();
  });
});
