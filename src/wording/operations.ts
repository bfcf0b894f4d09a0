import type { TranslationBundle } from '@jupyterlab/translation';

import type { Losses, Operation } from '../api';
import { describeFailure } from './failures';
import { shortCommit } from './numbers';

/** The longest text that a notification shows without cutting it off. */
const NOTIFICATION_LENGTH = 140;

/** Say how far a running operation is. */
export function describeProgress(
  operation: Operation,
  trans: TranslationBundle
): string {
  const { kind, phase, percent, title } = operation;
  if (kind === 'restore') {
    return phase === 'quiescing'
      ? trans.__('Restoring %1 notebooks: saving open documents', title)
      : trans.__('Restoring %1 notebooks…', title);
  }
  switch (phase) {
    case 'waiting':
      return trans.__('Getting %1 notebooks: waiting', title);
    case 'connecting':
      return trans.__('Getting %1 notebooks: connecting %2 %', title, percent);
    case 'receiving':
      return trans.__('Getting %1 notebooks: receiving %2 %', title, percent);
    case 'unpacking':
      return trans.__('Getting %1 notebooks: unpacking %2 %', title, percent);
    case 'comparing':
      return trans.__(
        'Getting %1 notebooks: comparing with your copy %2 %',
        title,
        percent
      );
    case 'writing':
      return trans.__(
        'Getting %1 notebooks: writing files %2 %',
        title,
        percent
      );
    case 'quiescing':
      return trans.__(
        'Getting %1 notebooks: saving open documents %2 %',
        title,
        percent
      );
    case 'swapping':
    case 'done':
      return trans.__(
        'Getting %1 notebooks: putting them in place %2 %',
        title,
        percent
      );
  }
}

/** Say what a successful operation did. */
export function describeSuccess(
  operation: Operation,
  trans: TranslationBundle
): string {
  const { result, title } = operation;
  if (!result) {
    return trans.__('%1 notebooks are ready', title);
  }
  if (result.action === 'restored') {
    return trans.__('Your previous copy is back in %1', result.path);
  }
  if (result.notice) {
    const { message, hint } = describeFailure(result.notice, trans);
    return `${trans.__('%1 notebooks:', title)} ${message}\n${hint}`;
  }
  if (result.action === 'linked') {
    return trans.__('%1 notebooks are ready in %2', title, result.path);
  }
  const count = trans._n('%1 notebook', '%1 notebooks', result.notebooks);
  const facts = result.commit
    ? trans.__('%1, commit %2', count, shortCommit(result.commit))
    : count;
  if (result.action === 'none') {
    return trans.__('%1 notebooks are already current: %2', title, facts);
  }
  const ready = trans.__('%1 notebooks are ready: %2', title, facts);
  if (result.action === 'kept-both' && result.backup) {
    const kept = trans.__('Your copy is now %1', result.backup.path);
    return `${ready}\n${kept}`;
  }
  if (operation.kind === 'provision' && result.backup) {
    const current = trans.__('%1 notebooks are up to date.', title);
    const moved = trans.__(
      'Your files from inside are now in %1: %2',
      result.backup.path,
      listFiles(result.losses, trans)
    );
    return `${current}\n${moved}`;
  }
  return ready;
}

/** Name the first of the files that were moved. */
function listFiles(losses: Losses, trans: TranslationBundle): string {
  const [first, ...others] = losses.items.flatMap(({ path }) => path ?? []);
  return others.length === 0
    ? (first ?? '…')
    : trans._n('%2 and %1 more', '%2 and %1 more', others.length, first);
}

/** Say why an operation failed, and what to do about it. */
export function describeEnd(
  operation: Operation,
  trans: TranslationBundle
): string {
  if (operation.state === 'cancelled' || !operation.error) {
    return trans.__('Cancelled. Your copy is as it was.');
  }
  const { message, hint } = describeFailure(operation.error, trans);
  const what =
    operation.kind === 'restore'
      ? trans.__('Could not restore %1 notebooks.', operation.title)
      : trans.__('Could not get %1 notebooks.', operation.title);
  // What to do matters more than what the person asked for a moment ago.
  const candidates = [
    `${what} ${message}\n${hint}`,
    `${message}\n${hint}`,
    message
  ].map(candidate => candidate.trim());
  return (
    candidates.find(candidate => candidate.length <= NOTIFICATION_LENGTH) ??
    message
  );
}
