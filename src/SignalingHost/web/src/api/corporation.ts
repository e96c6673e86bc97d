import { callAsUser, type Page } from './client';

export interface MemberRow {
  id: string;
  userAccount: string;
  name: string;
  email?: string;
  phone?: string;
  deptNamePath?: string;
  adminType?: number;
  status?: 0 | 1;
  sipNum?: string;
}

export interface TerminalRow {
  sn: string;
  name: string;
  model: string;
  account?: string;
  number?: string;
  status?: 0 | 1;
}

export interface DirectoryEntry {
  id: string;
  account?: string;
  name: string;
  number?: string;
  phone?: string;
  email?: string;
  deptName?: string;
  isHardTerminal?: boolean;
}

export interface Usage {
  usedRecStorage?: number;
  usedAccountsCount?: number;
  usedLiveCount?: number;
  confCount?: number;
  activeAttendeeCount?: number;
}

interface Amount {
  sumCount?: number;
  usedCount?: number;
}

export interface Resources {
  confCallCount?: Amount;
  recordCapability?: Amount;
  liveCount?: Amount;
  roomCount?: Amount;
  vmr?: { vmrName?: string; vmrPkgParties?: number; vmrPkgCount?: number; vmrPkgUsedCount?: number }[];
}

export const usage = (): Promise<Usage> => callAsUser('GET', '/v1/mmc/management/orgRes');
export const resources = (): Promise<Resources> => callAsUser('GET', '/v1/usg/dcs/corp/resource');

export const members = (searchKey = '', offset = 0, limit = 20): Promise<Page<MemberRow>> =>
  callAsUser('GET', '/v1/usg/dcs/corp/member', { query: { offset, limit, searchKey, containsUnActive: true } });
export const addMember = (member: { name: string; account: string; pwd: string; email?: string }): Promise<MemberRow> =>
  callAsUser('POST', '/v1/usg/dcs/corp/member', { body: { ...member, sendNotify: '0' } });
export const deleteMember = (account: string): Promise<void> => callAsUser('POST', '/v1/usg/dcs/corp/member/delete', { body: [account] });
export const enableMember = (account: string, on: boolean): Promise<void> => callAsUser('PUT', `/v1/usg/dcs/corp/member/status/${on ? 0 : 1}`, { body: [account] });
export const resetPassword = (account: string): Promise<void> => callAsUser('PUT', '/v1/usg/acs/password/admin/reset', { body: { account } });

export const terminals = (searchKey = '', offset = 0, limit = 20): Promise<Page<TerminalRow>> =>
  callAsUser('GET', '/v1/usg/dcs/corp/device', { query: { offset, limit, searchKey } });
export const terminalModels = (): Promise<{ type: string; model: string }[]> => callAsUser('GET', '/v1/usg/dcs/termdevtype');
export const addTerminal = (terminal: { name: string; model: string; sn?: string }): Promise<TerminalRow> =>
  callAsUser('POST', '/v1/usg/dcs/corp/device', { body: terminal });
export const deleteTerminal = (sn: string): Promise<void> => callAsUser('POST', '/v1/usg/dcs/corp/device/delete', { body: [sn] });

export const directory = (searchKey: string, limit = 20): Promise<Page<DirectoryEntry>> =>
  callAsUser('GET', '/v1/usg/abs/users', { query: { offset: 0, limit, searchKey, searchScope: 'ALL' } });
