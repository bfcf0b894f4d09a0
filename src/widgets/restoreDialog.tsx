import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { UUID } from '@lumino/coreutils';
import type { ReactElement } from 'react';

import type { Backup } from '../api';
import { formatAgo, formatExactly, formatSize } from '../wording/numbers';

/**
 * Let a person choose a previous copy.
 *
 * @param backups - The copies, newest first.
 * @param trans - The translation bundle.
 * @returns Id of the chosen one, or null.
 */
export async function chooseBackup(
  backups: readonly Backup[],
  trans: TranslationBundle
): Promise<string | null> {
  const title = trans.__('Restore a previous copy');
  // Files that were found in read-only notebooks have no place to go back to.
  const restorable = backups.filter(({ kind }) => kind !== 'rescued');
  if (restorable.length === 0) {
    await showDialog({
      title,
      body: trans.__(
        'There is no previous copy yet. One is kept whenever you get notebooks again and your copy is replaced.'
      ),
      buttons: [Dialog.cancelButton({ label: trans.__('Close') })],
      hasClose: true
    });
    return null;
  }
  const { button, value } = await showDialog<string | null>({
    title,
    body: new BackupChoice(restorable, trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Restore') })
    ],
    focusNodeSelector: 'input',
    hasClose: true
  });
  return button.accept ? value : null;
}

/** Previous copies as radio buttons, the newest chosen. */
class BackupChoice extends ReactWidget {
  constructor(
    private readonly _backups: readonly Backup[],
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-HealthCheck-backups');
    this._chosen = _backups[0]?.id ?? null;
  }

  getValue(): string | null {
    return this._chosen;
  }

  protected override render(): ReactElement {
    const name = `jp-HealthCheck-${UUID.uuid4()}`;
    return (
      <fieldset>
        <legend>
          {this._trans.__(
            'It takes the place of your present copy, which is kept as well.'
          )}
        </legend>
        {this._backups.map((backup, index) => (
          <label key={backup.id} className="jp-HealthCheck-backup">
            <input
              type="radio"
              name={name}
              value={backup.id}
              defaultChecked={index === 0}
              onChange={() => {
                this._chosen = backup.id;
              }}
            />
            <span>
              <span className="jp-HealthCheck-backupTitle">{backup.path}</span>
              <span
                className="jp-HealthCheck-quiet"
                title={formatExactly(backup.created_at)}
              >
                {this._describe(backup).join(' · ')}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
    );
  }

  private _describe(backup: Backup): string[] {
    const trans = this._trans;
    return [
      backup.collection,
      formatAgo(backup.created_at),
      formatSize(backup.size),
      backup.kind === 'kept'
        ? trans.__('kept beside the new one')
        : trans.__('replaced'),
      ...(backup.own_changes ? [trans.__('holds changes of yours')] : [])
    ];
  }

  private _chosen: string | null;
}
