import { Dialog } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';

import type { Loss } from '../../api';
import type { Decision } from '../../models/requests';
import { askAboutCopy } from '../../widgets/overwriteDialog';
import { find, shown, until } from '../support/dialogs';
import { plan } from '../support/samples';

const trans = nullTranslator.load('');

function show(changes = {}) {
  return shown(() => askAboutCopy('system-test', plan(changes), trans));
}

function press(key: string): void {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  );
}

function sentence(node: HTMLElement): string | null | undefined {
  return node.querySelector('[aria-live="polite"]')?.textContent;
}

afterEach(() => {
  Dialog.flush();
});

describe('askAboutCopy', () => {
  it.each<[string, Decision | null]>([
    ['Cancel', null],
    ['Replace (can be undone)', 'replace'],
    ['Keep both', 'keep-both']
  ])('takes %s for %s', async (label, decision) => {
    const { answer, button } = await show();
    button(label).click();
    expect(await answer).toBe(decision);
  });

  it('begins on Cancel, and Enter acts on the button in focus', async () => {
    const { answer, button } = await show();
    expect(document.activeElement).toBe(button('Cancel'));
    button('Keep both').focus();
    press('Enter');
    expect(await answer).toBe('keep-both');
  });

  it('does nothing on Enter elsewhere', async () => {
    const { answer, button, node } = await show();
    find(node, 'summary').focus();
    press('Enter');
    expect(node.isConnected).toBe(true);
    button('Cancel').focus();
    press('Enter');
    expect(await answer).toBeNull();
  });

  it('takes Escape for Cancel', async () => {
    const { answer } = await show();
    press('Escape');
    expect(await answer).toBeNull();
  });

  it('tells what the button in focus would do, with the exact place', async () => {
    const { button, node } = await show();
    expect(sentence(node)).toBe('Cancel: your copy stays as it is.');
    button('Replace (can be undone)').focus();
    expect(sentence(node)).toContain(
      'notebooks/previous/system-test 2026-11-23'
    );
    button('Keep both').focus();
    expect(sentence(node)).toBe(
      'Keep both: your copy becomes notebooks/system-test 2026-11-23.'
    );
  });

  it('has a name and a description for those who do not see it', async () => {
    const { node } = await show();
    const of = (attribute: string) =>
      document.getElementById(node.getAttribute(attribute) ?? '')?.textContent;
    expect(of('aria-labelledby')).toContain('Get system-test notebooks');
    expect(of('aria-describedby')).toContain('You already have a copy');
    expect(node.getAttribute('aria-label')).toBeNull();
  });

  it('lists a group only when it is opened, and counts what is not listed', async () => {
    const items = Array.from({ length: 1000 }, (_, number): Loss => ({
      kind: 'own-file',
      path: `file ${String(number)}.txt`,
      detail: null,
      size: 1,
      matters: true
    }));
    const losses = { any: true, counts: { 'own-file': 1500 }, size: 1, items };
    const { node } = await show({ losses });
    expect(node.querySelector('summary')?.textContent).toContain(
      '1500 files of yours'
    );
    expect(node.querySelectorAll('li')).toHaveLength(0);

    const fold = find(node, 'details');
    fold.toggleAttribute('open');
    fold.dispatchEvent(new Event('toggle'));
    await until(() => node.querySelectorAll('li').length === 1001);

    expect([...node.querySelectorAll('li')].pop()?.textContent).toBe(
      'and 500 more'
    );
  });

  it('folds all noise into one line', async () => {
    const counts = { 'own-file': 1, 'outputs-only': 8, checkpoint: 2 };
    const losses = { any: true, counts, size: 0, items: [] };
    const { node } = await show({ losses });
    const lines = [...node.querySelectorAll('summary')].map(
      line => line.textContent
    );
    expect(lines).toEqual([
      expect.stringContaining('1 file of yours'),
      expect.stringContaining(
        '8 notebooks only have new outputs, 2 checkpoints'
      )
    ]);
  });

  it('takes names for text, whatever they look like', async () => {
    const name = '<img src=x onerror=alert(1)>.txt';
    const item = { kind: 'own-file', path: name, detail: null, size: null };
    const { node } = await show({
      branch: '<b>bold</b>',
      losses: {
        any: true,
        counts: { 'own-file': 1 },
        size: 0,
        items: [{ ...item, matters: true }]
      }
    });
    expect(node.querySelector('.jp-Dialog-body img, b')).toBeNull();
    expect(node.textContent).toContain(name);
    expect(node.textContent).toContain('<b>bold</b>');
  });
});
