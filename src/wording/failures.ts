import type { TranslationBundle } from '@jupyterlab/translation';

import type { ErrorInfo } from '../errors';
import { PROVISIONING } from './provisioning';
import type { IFailureWords, Say } from './words';
import { text } from './words';

/**
 * Word a failure.
 *
 * @param error - The failure; the server's own words serve for codes of which
 *   this frontend knows nothing.
 * @param trans - The translation bundle.
 */
export function describeFailure(
  error: ErrorInfo,
  trans: TranslationBundle
): IFailureWords {
  const say = SAY.get(error.code);
  return say
    ? say(trans, error.details)
    : { message: error.message, hint: error.hint };
}

const SAY = new Map<string, Say>([
  ...PROVISIONING,
  [
    'disk-full',
    trans => ({
      message: trans.__('There is no room left on the disk.'),
      hint: trans.__('Delete files that you do not need, then try again.')
    })
  ],
  [
    'quota-reached',
    trans => ({
      message: trans.__('Your disk quota is used up.'),
      hint: trans.__('Delete files that you do not need, or ask for more room.')
    })
  ],
  [
    'inodes-exhausted',
    trans => ({
      message: trans.__('There is no room for more files.'),
      hint: trans.__('Delete folders with many small files, then try again.')
    })
  ],
  [
    'read-only-file-system',
    trans => ({
      message: trans.__('The file system is read-only.'),
      hint: trans.__('Restart the lab; if that does not help, ask support.')
    })
  ],
  [
    'no-permission',
    trans => ({
      message: trans.__('Files could not be written for lack of permission.'),
      hint: trans.__('Check who owns the folder and who may write there.')
    })
  ],
  [
    'target-in-the-way',
    (trans, details) => ({
      message: trans.__(
        '%1 is in the way.',
        text(details, 'path', trans.__('A file or folder of yours'))
      ),
      hint: trans.__('Rename or move it, then try again. It was not touched.')
    })
  ],
  [
    'unsafe-destination',
    (trans, details) => ({
      message: trans.__(
        '%1 is a symbolic link, so nothing is put there.',
        text(details, 'path', trans.__('The destination'))
      ),
      hint: trans.__('Remove the link, or ask for another folder.')
    })
  ],
  [
    'locked',
    (trans, details) => ({
      message: trans.__(
        'These notebooks are being worked on by %1.',
        text(details, 'holder', trans.__('another process'))
      ),
      hint: trans.__('Wait until that is done, then try again.')
    })
  ],
  [
    'busy',
    trans => ({
      message: trans.__('Other work on these notebooks is under way.'),
      hint: trans.__('Wait until it is done, or cancel it, then try again.')
    })
  ],
  [
    'no-network',
    trans => ({
      message: trans.__('The original could not be reached.'),
      hint: trans.__('Check the network; try again in a few minutes.')
    })
  ],
  [
    'name-not-resolved',
    trans => ({
      message: trans.__("The original's name could not be resolved."),
      hint: trans.__('Check the network, and the address in the configuration.')
    })
  ],
  [
    'proxy-trouble',
    trans => ({
      message: trans.__('The web proxy refused or broke the connection.'),
      hint: trans.__('Ask support about the proxy settings of this lab.')
    })
  ],
  [
    'certificate-trouble',
    trans => ({
      message: trans.__("The original's certificate could not be verified."),
      hint: trans.__('Ask support whether a proxy stands between.')
    })
  ],
  [
    'authentication-refused',
    trans => ({
      message: trans.__('The original refused access.'),
      hint: trans.__('Ask support which credentials these notebooks need.')
    })
  ],
  [
    'repository-missing-or-private',
    trans => ({
      message: trans.__('The original does not exist or is private.'),
      hint: trans.__('Ask support to check its address and who may read it.')
    })
  ],
  [
    'branch-missing',
    (trans, details) => ({
      message: details.branch
        ? trans.__(
            'The branch %1 does not exist in the original.',
            text(details, 'branch', '')
          )
        : trans.__('The original has no such branch.'),
      hint: trans.__('Ask support to correct the branch in the configuration.')
    })
  ],
  [
    'upstream-failing',
    trans => ({
      message: trans.__('The original answered with an error of its own.'),
      hint: trans.__('Try again in a few minutes.')
    })
  ],
  [
    'stalled',
    trans => ({
      message: trans.__('The transfer stalled and was stopped.'),
      hint: trans.__('Try again in a few minutes.')
    })
  ],
  [
    'transfer-broken',
    trans => ({
      message: trans.__('The transfer broke off before it was complete.'),
      hint: trans.__('Try again; if it goes on, ask support.')
    })
  ],
  [
    'documents-open',
    trans => ({
      message: trans.__('Open documents could not be saved and closed.'),
      hint: trans.__(
        'Save and close them in every browser window, then try again.'
      )
    })
  ],
  [
    'backup-missing',
    trans => ({
      message: trans.__('That previous copy is no longer there.'),
      hint: trans.__('Choose “Restore a previous copy…” to see those that are.')
    })
  ],
  [
    'backup-broken',
    (trans, details) => ({
      message: trans.__(
        '%1 has lost its .git folder and cannot be put back.',
        text(details, 'path', trans.__('That copy'))
      ),
      hint: trans.__('Its files are all there: copy what you need by hand.')
    })
  ],
  [
    'file-missing',
    trans => ({
      message: trans.__('That file is no longer there.'),
      hint: trans.__('Refresh the file browser to see what is.')
    })
  ],
  [
    'edits-not-copied',
    trans => ({
      message: trans.__('Your edits could not be saved into your copy.'),
      hint: trans.__(
        'They are still in the read-only tab: keep it open, then try again.'
      )
    })
  ],
  [
    'get-disabled',
    trans => ({
      message: trans.__('Getting notebooks is switched off here.'),
      hint: trans.__('Ask support about it.')
    })
  ],
  [
    'git-missing',
    trans => ({
      message: trans.__('git is not installed here.'),
      hint: trans.__("Ask whoever maintains this lab's image to install it.")
    })
  ],
  [
    'git-too-old',
    (trans, details) => ({
      message: trans.__(
        'git %1 is too old; %2 or newer is needed.',
        text(details, 'found', ''),
        text(details, 'needed', '')
      ),
      hint: trans.__("Ask whoever maintains this lab's image to update it.")
    })
  ],
  [
    'operation-lost',
    trans => ({
      message: trans.__('The server was restarted meanwhile.'),
      hint: trans.__('Your files are safe; try again.')
    })
  ],
  [
    'no-answer',
    trans => ({
      message: trans.__('The Jupyter server does not answer.'),
      hint: trans.__('Check your connection, then try again.')
    })
  ],
  [
    'server-part-missing',
    trans => ({
      message: trans.__('The server part of Health Check is missing.'),
      hint: trans.__(
        'Install jupyter_healthcheck where the Jupyter server runs, and restart it.'
      )
    })
  ],
  [
    'forbidden',
    trans => ({
      message: trans.__('You are not allowed to do this here.'),
      hint: trans.__('Log in again, or ask support for permission.')
    })
  ],
  [
    'unexpected-answer',
    (trans, details) => ({
      message: trans.__(
        'The server gave an answer that makes no sense (%1).',
        text(details, 'status', '?')
      ),
      hint: trans.__('Reload the page, then try again.')
    })
  ]
]);
