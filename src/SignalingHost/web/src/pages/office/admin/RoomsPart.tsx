import { useState } from 'react';
import { assignRoom, corporationRooms, takeRoomBack, type CorporationRoom } from '../../../api/rooms';
import { Button, Dialog } from '../../../design/controls';
import { useAct } from '../../../design/toasts';
import { useText } from '../../../i18n/text';
import { spaced } from '../../../route';
import { DirectorySearch } from '../../control/InviteDialog';
import { Loaded } from '../Loaded';
import { useLoad } from '../useLoad';
import { ListHead } from './ListHead';

/** Cloud meeting rooms and who holds them: one user or one terminal, never several. */
export const RoomsPart = () => {
  const { t } = useText();
  const act = useAct();
  const [search, setSearch] = useState('');
  const [assigning, setAssigning] = useState<CorporationRoom | null>(null);
  const load = useLoad(() => corporationRooms(search), [search]);
  const holder = (room: CorporationRoom) => room.member?.mark ?? room.member?.id ?? room.device?.mark ?? room.device?.id ?? null;
  const account = (room: CorporationRoom) => room.member?.id ?? room.device?.id ?? '';
  return (
    <>
      <ListHead search={search} change={setSearch} />
      <Loaded load={load} empty={{ when: list => list.length === 0, icon: 'door', text: t('admin.noRooms') }}>
        {list => (
          <div className="card table-frame flush">
            <table className="table stacks">
              <thead><tr><th>{t('rooms.name')}</th><th>{t('join.id')}</th><th>{t('admin.size')}</th><th>{t('admin.holder')}</th><th /></tr></thead>
              <tbody>
                {list.map(room => (
                  <tr key={room.id}>
                    <td className="plain"><strong>{room.vmrName}</strong></td>
                    <td data-label={t('join.id')} className="number">{spaced(room.vmrId)}</td>
                    <td data-label={t('admin.size')} className="number">{room.vmrPkgParties}</td>
                    <td data-label={t('admin.holder')}>{holder(room) ?? <span className="badge">{t('admin.unassigned')}</span>}</td>
                    <td className="plain">
                      {holder(room) ? (
                        <Button size="small" onClick={() => void act(takeRoomBack(account(room), room.id), t('saved')).then(done => done && load.reload())}>{t('admin.takeBack')}</Button>
                      ) : (
                        <Button size="small" kind="primary" onClick={() => setAssigning(room)}>{t('admin.assign')}</Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {assigning && (
        <Dialog title={t('admin.assignNamed', { name: assigning.vmrName })} closeLabel={t('close')} onClose={() => setAssigning(null)}>
          <DirectorySearch choose={entry => void act(assignRoom(entry.account ?? entry.id, assigning.id), t('saved')).then(done => { if (done) { setAssigning(null); load.reload(); } })} />
        </Dialog>
      )}
    </>
  );
};
