import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { UUID } from '@lumino/coreutils';
import type { ReactNode } from 'react';

import type { ExistingChoice, SiblingsChoice } from '../models/copying';
import { formatSize } from '../wording/numbers';
import { CarefulDialog } from './dialog';

/** How a person wants to leave a read-only document that they edited. */
export type CloseChoice = 'copy' | 'discard' | 'save-as';

/**
 * Tell a person that they have a copy already.
 *
 * @param paths - The copies, newest first.
 * @param count - How many there are in all.
 * @param edited - Whether the read-only document has unsaved edits.
 * @param trans - The translation bundle.
 */
export async function askAboutExisting(
  paths: string[],
  count: number,
  edited: boolean,
  trans: TranslationBundle
): Promise<ExistingChoice | null> {
  const [newest] = paths;
  const choice = await ask<'another' | 'open'>(
    trans.__('You have a copy already'),
    <>
      <p>
        {count === 1
          ? trans.__('It is this one:')
          : trans.__('There are %1. The newest one is:', count)}
      </p>
      <p className="jp-HealthCheck-path">{newest}</p>
      {edited && (
        <p>
          {trans.__(
            'Your unsaved edits go into another copy; they stay in this tab if you open the one that you have.'
          )}
        </p>
      )}
    </>,
    [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      button('another', trans.__('Make another copy')),
      button('open', trans.__('Open my copy'))
    ]
  );
  return choice === 'open' && newest !== undefined
    ? { open: newest }
    : choice === 'another'
      ? 'another'
      : null;
}

/**
 * Ask whether a notebook's large folder is to be copied along.
 *
 * @param files - How many files it has besides notebooks.
 * @param size - Their bytes.
 * @param trans - The translation bundle.
 */
export async function askAboutSize(
  files: number,
  size: number,
  trans: TranslationBundle
): Promise<SiblingsChoice | null> {
  return ask<SiblingsChoice>(
    trans.__('Copy its files too?'),
    <p>
      {trans._n(
        "The notebook's folder has one other file, of %2. The notebook may need it.",
        "The notebook's folder has %1 other files, %2 together. The notebook may need them.",
        files,
        formatSize(size)
      )}
    </p>,
    [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      button('none', trans.__('Only the notebook')),
      button('all', trans.__('Copy all (%1)', formatSize(size)))
    ]
  );
}

/**
 * Ask where the edits of a read-only document go before it is closed.
 *
 * @param name - Its name.
 * @param trans - The translation bundle.
 * @param stock - JupyterLab's own words.
 */
export async function askBeforeClosing(
  name: string,
  trans: TranslationBundle,
  stock: TranslationBundle
): Promise<CloseChoice | null> {
  return ask<CloseChoice>(
    stock.__('Save your work'),
    <p>
      {trans.__(
        '“%1” is read-only. Your edits can go into your own copy.',
        name
      )}
    </p>,
    [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      {
        ...button('discard', stock.__('Discard')),
        ariaLabel: stock.__('Discard changes to file'),
        displayType: 'warn'
      },
      button('save-as', stock.__('Save as')),
      button('copy', trans.__('Make my own copy'))
    ]
  );
}

function button(action: string, label: string): Dialog.IButton {
  return Dialog.okButton({ label, ariaLabel: label, actions: [action] });
}

async function ask<T extends string>(
  title: string,
  body: ReactNode,
  buttons: Dialog.IButton[]
): Promise<T | null> {
  const id = `jp-HealthCheck-${UUID.uuid4()}`;
  const dialog = new CarefulDialog(
    {
      title,
      body: ReactWidget.create(<div id={id}>{body}</div>),
      buttons,
      // The last one keeps the work and is what most people want.
      defaultButton: buttons.length - 1,
      hasClose: true
    },
    id
  );
  const { button: chosen } = await dialog.launch();
  return chosen.accept ? ((chosen.actions[0] ?? null) as T | null) : null;
}
