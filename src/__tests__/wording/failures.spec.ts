import { nullTranslator } from '@jupyterlab/translation';

import { describeFailure } from '../../wording/failures';

const trans = nullTranslator.load('');

function words(code: string, details = {}) {
  const error = { code, message: "The server's.", hint: 'Its hint.', details };
  return describeFailure(error, trans);
}

/** What SAFETY asks to be named, and what only this frontend can notice. */
const NAMED = [
  'no-network',
  'name-not-resolved',
  'proxy-trouble',
  'certificate-trouble',
  'authentication-refused',
  'repository-missing-or-private',
  'branch-missing',
  'disk-full',
  'quota-reached',
  'inodes-exhausted',
  'read-only-file-system',
  'target-in-the-way',
  'locked',
  'git-missing',
  'git-too-old',
  'stalled',
  'documents-open',
  'no-answer',
  'server-part-missing',
  'forbidden',
  'operation-lost',
  'file-missing',
  'edits-not-copied'
];

describe('describeFailure', () => {
  it.each(NAMED)('has its own sentence and hint for %s', code => {
    const { hint, message } = words(code);
    expect(message).toMatch(/^[A-Z'g].*\.$/);
    expect(message).not.toBe("The server's.");
    expect(hint).toMatch(/\.$/);
    expect(hint).not.toBe('Its hint.');
  });

  it('has no two codes that read the same', () => {
    const sentences = NAMED.map(code => words(code).message);
    expect(new Set(sentences).size).toBe(NAMED.length);
  });

  it('names what the details name', () => {
    expect(words('target-in-the-way', { path: 'notebooks/x' }).message).toBe(
      'notebooks/x is in the way.'
    );
    expect(words('locked', { holder: 'process 7' }).message).toContain(
      'process 7'
    );
    expect(
      words('git-too-old', { found: '2.1', needed: '2.34' }).message
    ).toContain('git 2.1 is too old; 2.34');
  });

  it('reads well where the details are strange', () => {
    expect(words('target-in-the-way', { path: { a: 1 } }).message).toBe(
      'A file or folder of yours is in the way.'
    );
    expect(words('branch-missing', { branch: null }).message).toBe(
      'The original has no such branch.'
    );
  });

  it("falls back to the server's own words", () => {
    expect(words('of-a-later-version')).toEqual({
      message: "The server's.",
      hint: 'Its hint.'
    });
  });
});
