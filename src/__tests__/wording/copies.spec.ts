import { nullTranslator } from '@jupyterlab/translation';

import { describeCopy } from '../../wording/copies';

const trans = nullTranslator.load('');
const MINE = 'notebooks/my-tutorial-notebooks/DP1';

function words(siblings: string[], left_alone: string[]): string {
  const path = `${MINE}/101_a_rather_long_name.ipynb`;
  return describeCopy({ path, original: null, siblings, left_alone }, trans);
}

describe('describeCopy', () => {
  it('says where the copy is, and that it can be edited', () => {
    expect(words([], [])).toBe(
      `Copied to ${MINE}/101_a_rather_long_name.ipynb. You can edit this one.`
    );
  });

  it('says what came along', () => {
    expect(words([`${MINE}/a.csv`], [])).toMatch(/\. One file came along\.$/);
    expect(words(['a', 'b'], [])).toMatch(/\. 2 files came along\.$/);
  });

  it('says what was left alone, which matters more', () => {
    expect(words(['a'], [`${MINE}/data/b.csv`])).toMatch(
      /\. b\.csv was there and stays\.$/
    );
    expect(words(['a'], ['c', 'd'])).toMatch(
      /\. 2 files were there and stay\.$/
    );
  });

  it('is not longer than what JupyterLab shows of a message', () => {
    expect(words(['a', 'b'], ['c', 'd']).length).toBeLessThanOrEqual(140);
  });
});
