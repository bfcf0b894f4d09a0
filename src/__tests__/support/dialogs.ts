import { Dialog } from '@jupyterlab/apputils';

/** A dialog as a person has it before them. */
export interface IShownDialog<T> {
  answer: Promise<T>;
  node: HTMLElement;
  /** A button at its foot. */
  button: (label: string) => HTMLButtonElement;
}

/** Wait for the dialog that a function opens, with its body drawn. */
export async function shown<T>(
  open: () => Promise<T>
): Promise<IShownDialog<T>> {
  const answer = open();
  // A test may end with its dialog open.
  answer.catch(() => undefined);
  const dialog = last();
  await dialog.ready;
  await until(() => find(dialog.node, '.jp-Dialog-body').textContent !== '');
  const { node } = dialog;
  return {
    answer,
    node,
    button: label => {
      const buttons =
        node.querySelectorAll<HTMLButtonElement>('.jp-Dialog-button');
      return found([...buttons].find(one => one.textContent === label));
    }
  };
}

/** Find an element that has to be there. */
export function find(node: HTMLElement, selector: string): HTMLElement {
  return found(node.querySelector<HTMLElement>(selector));
}

/** Let the page draw until something is so; fails if it never is. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !condition(); turn++) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  expect(condition()).toBe(true);
}

function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) {
    throw new Error('It is not there.');
  }
  return value;
}

function last(): Dialog<unknown> {
  const dialogs: Dialog<unknown>[] = [];
  Dialog.tracker.forEach(one => {
    dialogs.push(one);
  });
  return found(dialogs.pop());
}
