import type { IDocumentManagerDialogs } from '@jupyterlab/docmanager';

import type { IOpenDocument } from '../../models/documents';
import type { CloseChoice } from '../../widgets/copyDialogs';
import { extendCloseDialog } from '../../widgets/stockDialogs';

const NAME = '101.ipynb';
const STOCK = { shouldClose: true, ignoreSave: false };

const stock = jest.fn();
const copy = jest.fn<Promise<boolean>, [IOpenDocument]>();
let choice: CloseChoice | null;
let open: IOpenDocument[];
let dialogs: IDocumentManagerDialogs;

function document(label = NAME, context = {}): IOpenDocument {
  return { widget: { title: { label } }, context } as unknown as IOpenDocument;
}

beforeEach(() => {
  stock.mockReset().mockResolvedValue(STOCK);
  copy.mockReset();
  choice = null;
  open = [document()];
  dialogs = { saveBeforeClose: stock } as unknown as IDocumentManagerDialogs;
  extendCloseDialog(dialogs, {
    documents: () => open,
    ask: () => Promise.resolve(choice),
    copy
  });
});

function close(fileName = NAME, writable = false) {
  return dialogs.saveBeforeClose({ fileName, writable });
}

describe('extendCloseDialog', () => {
  it.each([
    [null, { shouldClose: false, ignoreSave: true }],
    ['discard', { shouldClose: true, ignoreSave: true }],
    ['save-as', { shouldClose: true, ignoreSave: false }]
  ] as const)('answers %s as the stock dialog does', async (chosen, answer) => {
    choice = chosen;
    expect(await close()).toEqual(answer);
    expect(stock).not.toHaveBeenCalled();
  });

  it.each([true, false])('closes only what was copied (%s)', async done => {
    choice = 'copy';
    copy.mockResolvedValue(done);
    expect(await close()).toEqual({ shouldClose: done, ignoreSave: true });
    expect(copy).toHaveBeenCalledWith(open[0]);
  });

  it('leaves to JupyterLab what can be written, and what is not ours', async () => {
    expect(await close(NAME, true)).toBe(STOCK);
    expect(await close('notes.md')).toBe(STOCK);
    expect(stock).toHaveBeenCalledTimes(2);
  });

  it('guesses neither of two documents with one name', async () => {
    open = [document(), document()];
    expect(await close()).toBe(STOCK);
  });

  it('knows two views of one document', async () => {
    const context = {};
    open = [document(NAME, context), document(NAME, context)];
    choice = 'discard';
    expect(await close()).toEqual({ shouldClose: true, ignoreSave: true });
  });
});
