import type { Copy, CopyRequest } from '../../api';
import type { ICopyQuestions } from '../../models/copying';
import { Copying } from '../../models/copying';
import { collection } from '../support/samples';
import { failure } from '../support/server';

const PATH = 'notebooks/tutorial-notebooks/DP1/101.ipynb';
const MINE = 'notebooks/my-tutorial-notebooks/DP1/101.ipynb';
const MADE: Copy = { path: MINE, original: null, siblings: [], left_alone: [] };
const EXISTS = failure('copy-exists', 409, { existing: [MINE], count: 1 });
const LARGE = failure('copy-large', 409, { files: 3, size: 73_000_000 });

const copy = jest.fn<Promise<Copy>, [string, CopyRequest]>();
const existing = jest.fn<
  ReturnType<ICopyQuestions['existing']>,
  [string[], number]
>();
const size = jest.fn<ReturnType<ICopyQuestions['size']>, [number, number]>();

function make(path = PATH) {
  const readOnly = collection({
    id: 'tutorial-notebooks',
    access: 'read-only'
  });
  const copying = new Copying(
    { copy: async (id, request) => copy(id, { ...request }) },
    { readOnlyAround: one => (one === PATH ? readOnly : undefined) }
  );
  return copying.make(path, { existing, size }, async work => work);
}

beforeEach(() => {
  copy.mockReset();
  existing.mockReset();
  size.mockReset();
});

describe('Copying', () => {
  it('asks nothing where nothing has to be decided', async () => {
    copy.mockResolvedValue(MADE);
    expect(await make()).toEqual({ made: MADE });
    expect(copy.mock.calls).toEqual([
      ['tutorial-notebooks', { path: PATH, siblings: 'ask', another: false }]
    ]);
  });

  it('copies nothing outside read-only collections', async () => {
    expect(await make('notebooks/system-test/a.ipynb')).toBeNull();
    expect(copy).not.toHaveBeenCalled();
  });

  it('asks about a copy that is there, and about a large folder', async () => {
    copy
      .mockRejectedValueOnce(EXISTS)
      .mockRejectedValueOnce(LARGE)
      .mockResolvedValueOnce(MADE);
    existing.mockResolvedValue('another');
    size.mockResolvedValue('none');

    expect(await make()).toEqual({ made: MADE });

    expect(existing).toHaveBeenCalledWith([MINE], 1);
    expect(size).toHaveBeenCalledWith(3, 73_000_000);
    expect(copy.mock.lastCall?.[1]).toEqual({
      path: PATH,
      siblings: 'none',
      another: true
    });
  });

  it('opens the copy that is there if that is wanted', async () => {
    copy.mockRejectedValue(EXISTS);
    existing.mockResolvedValue({ open: MINE });
    expect(await make()).toEqual({ open: MINE });
    expect(copy).toHaveBeenCalledTimes(1);
  });

  it.each([
    [EXISTS, existing],
    [LARGE, size]
  ])('makes nothing if the person wants nothing (%#)', async (refusal, ask) => {
    copy.mockRejectedValue(refusal);
    ask.mockResolvedValue(null);
    expect(await make()).toBeNull();
    expect(copy).toHaveBeenCalledTimes(1);
  });

  it.each([
    failure('disk-full', 507),
    failure('copy-exists', 409, { existing: 'x' }),
    failure('copy-large', 409, {})
  ])('passes on what it cannot ask about (%#)', async refusal => {
    copy.mockRejectedValue(refusal);
    await expect(make()).rejects.toBe(refusal);
  });
});
