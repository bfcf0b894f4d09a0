import { Memory } from '../../models/memory';

const CLOSED = {
  path: 'a.ipynb',
  factory: 'Notebook',
  edited: true,
  current: true
};

function memory(): Memory {
  return new Memory(sessionStorage, localStorage);
}

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

describe('Memory', () => {
  it('keeps over a reload what was asked for, until it is settled', () => {
    memory().setAsked('one', true);
    memory().setAsked('two', true);
    memory().setAsked('one', false);
    expect(memory().isAsked('one')).toBe(false);
    expect(memory().isAsked('two')).toBe(true);
  });

  it('shares with other windows only what was shown', () => {
    memory().setAsked('one', true);
    memory().setShown('one');
    sessionStorage.clear();
    expect(memory().isAsked('one')).toBe(false);
    expect(memory().isShown('one')).toBe(true);
  });

  it('keeps closed documents by operation', () => {
    memory().setClosed('one', [CLOSED]);
    memory().setClosed('two', []);
    expect(memory().operationsWithClosed).toEqual(['one']);
    expect(memory().closedFor('one')).toEqual([CLOSED]);
    memory().setClosed('one', []);
    expect(memory().operationsWithClosed).toEqual([]);
  });

  it('does not grow without end', () => {
    for (let number = 0; number < 200; number++) {
      memory().setShown(String(number));
      memory().setEdited(String(number), ['a.ipynb']);
    }
    expect(memory().isShown('199')).toBe(true);
    expect(memory().isShown('0')).toBe(false);
    expect(memory().editedFor('199')).toEqual(['a.ipynb']);
    expect(memory().editedFor('0')).toEqual([]);
  });

  it('takes damaged storage for an empty one', () => {
    sessionStorage.setItem('jupyter-healthcheck:asked', '{not json');
    sessionStorage.setItem('jupyter-healthcheck:closed', '[1, 2]');
    localStorage.setItem('jupyter-healthcheck:shown', '[1, null, "one"]');
    expect(memory().isAsked('one')).toBe(false);
    expect(memory().operationsWithClosed).toEqual([]);
    expect(memory().isShown('one')).toBe(true);
  });

  it('works where the browser refuses storage', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    const refusing = { getItem: refuse, setItem: refuse } as unknown as Storage;
    const without = new Memory(refusing, refusing);
    without.setAsked('one', true);
    expect(without.isAsked('one')).toBe(false);
    expect(warn).toHaveBeenCalled();
  });
});
