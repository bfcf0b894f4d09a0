import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { UUID } from '@lumino/coreutils';
import type { ReactNode } from 'react';

import type { Collection } from '../api';
import type { CollectionsModel } from '../models/collections';
import { describeFailure } from '../wording/failures';
import { formatAgo, formatExactly, shortCommit } from '../wording/numbers';
import { describeMismatch } from '../wording/versions';
import { version } from '../version';
import { CarefulDialog } from './dialog';

/** Tell what the notebooks are, where they are, and what happens to one's work. */
export async function showAbout(
  collections: CollectionsModel,
  trans: TranslationBundle
): Promise<void> {
  const id = `jp-HealthCheck-${UUID.uuid4()}`;
  const dialog = new CarefulDialog(
    {
      title: trans.__('About these notebooks'),
      body: ReactWidget.create(
        <About id={id} collections={collections} trans={trans} />
      ),
      buttons: [Dialog.okButton({ label: trans.__('Close') })],
      hasClose: true
    },
    id
  );
  await dialog.launch();
}

interface IAboutProps {
  id: string;
  collections: CollectionsModel;
  trans: TranslationBundle;
}

function About({ collections, id, trans }: IAboutProps): ReactNode {
  const { all, failure, problems } = collections;
  const words = failure ? describeFailure(failure, trans) : null;
  return (
    <div className="jp-HealthCheck-about">
      <p id={id}>
        {trans.__(
          'These notebooks check that the services of this platform work, and show how they are used.'
        )}
      </p>
      {words && (
        <p role="alert" className="jp-HealthCheck-problem">
          {words.message} {words.hint}
        </p>
      )}
      {all.map(one => (
        <CollectionView
          key={one.id}
          collection={one}
          canGet={collections.getEnabled}
          trans={trans}
        />
      ))}
      <h2 className="jp-HealthCheck-heading">
        {trans.__('What happens to my work')}
      </h2>
      <p>
        {trans.__(
          'Your copy is yours: edit it, run it, add files. Getting the notebooks again never throws your work away. If there is something to lose you are asked first, and whatever you choose can be undone with “Restore a previous copy…”.'
        )}
      </p>
      {problems.length > 0 && (
        <>
          <h2 className="jp-HealthCheck-heading">
            {trans.__('Wrong in the configuration')}
          </h2>
          <ul>
            {problems.map((problem, index) => (
              <li key={index}>
                {problem.message} {problem.hint}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="jp-HealthCheck-quiet">
        {describeVersions(collections.serverVersion, trans)}
      </p>
    </div>
  );
}

interface ICollectionProps {
  canGet: boolean;
  collection: Collection;
  trans: TranslationBundle;
}

function CollectionView({
  canGet,
  collection,
  trans
}: ICollectionProps): ReactNode {
  const { checked_at, commit, linked_to, path, title, updated_at, url } =
    collection;
  const notice = collection.notice && describeFailure(collection.notice, trans);
  return (
    <section className="jp-HealthCheck-collection">
      <h2 className="jp-HealthCheck-heading">{title}</h2>
      <dl>
        <dt>{trans.__('Where')}</dt>
        <dd>{path}</dd>
        <dt>{trans.__('State')}</dt>
        <dd>{describeState(collection, canGet, trans)}</dd>
        {commit && (
          <>
            <dt>{trans.__('Commit')}</dt>
            <dd title={commit}>{shortCommit(commit)}</dd>
          </>
        )}
        {updated_at && (
          <>
            <dt>{trans.__('Got')}</dt>
            <dd title={formatExactly(updated_at)}>{formatAgo(updated_at)}</dd>
          </>
        )}
        {checked_at && (
          <>
            <dt>{trans.__('Compared with the original')}</dt>
            <dd title={formatExactly(checked_at)}>{formatAgo(checked_at)}</dd>
          </>
        )}
        {notice && (
          <>
            <dt>{trans.__('Note')}</dt>
            <dd>
              {notice.message} {notice.hint}
            </dd>
          </>
        )}
        {linked_to && (
          <>
            <dt>{trans.__('Shown from')}</dt>
            <dd>{linked_to}</dd>
          </>
        )}
        <dt>{trans.__('Original')}</dt>
        <dd>
          <Original url={url} />
        </dd>
      </dl>
    </section>
  );
}

function describeState(
  { access, delivery, state }: Collection,
  canGet: boolean,
  trans: TranslationBundle
): string {
  const states = {
    absent:
      canGet && delivery === 'on-demand'
        ? trans.__('not here yet: get it from the Health Check menu')
        : delivery === 'automatic'
          ? trans.__('not here yet: comes by itself')
          : trans.__('not here yet'),
    present:
      access === 'read-write'
        ? trans.__('here, yours to edit')
        : trans.__('here, read-only'),
    updating: trans.__('being worked on'),
    broken: trans.__('something else is in its place')
  };
  return states[state];
}

/** A link where the address is a web page, plain text where it is not. */
function Original({ url }: { url: string }): ReactNode {
  return /^https?:\/\//.test(url) ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {url}
    </a>
  ) : (
    url
  );
}

function describeVersions(
  serverVersion: string | null,
  trans: TranslationBundle
): string {
  return serverVersion === null || serverVersion === version
    ? trans.__('Health Check %1', version)
    : describeMismatch(serverVersion, trans);
}
