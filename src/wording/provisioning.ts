import type { Say } from './words';

/** Codes of what keeps read-only notebooks from being current. */
export const PROVISIONING: readonly [string, Say][] = [
  [
    'update-waits-for-edits',
    (trans, details) => {
      const { documents } = details;
      const name = Array.isArray(documents) ? String(documents[0]) : '';
      return {
        message: trans.__(
          'An update waits: %1 is open with unsaved edits.',
          name
        ),
        hint: trans.__('Make your own copy of it, or close it.')
      };
    }
  ],
  [
    'update-waits-for-kernels',
    trans => ({
      message: trans.__(
        'An update waits: a kernel or a terminal works in the folder.'
      ),
      hint: trans.__('It comes by itself when that has ended.')
    })
  ],
  [
    'not-here-yet',
    trans => ({
      message: trans.__('These notebooks are not here yet.'),
      hint: trans.__(
        'They come by themselves within a few minutes, or when you ask for them.'
      )
    })
  ],
  [
    'cache-damaged',
    trans => ({
      message: trans.__('What was kept of these notebooks is damaged.'),
      hint: trans.__('Ask for an update; they are then fetched anew.')
    })
  ],
  [
    'provision-disabled',
    trans => ({
      message: trans.__('Providing notebooks is switched off here.'),
      hint: trans.__('Ask the operator about it.')
    })
  ],
  [
    'not-restorable',
    trans => ({
      message: trans.__(
        'Files that were found in read-only notebooks cannot be put back there.'
      ),
      hint: trans.__('Open or copy them where they are now.')
    })
  ]
];
