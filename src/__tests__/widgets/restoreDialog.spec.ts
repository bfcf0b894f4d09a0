import { Dialog } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';

import type { Backup } from '../../api';
import { chooseBackup } from '../../widgets/restoreDialog';
import { find, shown } from '../support/dialogs';

const trans = nullTranslator.load('');

function backup(id: string, changes: Partial<Backup> = {}): Backup {
  return {
    id,
    collection: 'system-test',
    path: `notebooks/previous/${id}`,
    kind: 'replaced',
    created_at: new Date().toISOString(),
    size: 3000,
    restorable_until: null,
    commit: null,
    own_changes: false,
    ...changes
  };
}

function show(...backups: Backup[]) {
  return shown(() => chooseBackup(backups, trans));
}

afterEach(() => {
  Dialog.flush();
});

describe('chooseBackup', () => {
  it('offers the newest first', async () => {
    const { answer, button } = await show(backup('new'), backup('old'));
    button('Restore').click();
    expect(await answer).toBe('new');
  });

  it('returns what was chosen', async () => {
    const { answer, button, node } = await show(backup('new'), backup('old'));
    find(node, 'input[value=old]').click();
    button('Restore').click();
    expect(await answer).toBe('old');
  });

  it('returns nothing on Cancel', async () => {
    const { answer, button } = await show(backup('new'));
    button('Cancel').click();
    expect(await answer).toBeNull();
  });

  it('tells copies apart', async () => {
    const { node } = await show(
      backup('new', { kind: 'kept', own_changes: true })
    );
    expect(node.textContent).toContain(
      'system-test · now · 3 kB · kept beside the new one · holds changes of yours'
    );
  });

  it('says so where there is none', async () => {
    const { answer, button, node } = await show();
    expect(node.textContent).toContain('There is no previous copy yet.');
    button('Close').click();
    expect(await answer).toBeNull();
  });
});
