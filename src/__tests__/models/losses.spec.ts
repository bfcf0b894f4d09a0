import type { Loss, LossKind } from '../../api';
import { groupLosses, isPlan, needsAsking } from '../../models/losses';
import { NO_LOSSES, plan } from '../support/samples';

function loss(kind: LossKind, path: string | null, matters = true): Loss {
  return { kind, path, detail: null, size: null, matters };
}

describe('groupLosses', () => {
  it('keeps what matters apart from noise, the most painful first', () => {
    const { matters, noise } = groupLosses({
      any: true,
      counts: { commit: 1, 'own-file': 1, checkpoint: 1, 'edited-notebook': 1 },
      size: 0,
      items: [
        loss('commit', null),
        loss('own-file', 'notes.md'),
        loss('edited-notebook', 'a.ipynb'),
        loss('checkpoint', '.ipynb_checkpoints/a.ipynb', false)
      ]
    });
    expect(matters.map(({ kind }) => kind)).toEqual([
      'edited-notebook',
      'own-file',
      'commit'
    ]);
    expect(noise.map(({ kind }) => kind)).toEqual(['checkpoint']);
  });

  it('counts what is not listed any more', () => {
    const { matters } = groupLosses({
      any: true,
      counts: { 'own-file': 5000 },
      size: 0,
      items: [loss('own-file', 'one'), loss('own-file', 'two')]
    });
    expect(matters).toEqual([
      expect.objectContaining({ kind: 'own-file', count: 5000 })
    ]);
    expect(matters[0]?.items).toHaveLength(2);
  });

  it('has no group for what does not occur', () => {
    expect(groupLosses(NO_LOSSES)).toEqual({ matters: [], noise: [] });
  });
});

describe('needsAsking', () => {
  it('asks about losses and about unsaved edits, and about nothing else', () => {
    const nothing = plan({ losses: NO_LOSSES });
    const open = (edited: boolean) => [{ path: 'a.ipynb', edited }];
    expect(needsAsking(plan())).toBe(true);
    expect(needsAsking({ ...nothing, open_documents: open(true) })).toBe(true);
    expect(needsAsking({ ...nothing, open_documents: open(false) })).toBe(
      false
    );
  });
});

describe('isPlan', () => {
  it('knows a plan from anything else', () => {
    expect(isPlan(plan())).toBe(true);
    expect(isPlan(null)).toBe(false);
    expect(isPlan({ token: 'x' })).toBe(false);
  });
});
