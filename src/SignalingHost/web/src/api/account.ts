import { call, callAsUser, setLogin, type Login } from './client';

const browser = 0;
const makeToken = 0;

const inBase64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

export const logIn = async (account: string, password: string): Promise<Login> => {
  const token = await call<Login>('POST', '/v1/usg/acs/auth/account', {
    headers: { Authorization: `Basic ${inBase64(`${account}:${password}`)}` },
    body: { account, clientType: browser, createTokenType: makeToken },
  });
  const login = { accessToken: token.accessToken, user: token.user };
  setLogin(login);
  return login;
};

export const logOut = async (): Promise<void> => {
  await callAsUser('DELETE', '/v1/usg/acs/token').catch(() => undefined);
  setLogin(null);
};

export const changePassword = (account: string, oldPwd: string, newPwd: string): Promise<void> =>
  callAsUser('PUT', '/v1/usg/acs/password', { body: { account, oldPwd, newPwd } });
