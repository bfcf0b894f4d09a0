/** Part of a commit's hash that people read. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Write a size as people say it, such as 3.4 MB. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 ? 1 : 0
  }).format(value);
}

/** Write a day, such as 12 Oct; the year only if it is another one. */
export function formatDay(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const options: Intl.DateTimeFormatOptions = {
    day: 'numeric',
    month: 'short'
  };
  if (date.getFullYear() !== now.getFullYear()) {
    options.year = 'numeric';
  }
  return new Intl.DateTimeFormat(language(), options).format(date);
}

/** Write a moment in full, for tooltips. */
export function formatExactly(iso: string): string {
  return new Intl.DateTimeFormat(language(), {
    dateStyle: 'full',
    timeStyle: 'medium'
  }).format(new Date(iso));
}

/** Write how long ago a moment was, such as 3 min. ago. */
export function formatAgo(iso: string, now = Date.now()): string {
  const format = new Intl.RelativeTimeFormat(language(), {
    numeric: 'auto',
    style: 'short'
  });
  const seconds = Math.min(0, (Date.parse(iso) - now) / 1000);
  for (const [unit, length] of SPANS) {
    if (-seconds >= length) {
      return format.format(Math.ceil(seconds / length), unit);
    }
  }
  return format.format(0, 'second');
}

const SPANS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60]
];

function language(): string {
  return document.documentElement.lang || 'en';
}
