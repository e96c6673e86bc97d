import { useState } from 'react';
import { changeRoom, myRooms, type Room } from '../../api/rooms';
import { Button, Switch, TextField } from '../../design/controls';
import { tell, useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import { spaced } from '../../route';
import { Loaded } from './Loaded';
import { PageHead } from './Office';
import { useLoad } from './useLoad';

/** The rooms that are mine: the personal meeting and cloud meeting rooms, with their passwords and links. */
export const RoomsPage = () => {
  const { t } = useText();
  const load = useLoad(myRooms, []);
  return (
    <>
      <PageHead title={t('nav.rooms')} hint={t('rooms.hint')} />
      <Loaded load={load} empty={{ when: list => list.length === 0, icon: 'door', text: t('rooms.none') }}>
        {list => <div className="rooms">{list.map(room => <RoomCard key={room.id} room={room} saved={load.reload} />)}</div>}
      </Loaded>
    </>
  );
};

const RoomCard = ({ room, saved }: { room: Room; saved(): void }) => {
  const { t } = useText();
  const act = useAct();
  const [form, setForm] = useState(room);
  const change = (part: Partial<Room>) => setForm({ ...form, ...part });
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => tell(t('copied'), 'good'));
  const changed = JSON.stringify(form) !== JSON.stringify(room);
  return (
    <form className="card column" onSubmit={event => { event.preventDefault(); void act(changeRoom(form), t('saved')).then(done => done && saved()); }}>
      <div className="row">
        <div className="grow">
          <h2>{room.vmrMode === 0 ? t('rooms.personal') : room.vmrName}</h2>
          <p className="number room-number">{spaced(room.vmrId)}</p>
        </div>
        {room.vmrPkgParties ? <span className="badge">{t('rooms.seats', { count: room.vmrPkgParties })}</span> : null}
        {room.status === 1 && <span className="badge danger">{t('rooms.stopped')}</span>}
      </div>
      <TextField label={t('rooms.name')} required maxLength={96} value={form.vmrName} onChange={event => change({ vmrName: event.target.value })} />
      <div className="fields">
        <TextField label={t('chair.password')} inputMode="numeric" required pattern="\d{4,16}" value={form.chairPwd ?? ''} onChange={event => change({ chairPwd: event.target.value })} />
        <TextField label={t('rooms.guestPassword')} hint={t('rooms.guestPasswordHint')} inputMode="numeric" pattern="\d{4,16}" value={form.gustPwd ?? ''} onChange={event => change({ gustPwd: event.target.value })} />
      </div>
      <Switch label={t('booking.guestsFirst')} checked={form.allowGustFirst ?? false} onChange={allowGustFirst => change({ allowGustFirst })} />
      <div className="row-wrap">
        {room.gustJoinUrl && <Button size="small" icon="copy" onClick={() => copy(room.gustJoinUrl!)}>{t('meetings.copyLink')}</Button>}
        <span className="grow" />
        <Button type="submit" kind="primary" size="small" disabled={!changed}>{t('save')}</Button>
      </div>
    </form>
  );
};
