import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { ApiError, isErrorInfo } from './errors';
import type { components } from './generated/api';

type Schemas = components['schemas'];

export type Backup = Schemas['Backup'];
export type Collection = Schemas['Collection'];
export type CollectionsReply = Schemas['CollectionsReply'];
export type ConfigurationProblem = Schemas['ConfigurationProblem'];
export type Copy = Schemas['Copy'];
export type CopyRequest = Schemas['CopyRequest'];
export type GetRequest = Schemas['GetRequest'];
export type Loss = Schemas['Loss'];
export type LossKind = Schemas['LossKind'];
export type Losses = Schemas['Losses'];
export type Operation = Schemas['Operation'];
export type Original = Schemas['Original'];
export type OriginalState = Schemas['OriginalState'];
export type PageDocument = Schemas['PageDocument'];
export type Phase = Schemas['Phase'];
export type QuiescedDocument = Schemas['QuiescedDocument'];
export type WorkspacePlan = Schemas['WorkspacePlan'];

const PREFIX = 'jupyter-healthcheck/api';

interface ICall {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: object;
  /** A person asked for it; anything else must not keep an idle server alive. */
  byPerson?: boolean;
  /** Goes on after the page is closed. */
  keepalive?: boolean;
}

/** The server part of this extension. Every method throws `ApiError`. */
export class HealthCheckApi {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  /** What can be got here. */
  async collections(): Promise<CollectionsReply> {
    return this._call('collections');
  }

  /** Begin to get a collection, or join those who are getting it. */
  async get(collection: string, request: GetRequest): Promise<Operation> {
    const path = `collections/${encodeURIComponent(collection)}/get`;
    return this._call(path, { method: 'POST', body: request, byPerson: true });
  }

  /** Begin to bring a read-only collection up to date. */
  async provision(collection: string): Promise<Operation> {
    const path = `collections/${encodeURIComponent(collection)}/provision`;
    return this._call(path, { method: 'POST', body: {}, byPerson: true });
  }

  /** Running operations, and those that ended a short while ago. */
  async operations(): Promise<Operation[]> {
    const reply = await this._call<Schemas['OperationsReply']>('operations');
    return reply.operations;
  }

  /** One operation as it is now. */
  async operation(id: string): Promise<Operation> {
    return this._call(`operations/${encodeURIComponent(id)}`);
  }

  /** Ask an operation to stop. */
  async cancel(id: string): Promise<Operation> {
    const path = `operations/${encodeURIComponent(id)}`;
    return this._call(path, { method: 'DELETE', byPerson: true });
  }

  /** Previous copies, newest first. */
  async backups(): Promise<Backup[]> {
    const call = { byPerson: true };
    const reply = await this._call<Schemas['BackupsReply']>('backups', call);
    return reply.backups;
  }

  /** Begin to bring a previous copy back. */
  async restore(backup: string): Promise<Operation> {
    const path = `backups/${encodeURIComponent(backup)}/restore`;
    return this._call(path, { method: 'POST', body: {}, byPerson: true });
  }

  /** Make a copy of a read-only file that is the person's own. */
  async copy(collection: string, request: CopyRequest): Promise<Copy> {
    const path = `collections/${encodeURIComponent(collection)}/copies`;
    return this._call(path, { method: 'POST', body: request, byPerson: true });
  }

  /** Find the original of a copy, and whether it changed since. */
  async original({ collection, ...known }: Original): Promise<OriginalState> {
    const path = `collections/${encodeURIComponent(collection)}/originals`;
    return this._call(path, { method: 'POST', body: known });
  }

  /** Tell what this page has open inside collections. */
  async reportPage(page: string, documents: PageDocument[]): Promise<void> {
    return this._call(`pages/${page}`, { method: 'PUT', body: { documents } });
  }

  /** Tell that this page has nothing open any more. */
  async forgetPage(page: string): Promise<void> {
    return this._call(`pages/${page}`, { method: 'DELETE', keepalive: true });
  }

  /** Tell that this page saved and closed what it had open inside. */
  async confirmQuiesced(
    operation: string,
    page: string,
    documents: QuiescedDocument[]
  ): Promise<void> {
    const path = `operations/${encodeURIComponent(operation)}/quiesced`;
    return this._call(path, { method: 'POST', body: { page, documents } });
  }

  private async _call<T>(path: string, call: ICall = {}): Promise<T> {
    const url = URLExt.join(this._settings.baseUrl, PREFIX, path);
    const query = call.byPerson ? '' : '?no_track_activity=1';
    const init: RequestInit = { method: call.method ?? 'GET' };
    if (call.body) {
      init.body = JSON.stringify(call.body);
    }
    if (call.keepalive) {
      init.keepalive = true;
    }
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(
        url + query,
        init,
        this._settings
      );
    } catch (reason) {
      throw new ApiError(noAnswer(reason), 0);
    }
    const text = await response.text().catch(() => '');
    const body = parse(text);
    if (!response.ok) {
      throw new ApiError(
        isErrorInfo(body) ? body : foreignFailure(response),
        response.status
      );
    }
    if (response.status !== 204 && body === undefined) {
      throw new ApiError(foreignFailure(response), response.status);
    }
    return body as T;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noAnswer(reason: unknown): Schemas['ErrorInfo'] {
  return {
    code: 'no-answer',
    message: reason instanceof Error ? reason.message : String(reason),
    hint: '',
    details: {}
  };
}

/** An answer that our server part did not write: a proxy's, or Jupyter's own. */
function foreignFailure(response: Response): Schemas['ErrorInfo'] {
  const codes: Partial<Record<number, string>> = {
    401: 'forbidden',
    403: 'forbidden',
    404: 'server-part-missing'
  };
  return {
    code: codes[response.status] ?? 'unexpected-answer',
    message: `${String(response.status)} ${response.statusText}`,
    hint: '',
    details: { status: response.status }
  };
}
