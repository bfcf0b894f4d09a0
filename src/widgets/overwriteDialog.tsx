import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, closeIcon, ReactWidget } from '@jupyterlab/ui-components';
import { UUID } from '@lumino/coreutils';
import type { Widget } from '@lumino/widgets';

import type { WorkspacePlan } from '../api';
import type { Decision } from '../models/requests';
import { CarefulDialog } from './dialog';
import { CopyView } from './losses';

/**
 * Ask what shall become of a person's copy.
 *
 * @param title - What people call the collection.
 * @param plan - What getting it would do.
 * @param trans - The translation bundle.
 * @returns The decision, or null if nothing shall be changed.
 */
export async function askAboutCopy(
  title: string,
  plan: WorkspacePlan,
  trans: TranslationBundle
): Promise<Decision | null> {
  const choices: IChoice[] = [
    {
      decision: null,
      button: Dialog.cancelButton({ label: trans.__('Cancel') }),
      consequence: trans.__('Cancel: your copy stays as it is.')
    },
    {
      decision: 'replace',
      // Not an accepting button, so that only one of the three stands out.
      button: Dialog.cancelButton({
        label: trans.__('Replace (can be undone)')
      }),
      consequence: trans.__(
        'Replace: your copy moves to %1, from where it can be restored.',
        plan.replace_path
      )
    },
    {
      decision: 'keep-both',
      button: Dialog.okButton({ label: trans.__('Keep both') }),
      consequence: trans.__('Keep both: your copy becomes %1.', plan.keep_path)
    }
  ];
  const leadId = `jp-HealthCheck-${UUID.uuid4()}`;
  const dialog = new CarefulDialog(
    {
      title: trans.__('Get %1 notebooks', title),
      body: ReactWidget.create(
        <CopyView leadId={leadId} plan={plan} trans={trans} />
      ),
      buttons: choices.map(({ button }) => button),
      defaultButton: 0,
      hasClose: true,
      renderer: new Renderer(
        choices.map(({ consequence }) => consequence),
        trans
      )
    },
    leadId
  );
  dialog.addClass('jp-HealthCheck-overwrite');
  const { button } = await dialog.launch();
  const chosen = choices.find(choice => choice.button === button);
  return chosen?.decision ?? null;
}

interface IChoice {
  decision: Decision | null;
  button: Dialog.IButton;
  consequence: string;
}

/** Puts a sentence under the buttons that tells what the focused one does. */
class Renderer extends Dialog.Renderer {
  constructor(
    private readonly _consequences: readonly string[],
    private readonly _trans: TranslationBundle
  ) {
    super();
  }

  /** As the stock one, whose × has the same name as the button Cancel. */
  override createHeader(title: Dialog.Header, reject: () => void): Widget {
    const close = (
      <Button
        className="jp-Dialog-close-button"
        minimal
        onClick={reject}
        title={this._trans.__('Close')}
      >
        <closeIcon.react tag="span" />
      </Button>
    );
    return super.createHeader(
      <>
        {title}
        {close}
      </>,
      reject
    );
  }

  override createFooter(
    buttons: readonly HTMLElement[],
    checkbox: HTMLElement | null
  ): Widget {
    const footer = super.createFooter(buttons, checkbox);
    const sentence = document.createElement('p');
    sentence.className = 'jp-HealthCheck-consequence';
    sentence.setAttribute('aria-live', 'polite');
    footer.node.append(sentence);
    const tell = (button: Element | null): void => {
      const index = buttons.findIndex(one => one === button);
      sentence.textContent = this._consequences[index] ?? sentence.textContent;
    };
    buttons.forEach(button => {
      button.addEventListener('focus', () => {
        tell(button);
      });
      // A mouse does not focus what it points at.
      button.addEventListener('pointerenter', () => {
        tell(button);
      });
      button.addEventListener('pointerleave', () => {
        tell(document.activeElement);
      });
    });
    return footer;
  }
}
