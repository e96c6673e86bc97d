import { createStore, type Store } from '../meeting/store';

/** The API said no: its status, its code (MMC.…) and the symbol behind it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly symbol: string,
  ) {
    super(`${code} ${symbol}`);
  }
}

export interface User {
  userId: string;
  name?: string;
  ucloginAccount?: string;
  serviceAccount?: string;
  adminType?: number;
  companyId?: string;
}

export interface Login {
  accessToken: string;
  user: User;
}

type Query = Record<string, string | number | boolean | undefined>;

export interface Call {
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
}

const key = 'conference.login';

const remembered = (): Login | null => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Login | null;
  } catch {
    return null;
  }
};

/** Who is logged in on this browser. */
export const login: Store<Login | null> = createStore(typeof localStorage === 'undefined' ? null : remembered());

export const setLogin = (next: Login | null): void => {
  if (next) localStorage.setItem(key, JSON.stringify(next));
  else localStorage.removeItem(key);
  login.set(next);
};

export const queryOf = (query: Query = {}): string => {
  const words = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(String(value))}`]));
  return words.length > 0 ? `?${words.join('&')}` : '';
};

const send = async (method: string, path: string, { query, body, headers }: Call): Promise<Response> => {
  let response: Response;
  try {
    response = await fetch(path + queryOf(query), {
      method,
      headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json;charset=UTF-8' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, 'offline', 'OFFLINE');
  }
  if (response.ok) return response;
  const said = (await response.json().catch(() => ({}))) as { error_code?: string; error_msg?: string };
  throw new ApiError(response.status, said.error_code ?? `HTTP ${response.status}`, said.error_msg ?? response.statusText);
};

const read = async <T>(response: Response): Promise<T> => {
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
};

/** A call that needs nobody to be logged in, or brings its own credentials. */
export const call = async <T = void>(method: string, path: string, how: Call = {}): Promise<T> => read<T>(await send(method, path, how));

/** A call as the person who is logged in. When the token is no longer good, he is logged out and has to say who he is again. */
export const callAsUser = async <T = void>(method: string, path: string, how: Call = {}): Promise<T> => read<T>(await asUser(method, path, how));

/** A file as the person who is logged in. */
export const fileAsUser = async (path: string, query?: Query, headers?: Record<string, string>): Promise<Blob> =>
  (await asUser('GET', path, { query, headers: { Accept: '*/*', ...headers } })).blob();

const asUser = async (method: string, path: string, how: Call): Promise<Response> => {
  const token = login.get()?.accessToken;
  try {
    return await send(method, path, { ...how, headers: { ...(token ? { 'X-Access-Token': token } : {}), ...how.headers } });
  } catch (reason) {
    if (reason instanceof ApiError && reason.status === 401) setLogin(null);
    throw reason;
  }
};

export interface Page<T> {
  offset: number;
  limit: number;
  count: number;
  data: T[];
}
