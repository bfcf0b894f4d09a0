import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';

import { isRecord } from '../errors';

/** What was found when a document was brought to rest. */
export interface ISettled {
  /** Whether it had edits that were not in its file. */
  edited: boolean;
  /** Sources that its file is known to hold; null where they say nothing. */
  sources: string[] | null;
}

/** A document whose edits could not be brought into its file. */
export class NotSavedError extends Error {}

const PATIENCE = 5000;
/** Editors that failed to save wait five seconds before they try again. */
const PATIENCE_WITH_EDITORS = 12_000;
const PAUSE = 100;
const ATTEMPTS = 3;

type Stored = Contents.IModel | null;

/**
 * Bring a document to rest: its edits are in its file, and that was looked at.
 *
 * No dialog is ever shown for it. A file that another page or program changed
 * is not overwritten: with edits here that is a failure, and without them there
 * is nothing to bring anywhere.
 *
 * @param context - The document.
 * @param contents - Where its file is.
 * @param patience - Milliseconds to wait for each answer.
 */
export async function settle(
  context: DocumentRegistry.Context,
  contents: Pick<Contents.IManager, 'get'>,
  patience?: number
): Promise<ISettled> {
  return context.model.collaborative
    ? untilInFile(context, contents, patience ?? PATIENCE_WITH_EDITORS)
    : alone(context.path, () =>
        bringToRest(context, contents, patience ?? PATIENCE)
      );
}

/**
 * Wait until the server of a collaborative editor has saved what is shown. It
 * does so by itself; a save from here would find its file changed by another,
 * and ask the person.
 */
async function untilInFile(
  context: DocumentRegistry.Context,
  contents: Pick<Contents.IManager, 'get'>,
  patience: number
): Promise<ISettled> {
  const giveUp = Date.now() + patience;
  for (let edited = false; ; edited = true) {
    const shown = shownSources(context);
    if (!context.isReady || shown === null) {
      return { edited: false, sources: null };
    }
    // A file that is just being written may be none that can be read.
    const stored = await within(
      patience,
      fetchStored(context, contents).catch(() => null)
    );
    if (sameTexts(shown, storedSources(context, stored))) {
      return { edited, sources: shown };
    }
    if (Date.now() > giveUp || context.contentsModel?.writable === false) {
      throw new NotSavedError(context.path);
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE));
  }
}

async function bringToRest(
  context: DocumentRegistry.Context,
  contents: Pick<Contents.IManager, 'get'>,
  patience: number
): Promise<ISettled> {
  if (!context.isReady) {
    return { edited: false, sources: null };
  }
  let edited = context.model.dirty;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const shown = shownSources(context);
    if (!context.model.dirty && shown === null) {
      return { edited, sources: null };
    }
    const stored = await within(patience, fetchStored(context, contents));
    const changed = changedElsewhere(context, stored);
    if (!context.model.dirty) {
      if (sameTexts(shown, storedSources(context, stored))) {
        // Nothing was saved if nothing was edited, so there is nothing to prove.
        return { edited, sources: edited ? shown : null };
      }
      if (changed) {
        return { edited, sources: null };
      }
      // An edit that was made while a save was under way counts as saved, which
      // it is not.
      edited = true;
    }
    if (changed || context.contentsModel?.writable === false) {
      throw new NotSavedError(context.path);
    }
    await within(patience, context.save());
  }
  throw new NotSavedError(context.path);
}

async function fetchStored(
  context: DocumentRegistry.Context,
  contents: Pick<Contents.IManager, 'get'>
): Promise<Stored> {
  const known = context.contentsModel;
  try {
    return await contents.get(context.path, {
      content: true,
      hash: true,
      ...(known ? { type: known.type } : {}),
      ...(known?.format ? { format: known.format } : {})
    });
  } catch (reason) {
    if (
      isRecord(reason) &&
      isRecord(reason.response) &&
      reason.response.status === 404
    ) {
      return null;
    }
    throw reason;
  }
}

/** Whether somebody else wrote the file since this page read or wrote it. */
function changedElsewhere(
  context: DocumentRegistry.Context,
  stored: Stored
): boolean {
  const known = context.contentsModel;
  if (!stored || !known) {
    // A file that is gone is no other version: saving brings it back.
    return false;
  }
  if (known.hash && stored.hash) {
    return known.hash !== stored.hash;
  }
  return (
    Date.parse(stored.last_modified) - Date.parse(known.last_modified) >
    context.lastModifiedCheckMargin
  );
}

function shownSources(context: DocumentRegistry.Context): string[] | null {
  const model = context.contentsModel;
  if (model?.type === 'notebook') {
    return sourcesIn(context.path, context.model.toJSON());
  }
  return model?.type === 'file' && model.format === 'text'
    ? sourcesIn(context.path, context.model.toString())
    : null;
}

function storedSources(
  context: DocumentRegistry.Context,
  stored: Stored
): string[] | null {
  return stored ? sourcesIn(context.path, stored.content) : null;
}

/** Sources of a notebook's cells, or the one text of a text file. */
export function sourcesIn(path: string, content: unknown): string[] | null {
  if (!path.endsWith('.ipynb')) {
    // Text files can be shown as notebooks; their file is no list of cells.
    return typeof content === 'string' ? [content] : null;
  }
  let notebook = content;
  if (typeof content === 'string') {
    try {
      notebook = JSON.parse(content);
    } catch {
      return null;
    }
  }
  if (!isRecord(notebook) || !Array.isArray(notebook.cells)) {
    return null;
  }
  return notebook.cells.map((cell: unknown) => {
    const source = isRecord(cell) ? cell.source : '';
    return Array.isArray(source) ? source.join('') : String(source);
  });
}

function sameTexts(some: string[] | null, others: string[] | null): boolean {
  const lines = (texts: string[] | null): string =>
    JSON.stringify(texts?.map(text => text.replace(/\r\n?/g, '\n')));
  return some !== null && others !== null && lines(some) === lines(others);
}

/**
 * Work on a file in one window at a time: two that save it at once would each
 * find it changed by the other, and ask the person. Browsers that cannot do it
 * (locks need a secure context) go on without.
 */
async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
  const { locks } = navigator as Partial<Pick<Navigator, 'locks'>>;
  return locks ? locks.request(`jupyter-healthcheck:${path}`, work) : work();
}

async function within<T>(patience: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NotSavedError('no answer in time'));
    }, patience);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
