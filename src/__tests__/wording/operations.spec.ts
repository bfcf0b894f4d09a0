import { nullTranslator } from '@jupyterlab/translation';

import type { Operation } from '../../api';
import {
  describeEnd,
  describeProgress,
  describeSuccess
} from '../../wording/operations';
import { NO_LOSSES, operation, result } from '../support/samples';

const trans = nullTranslator.load('');

function success(changes: Partial<NonNullable<Operation['result']>>) {
  return operation({
    state: 'succeeded',
    result: result(changes)
  });
}

function failed(changes: Partial<Operation>, error = {}): Operation {
  return operation({
    state: 'failed',
    error: { code: 'x', message: 'What.', hint: 'Do.', details: {}, ...error },
    ...changes
  });
}

describe('describeProgress', () => {
  it('tells the phase and how far it is', () => {
    expect(describeProgress(operation(), trans)).toBe(
      'Getting system-test notebooks: receiving 62 %'
    );
  });

  it('shows no percentage while it waits for others', () => {
    const waiting = operation({ phase: 'waiting', percent: 0 });
    expect(describeProgress(waiting, trans)).toBe(
      'Getting system-test notebooks: waiting'
    );
  });

  it('speaks of restoring where that is done', () => {
    const restoring = operation({ kind: 'restore', phase: 'swapping' });
    expect(describeProgress(restoring, trans)).toBe(
      'Restoring system-test notebooks…'
    );
  });
});

describe('describeSuccess', () => {
  it.each([
    [{}, 'system-test notebooks are ready: 30 notebooks, commit 1a2b3c4'],
    [
      { notebooks: 1, commit: null },
      'system-test notebooks are ready: 1 notebook'
    ],
    [
      { action: 'none' as const },
      'system-test notebooks are already current: 30 notebooks, commit 1a2b3c4'
    ],
    [
      { action: 'restored' as const },
      'Your previous copy is back in notebooks/system-test'
    ]
  ])('says of %j: %s', (changes, sentence) => {
    expect(describeSuccess(success(changes), trans)).toBe(sentence);
  });

  it('says where a kept copy is', () => {
    const backup = { id: 'b', path: 'notebooks/system-test 2026-11-23' };
    const kept = success({ action: 'kept-both', backup });
    expect(describeSuccess(kept, trans)).toContain(
      '\nYour copy is now notebooks/system-test 2026-11-23'
    );
  });
});

describe('describeSuccess of what came by itself', () => {
  const by = { kind: 'provision' } as const;

  it('names where files of the person went', () => {
    const backup = { id: 'b', path: 'notebooks/previous/tutorials' };
    const items = ['notes.md', 'a.png', 'b.png'].map(path => ({
      kind: 'own-file' as const,
      path,
      detail: null,
      size: 1,
      matters: true
    }));
    const moved = (count: number): string => {
      const losses = { ...NO_LOSSES, items: items.slice(0, count) };
      const what = success({ action: 'replaced', backup, losses });
      return describeSuccess({ ...what, ...by }, trans);
    };
    const words =
      'system-test notebooks are up to date.\n' +
      'Your files from inside are now in notebooks/previous/tutorials: notes.md';
    expect(moved(1)).toBe(words);
    expect(moved(3)).toBe(`${words} and 2 more`);
  });

  it('says why an update waits', () => {
    const notice = {
      code: 'update-waits-for-edits',
      message: '',
      hint: '',
      details: { documents: ['DP1/102.ipynb'] }
    };
    const waits = { ...success({ action: 'none', notice }), ...by };
    expect(describeSuccess(waits, trans)).toContain(
      'An update waits: DP1/102.ipynb is open with unsaved edits.'
    );
  });

  it('says where a shared folder is shown', () => {
    const linked = { ...success({ action: 'linked' }), ...by };
    expect(describeSuccess(linked, trans)).toBe(
      'system-test notebooks are ready in notebooks/system-test'
    );
  });
});

describe('describeEnd', () => {
  it('says that nothing was changed when it was cancelled', () => {
    expect(describeEnd(operation({ state: 'cancelled' }), trans)).toBe(
      'Cancelled. Your copy is as it was.'
    );
  });

  it('says what failed, why, and what to do', () => {
    expect(describeEnd(failed({}), trans)).toBe(
      'Could not get system-test notebooks. What.\nDo.'
    );
    expect(describeEnd(failed({ kind: 'restore' }), trans)).toBe(
      'Could not restore system-test notebooks. What.\nDo.'
    );
  });

  it('leaves out the least important where a notification is too short', () => {
    const hint = `${'h'.repeat(110)}.`;
    expect(describeEnd(failed({}, { hint }), trans)).toBe(`What.\n${hint}`);
    const long = `${'h'.repeat(200)}.`;
    expect(describeEnd(failed({}, { hint: long }), trans)).toBe('What.');
  });
});
