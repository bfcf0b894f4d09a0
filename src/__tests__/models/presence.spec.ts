import type { PageDocument } from '../../api';
import { Presence } from '../../models/presence';

const HALF_MINUTE = 30_000;
const OPEN: PageDocument[] = [
  { path: 'notebooks/system-test/a.ipynb', edited: false }
];

let open: PageDocument[];
let presence: Presence;
const reportPage = jest.fn<Promise<void>, [string, PageDocument[]]>();
const forgetPage = jest.fn<Promise<void>, [string]>();

beforeEach(() => {
  jest.useFakeTimers();
  reportPage.mockReset().mockResolvedValue();
  forgetPage.mockReset().mockResolvedValue();
  open = [];
  presence = new Presence({
    api: { forgetPage, reportPage },
    documents: () => open,
    page: 'page-1'
  });
});

afterEach(() => {
  presence.dispose();
  jest.useRealTimers();
});

async function change(documents: PageDocument[]): Promise<void> {
  open = documents;
  presence.update();
  await jest.advanceTimersByTimeAsync(1000);
}

describe('Presence', () => {
  it('says nothing while nothing is open inside', async () => {
    await change([]);
    await jest.advanceTimersByTimeAsync(10 * HALF_MINUTE);
    expect(reportPage).not.toHaveBeenCalled();
    expect(forgetPage).not.toHaveBeenCalled();
  });

  it('reports once for many changes, and only what is new', async () => {
    open = OPEN;
    for (let turn = 0; turn < 10; turn++) {
      presence.update();
    }
    await jest.advanceTimersByTimeAsync(1000);
    await change(OPEN);
    expect(reportPage.mock.calls).toEqual([['page-1', OPEN]]);
  });

  it('renews while something is open, and stops when it is closed', async () => {
    await change(OPEN);
    await jest.advanceTimersByTimeAsync(3 * HALF_MINUTE);
    expect(reportPage).toHaveBeenCalledTimes(4);
    await change([]);
    expect(forgetPage).toHaveBeenCalledWith('page-1');
    await jest.advanceTimersByTimeAsync(10 * HALF_MINUTE);
    expect(reportPage).toHaveBeenCalledTimes(4);
    expect(forgetPage).toHaveBeenCalledTimes(1);
  });

  it('is silent while it is held, and then says what is true', async () => {
    await change(OPEN);
    const hold = await presence.hold();
    await change([]);
    await jest.advanceTimersByTimeAsync(HALF_MINUTE);
    expect(reportPage).toHaveBeenCalledTimes(1);
    expect(forgetPage).not.toHaveBeenCalled();
    hold.dispose();
    await jest.advanceTimersByTimeAsync(1000);
    expect(forgetPage).toHaveBeenCalledTimes(1);
  });

  it('is held only when the last word has arrived', async () => {
    let arrive = (): void => undefined;
    reportPage.mockReturnValue(
      new Promise(resolve => {
        arrive = resolve;
      })
    );
    await change(OPEN);
    let held = false;
    const holding = presence.hold().then(() => {
      held = true;
    });
    await jest.advanceTimersByTimeAsync(1000);
    expect(held).toBe(false);
    arrive();
    await holding;
    expect(held).toBe(true);
  });

  it('tries again when the server did not hear it', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    reportPage.mockRejectedValueOnce(new Error('no network'));
    await change(OPEN);
    expect(presence.isRegistered).toBe(false);
    await jest.advanceTimersByTimeAsync(HALF_MINUTE);
    expect(presence.isRegistered).toBe(true);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('says goodbye once, if the server knows it', async () => {
    presence.leave();
    expect(forgetPage).not.toHaveBeenCalled();
    await change(OPEN);
    presence.leave();
    presence.leave();
    expect(forgetPage).toHaveBeenCalledTimes(1);
  });
});
