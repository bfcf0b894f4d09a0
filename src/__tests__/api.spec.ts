import { ServerConnection } from '@jupyterlab/services';

import { HealthCheckApi } from '../api';
import { ApiError } from '../errors';
import { operation } from './support/samples';

const BASE = 'http://127.0.0.1:8888/user/somebody/';
const requests: Request[] = [];
let answer: () => Response;

const api = new HealthCheckApi(
  ServerConnection.makeSettings({
    baseUrl: BASE,
    fetch: (request: RequestInfo | URL) => {
      requests.push(request as Request);
      return Promise.resolve().then(answer);
    }
  })
);

function json(body: unknown, status = 200): () => Response {
  return () => new Response(JSON.stringify(body), { status });
}

function urlOf(request: Request | undefined): URL {
  return new URL(request?.url ?? '');
}

async function failureOf(asking: Promise<unknown>): Promise<ApiError> {
  const reason: unknown = await asking.then(
    () => null,
    (thrown: unknown) => thrown
  );
  expect(reason).toBeInstanceOf(ApiError);
  return reason as ApiError;
}

beforeEach(() => {
  requests.length = 0;
  answer = json({ operations: [operation()] });
});

describe('HealthCheckApi', () => {
  it('asks below the base URL, without keeping an idle server alive', async () => {
    expect(await api.operations()).toEqual([operation()]);
    const { origin, pathname, searchParams } = urlOf(requests[0]);
    expect(`${origin}${pathname}`).toBe(
      `${BASE}jupyter-healthcheck/api/operations`
    );
    expect(searchParams.get('no_track_activity')).toBe('1');
  });

  it('counts as activity what a person did', async () => {
    answer = json(operation(), 202);
    await api.get('system-test', { on_existing: 'ask', token: null });
    const { pathname, searchParams } = urlOf(requests[0]);
    expect(pathname).toBe(
      '/user/somebody/jupyter-healthcheck/api/collections/system-test/get'
    );
    expect(searchParams.has('no_track_activity')).toBe(false);
    expect(await requests[0]?.json()).toEqual({
      on_existing: 'ask',
      token: null
    });
  });

  it('never lets an id lead elsewhere', async () => {
    answer = json(operation(), 202);
    await api.restore('../../shutdown');
    expect(requests[0]?.url).toContain('/backups/..%2F..%2Fshutdown/restore');
  });

  it('takes an empty answer where there is nothing to say', async () => {
    answer = () => new Response(null, { status: 204 });
    await expect(api.forgetPage('page-1')).resolves.toBeUndefined();
  });

  it("throws the server's own error", async () => {
    const error = {
      code: 'disk-full',
      message: 'No room.',
      hint: 'Make some.',
      details: { path: 'notebooks' }
    };
    answer = json(error, 507);
    expect(await failureOf(api.operations())).toMatchObject({
      ...error,
      status: 507
    });
  });

  it.each([
    [404, '<html>Not found</html>', 'server-part-missing'],
    [403, '{"message": "Forbidden"}', 'forbidden'],
    [502, 'Bad gateway', 'unexpected-answer'],
    [200, '<html>Log in</html>', 'unexpected-answer']
  ])('names an answer %d that is not ours', async (status, body, code) => {
    answer = () => new Response(body, { status });
    expect((await failureOf(api.operations())).code).toBe(code);
  });

  it('names silence', async () => {
    answer = () => {
      throw new TypeError('Failed to fetch');
    };
    expect(await failureOf(api.operations())).toMatchObject({
      code: 'no-answer',
      status: 0
    });
  });
});
