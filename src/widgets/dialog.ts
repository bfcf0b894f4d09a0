import { Dialog } from '@jupyterlab/apputils';
import type { Message } from '@lumino/messaging';

/**
 * A dialog in which Enter acts on what has the focus and on nothing else, and
 * that is announced with its title and a description.
 */
export class CarefulDialog<T = void> extends Dialog<T> {
  /**
   * @param options - As of any dialog.
   * @param descriptionId - Id of the element in its body that describes it.
   */
  constructor(options: Partial<Dialog.IOptions<T>>, descriptionId: string) {
    super(options);
    this.addClass('jp-HealthCheck-dialog');
    const header = this.node.querySelector('.jp-Dialog-header');
    if (header) {
      header.id = `${descriptionId}-title`;
      this.node.setAttribute('aria-labelledby', header.id);
    }
    this.node.setAttribute('aria-describedby', descriptionId);
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    // The stock dialog waits for its body to be drawn, and until then a key
    // that is meant for it goes elsewhere.
    this.node.querySelector<HTMLElement>('.jp-Dialog-footer button')?.focus();
  }

  protected override _evtKeydown(event: KeyboardEvent): void {
    const focused = document.activeElement;
    if (event.key === 'Enter' && !focused?.closest('.jp-Dialog-footer')) {
      // The stock dialog would press the default button here.
      return;
    }
    super._evtKeydown(event);
  }
}
