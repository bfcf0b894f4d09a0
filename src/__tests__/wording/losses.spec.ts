import { nullTranslator } from '@jupyterlab/translation';

import type { Loss } from '../../api';
import type { ILossGroup } from '../../models/losses';
import {
  describeCopy,
  describeGroup,
  describeRest,
  describeUse,
  previewGroup
} from '../../wording/losses';
import { plan } from '../support/samples';

const trans = nullTranslator.load('');

function files(...paths: string[]): ILossGroup {
  const items = paths.map<Loss>(path => ({
    kind: 'own-file',
    path,
    detail: null,
    size: 3000,
    matters: true
  }));
  return { kind: 'own-file', count: items.length, items };
}

describe('describeCopy', () => {
  it('says what is there and what is new', () => {
    expect(describeCopy(plan(), trans).join(' ')).toMatch(
      /^You already have a copy in notebooks\/system-test, from Oct 12.* \(commit 1a2b3c4\)\. The new set is 14 commits newer\. It changes 6 notebooks\.$/
    );
  });

  it('says only what is known', () => {
    const unknown = plan({
      got_at: null,
      commits_behind: null,
      notebooks_changed: null
    });
    expect(describeCopy(unknown, trans)).toEqual([
      'You already have a copy in notebooks/system-test.',
      'The new set is another one.'
    ]);
  });

  it('does not speak of a newer set where there is none', () => {
    const same = plan({ commits_behind: 0, notebooks_changed: 0 });
    expect(describeCopy(same, trans)).toContain(
      'There is no newer set; a fresh one lacks your changes.'
    );
  });

  it('tells of another branch', () => {
    expect(describeCopy(plan({ branch: 'mine' }), trans)).toContain(
      'Another branch is checked out in it: mine.'
    );
  });
});

describe('groups', () => {
  it('have a number and a noun', () => {
    expect(describeGroup(files('a'), trans)).toBe('1 file of yours');
    expect(describeGroup({ ...files(), count: 500 }, trans)).toBe(
      '500 files of yours'
    );
  });

  it('name the first five and count the rest', () => {
    const group = files('x/1.md', '2.md', '3.md', '4.md', '5.md', '6.md');
    expect(previewGroup(group)).toBe(
      '1.md (3 kB), 2.md (3 kB), 3.md (3 kB), 4.md (3 kB), 5.md (3 kB)'
    );
    expect(describeRest(group, trans)).toBe('and 1 more');
    expect(describeRest(files('a', 'b'), trans)).toBe('');
  });

  it('name notebooks without what all of them have, and commits by subject', () => {
    const { items } = files('deep/tap_schemas.ipynb');
    const commits = items.map(item => ({
      ...item,
      path: null,
      detail: 'try async query'
    }));
    expect(
      previewGroup({ kind: 'commit', count: 2, items: [...items, ...commits] })
    ).toBe('tap_schemas, “try async query”');
  });
});

describe('describeUse', () => {
  it('has unsaved edits first, and what runs last', () => {
    const use = plan({
      open_documents: [
        { path: 'a.ipynb', edited: false },
        { path: 'b.ipynb', edited: true }
      ],
      processes: 1
    });
    expect(describeUse(use, trans)).toEqual([
      'b.ipynb (unsaved edits)',
      'a.ipynb',
      '1 kernel or program running'
    ]);
  });

  it('folds what is too long', () => {
    const open_documents = 'a b c d e f g h'.split(' ').map(path => ({
      path,
      edited: false
    }));
    expect(describeUse(plan({ open_documents }), trans)).toEqual([
      ...['a', 'b', 'c', 'd', 'e'],
      '3 more open documents'
    ]);
  });
});
