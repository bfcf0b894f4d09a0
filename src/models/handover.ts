import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { PartialJSONObject } from '@lumino/coreutils';
import type { Widget } from '@lumino/widgets';

import type { Copy, Original } from '../api';
import { ApiError, isRecord, toErrorInfo } from '../errors';
import type { IOpenDocument } from './documents';
import { METADATA } from './originals';

/** What handing over needs of JupyterLab. */
export interface IHandoverOptions {
  contents: Pick<Contents.IManager, 'get' | 'save'>;
  /** Opens a file, with a factory if one is named. */
  open: (path: string, factory?: string) => Widget | undefined;
}

/**
 * Go on in a copy where a person was in its read-only original.
 *
 * Edits move: they are saved into the copy, and once they are there the
 * original's tab shows the original again.
 *
 * @param copy - The copy, as it was made from the file.
 * @param document - The original, if it is open here.
 * @param options - What is needed of JupyterLab.
 * @throws {ApiError} - `edits-not-copied`; the edits are still where they were.
 */
export async function handOver(
  copy: Copy,
  document: IOpenDocument | undefined,
  { contents, open }: IHandoverOptions
): Promise<void> {
  if (!document) {
    open(copy.path);
    return;
  }
  const { context, factory, widget } = document;
  const edited = context.isReady && context.model.dirty;
  const saved = edited ? context.model.toString() : null;
  if (edited) {
    try {
      await contents.save(copy.path, edits(context, copy.original));
    } catch (reason) {
      const { code, message } = toErrorInfo(reason);
      const details = { path: copy.path, cause: message, code };
      throw new ApiError(
        { code: 'edits-not-copied', message, hint: '', details },
        0
      );
    }
  }
  await sameCell(widget, open(copy.path, factory));
  // What was typed since then is in no other place.
  if (edited && !context.isDisposed && context.model.toString() === saved) {
    await revert(context, contents);
  }
}

/** Show what is in the file again, in every window that shares the document. */
async function revert(
  context: DocumentRegistry.Context,
  contents: Pick<Contents.IManager, 'get'>
): Promise<void> {
  const { model, path } = context;
  if (!model.collaborative) {
    await context.revert();
    return;
  }
  // A shared document is not read from its file again by itself.
  const file = await contents.get(path, { content: true });
  if (file.type === 'notebook') {
    model.fromJSON(file.content as PartialJSONObject);
  } else {
    model.fromString(file.content as string);
  }
  model.dirty = false;
}

/** A document's content as the contents API takes it. */
function edits(
  context: DocumentRegistry.Context,
  original: Original | null
): Partial<Contents.IModel> {
  const { contentsModel, model } = context;
  if (contentsModel?.type !== 'notebook') {
    return { type: 'file', format: 'text', content: model.toString() };
  }
  const content = model.toJSON() as PartialJSONObject;
  if (original && isRecord(content.metadata)) {
    const known = content.metadata[METADATA];
    content.metadata = {
      ...content.metadata,
      [METADATA]: { ...(isRecord(known) ? known : {}), original }
    };
  }
  return { type: 'notebook', format: 'json', content };
}

/** Show the cell of a copy that was the active one of its original. */
async function sameCell(from: Widget, to: Widget | undefined): Promise<void> {
  if (!(from instanceof NotebookPanel) || !(to instanceof NotebookPanel)) {
    return;
  }
  const index = from.content.activeCellIndex;
  await to.context.ready;
  await to.revealed;
  const { widgets } = to.content;
  const cell = widgets[index];
  if (cell) {
    to.content.activeCellIndex = index;
    await to.content.scrollToCell(cell, 'center');
  }
}
