import {
  formatAgo,
  formatDay,
  formatSize,
  shortCommit
} from '../../wording/numbers';

describe('formatSize', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [3000, '3 kB'],
    [3449, '3.4 kB'],
    [999_999, '1 MB'],
    [3_400_000_000, '3.4 GB']
  ])('writes %d as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});

describe('formatAgo', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');

  it.each([
    ['2026-11-23T11:59:58Z', 'now'],
    ['2026-11-23T12:00:30Z', 'now'],
    ['2026-11-23T11:56:30Z', '3 min. ago'],
    ['2026-11-23T09:00:00Z', '3 hr. ago'],
    ['2026-11-22T11:00:00Z', 'yesterday'],
    ['2024-11-01T00:00:00Z', '2 yr. ago']
  ])('writes %s as %s', (iso, text) => {
    expect(formatAgo(iso, now)).toBe(text);
  });
});

describe('formatDay', () => {
  it('has the year only where it is another one', () => {
    const now = new Date('2026-11-23T12:00:00Z');
    expect(formatDay('2026-10-12T12:00:00Z', now)).toBe('Oct 12');
    expect(formatDay('2025-10-12T12:00:00Z', now)).toBe('Oct 12, 2025');
  });
});

describe('shortCommit', () => {
  it('has seven digits', () => {
    expect(shortCommit('1a2b3c4d5e6f')).toBe('1a2b3c4');
  });
});
