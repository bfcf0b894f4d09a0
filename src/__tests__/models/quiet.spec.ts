import { Quiet } from '../../models/quiet';
import { operation, result } from '../support/samples';

const BACKUP = { id: 'b', path: 'notebooks/previous/tutorial-notebooks' };
const WAITS = {
  code: 'update-waits-for-kernels',
  message: '',
  hint: '',
  details: {}
};

let asked: string[];
let quiet: Quiet;

beforeEach(() => {
  asked = [];
  quiet = new Quiet({ isAsked: id => asked.includes(id) });
});

describe('Quiet', () => {
  it('covers what began by itself and has nothing to tell', () => {
    const by = { kind: 'provision' } as const;
    expect(quiet.covers(operation(by))).toBe(true);
    expect(quiet.covers(operation({ ...by, result: result() }))).toBe(true);
    const error = { code: 'no-network', message: '', hint: '', details: {} };
    expect(quiet.covers(operation({ ...by, state: 'failed', error }))).toBe(
      true
    );
  });

  it('covers nothing that a person asked for', () => {
    expect(quiet.covers(operation())).toBe(false);
    expect(quiet.covers(operation({ kind: 'restore' }))).toBe(false);
    asked = ['op-1'];
    expect(quiet.covers(operation({ kind: 'provision' }))).toBe(false);
  });

  it('lets through that files of a person were moved', () => {
    const moved = result({ action: 'replaced', backup: BACKUP });
    expect(quiet.covers(operation({ kind: 'provision', result: moved }))).toBe(
      false
    );
  });

  it('lets through once that an update waits', () => {
    const waits = operation({
      kind: 'provision',
      result: result({ action: 'none', notice: WAITS })
    });
    expect(quiet.covers(waits)).toBe(false);
    expect(quiet.covers({ ...waits, id: 'op-2' })).toBe(true);
    expect(quiet.covers({ ...waits, collection: 'other' })).toBe(false);
  });
});
