import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Loss, WorkspacePlan } from '../api';
import type { ILossGroup } from '../models/losses';
import { formatDay, formatSize, shortCommit } from './numbers';

/** How many names are shown before a list folds. */
export const NAMES_SHOWN = 5;

/** Say what stands there, and what the new set brings. */
export function describeCopy(
  plan: WorkspacePlan,
  trans: TranslationBundle
): string[] {
  return [
    ...describeOrigin(plan, trans),
    ...(plan.branch
      ? [trans.__('Another branch is checked out in it: %1.', plan.branch)]
      : []),
    ...describeNews(plan, trans)
  ];
}

function describeOrigin(
  { commit, got_at, path }: WorkspacePlan,
  trans: TranslationBundle
): string[] {
  if (!got_at || !commit) {
    return [trans.__('You already have a copy in %1.', path)];
  }
  return [
    trans.__(
      'You already have a copy in %1, from %2 (commit %3).',
      path,
      formatDay(got_at),
      shortCommit(commit)
    )
  ];
}

function describeNews(
  { commits_behind, notebooks_changed }: WorkspacePlan,
  trans: TranslationBundle
): string[] {
  if (commits_behind === 0) {
    return [trans.__('There is no newer set; a fresh one lacks your changes.')];
  }
  const newer =
    commits_behind === null
      ? trans.__('The new set is another one.')
      : trans._n(
          'The new set is %1 commit newer.',
          'The new set is %1 commits newer.',
          commits_behind
        );
  const changes = notebooks_changed
    ? [
        trans._n(
          'It changes %1 notebook.',
          'It changes %1 notebooks.',
          notebooks_changed
        )
      ]
    : [];
  return [newer, ...changes];
}

/** Say how many there are of a kind. */
export function describeGroup(
  { count, kind }: ILossGroup,
  trans: TranslationBundle
): string {
  switch (kind) {
    case 'edited-notebook':
      return trans._n(
        '%1 notebook you edited',
        '%1 notebooks you edited',
        count
      );
    case 'edited-file':
      return trans._n('%1 file you edited', '%1 files you edited', count);
    case 'own-file':
      return trans._n('%1 file of yours', '%1 files of yours', count);
    case 'commit':
      return trans._n(
        '%1 commit not in the original',
        '%1 commits not in the original',
        count
      );
    case 'stash':
      return trans._n('%1 stash of changes', '%1 stashes of changes', count);
    case 'worktree':
      return trans._n(
        '%1 linked working folder',
        '%1 linked working folders',
        count
      );
    case 'unreadable':
      return trans._n(
        '%1 file that could not be read',
        '%1 files that could not be read',
        count
      );
    case 'outputs-only':
      return trans._n(
        '%1 notebook only has new outputs',
        '%1 notebooks only have new outputs',
        count
      );
    case 'metadata-only':
      return trans._n(
        '%1 notebook only has new metadata',
        '%1 notebooks only have new metadata',
        count
      );
    case 'deleted':
      return trans._n(
        '%1 deleted file comes back',
        '%1 deleted files come back',
        count
      );
    case 'checkpoint':
      return trans._n('%1 checkpoint', '%1 checkpoints', count);
    case 'cache-file':
      return trans._n('%1 cache file', '%1 cache files', count);
  }
}

/** Name the first few of a group in one line. */
export function previewGroup(group: ILossGroup): string {
  return group.items.slice(0, NAMES_SHOWN).map(shortName).join(', ');
}

/** Say how many are not named in the preview. */
export function describeRest(
  group: ILossGroup,
  trans: TranslationBundle
): string {
  const more = group.count - Math.min(NAMES_SHOWN, group.items.length);
  return more > 0 ? trans._n('and %1 more', 'and %1 more', more) : '';
}

function shortName(loss: Loss): string {
  if (!loss.path) {
    return `“${loss.detail ?? ''}”`;
  }
  const name = PathExt.basename(loss.path);
  if (name.endsWith('.ipynb')) {
    return PathExt.basename(name, '.ipynb');
  }
  return loss.size === null ? name : `${name} (${formatSize(loss.size)})`;
}

/** Say what is open in browser windows, and what runs, inside a copy. */
export function describeUse(
  { open_documents, processes }: WorkspacePlan,
  trans: TranslationBundle
): string[] {
  const documents = [...open_documents]
    .sort((one, other) => Number(other.edited) - Number(one.edited))
    .map(({ edited, path }) =>
      edited ? trans.__('%1 (unsaved edits)', path) : path
    );
  const more = documents.length - NAMES_SHOWN;
  return [
    ...documents.slice(0, NAMES_SHOWN),
    ...(more > 0
      ? [trans._n('%1 more open document', '%1 more open documents', more)]
      : []),
    ...(processes > 0
      ? [
          trans._n(
            '%1 kernel or program running',
            '%1 kernels or programs running',
            processes
          )
        ]
      : [])
  ];
}
