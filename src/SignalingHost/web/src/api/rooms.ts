import { callAsUser, type Page } from './client';

/** A room of one's own: the personal meeting id, or a cloud meeting room. The spelling is the API's. */
export interface Room {
  id: string;
  vmrId: string;
  vmrName: string;
  gustPwd?: string;
  gustJoinUrl?: string;
  chairPwd?: string;
  chairJoinUrl?: string;
  allowGustFirst?: boolean;
  vmrMode: 0 | 1 | 2;
  vmrPkgName?: string;
  vmrPkgParties?: number;
  status?: 0 | 1 | 2;
}

export interface CorporationRoom extends Pick<Room, 'id' | 'vmrId' | 'vmrName' | 'vmrPkgName' | 'vmrPkgParties' | 'status'> {
  member?: { id?: string; mark?: string } | null;
  device?: { id?: string; mark?: string } | null;
  expireDate?: number;
}

export const myRooms = async (): Promise<Room[]> => (await callAsUser<Page<Room>>('GET', '/v1/usg/dcs/member/vmr', { query: { offset: 0, limit: 100 } })).data;

export const changeRoom = (room: Room): Promise<void> =>
  callAsUser('PUT', `/v1/usg/dcs/member/vmr/${room.id}`, {
    body: { vmrName: room.vmrName, gustPwd: room.gustPwd ?? '', chairPwd: room.chairPwd, allowGustFirst: room.allowGustFirst ?? false },
  });

export const corporationRooms = async (searchKey = ''): Promise<CorporationRoom[]> =>
  (await callAsUser<Page<CorporationRoom>>('GET', '/v1/usg/dcs/corp/vmr', { query: { offset: 0, limit: 100, searchKey, vmrMode: 1 } })).data;

export const assignRoom = (account: string, roomId: string): Promise<void> =>
  callAsUser('POST', `/v1/usg/dcs/corp/vmr/assign-to-member/${encodeURIComponent(account)}`, { query: { accountType: 0 }, body: [roomId] });

export const takeRoomBack = (account: string, roomId: string): Promise<void> =>
  callAsUser('POST', `/v1/usg/dcs/corp/vmr/recycle-from-member/${encodeURIComponent(account)}`, { query: { accountType: 0 }, body: [roomId] });
