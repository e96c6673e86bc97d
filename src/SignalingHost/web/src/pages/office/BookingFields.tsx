import { useState, type ReactNode } from 'react';
import type { Room } from '../../api/rooms';
import { Button, Dialog, SelectField, Switch, TextField } from '../../design/controls';
import { useText, type Key } from '../../i18n/text';
import type { BookingForm } from '../../meeting/booking';
import { spaced } from '../../route';
import { Chosen, DirectorySearch } from '../control/InviteDialog';
import { CycleFields } from './CycleFields';

interface Props {
  form: BookingForm;
  change(part: Partial<BookingForm>): void;
  rooms: Room[];
  editing: boolean;
}

const lengths = [15, 30, 45, 60, 90, 120, 180, 240, 480, 1440];

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <fieldset className="card booking-group">
    <legend>{title}</legend>
    {children}
  </fieldset>
);

export const BookingFields = ({ form, change, rooms, editing }: Props) => {
  const { t } = useText();
  const [inviting, setInviting] = useState(false);
  const lengthName = (minutes: number) => (minutes < 60 ? t('minutes', { count: minutes }) : t('hours', { count: minutes / 60 }));
  const kinds: BookingForm['when'][] = ['now', 'once', 'repeated'];
  return (
    <>
      <div className="booking-column">
      <Group title={t('booking.what')}>
        <TextField label={t('booking.subject')} required maxLength={128} value={form.subject} onChange={event => change({ subject: event.target.value })} />
        {!editing && (
          <div className="row-wrap" role="radiogroup" aria-label={t('booking.when')}>
            {kinds.map(kind => (
              <Button key={kind} role="radio" aria-checked={form.when === kind} kind={form.when === kind ? 'on' : ''} icon={kind === 'now' ? 'camera' : kind === 'once' ? 'calendar' : 'repeat'} onClick={() => change({ when: kind })}>{t(`booking.${kind}`)}</Button>
            ))}
          </div>
        )}
        <div className="fields">
          {form.when !== 'now' && (
            <>
              <TextField label={t(form.when === 'repeated' ? 'booking.firstDay' : 'booking.date')} type="date" required value={form.date} onChange={event => change({ date: event.target.value })} />
              <TextField label={t('booking.time')} type="time" required value={form.time} onChange={event => change({ time: event.target.value })} />
            </>
          )}
          <SelectField label={t('booking.length')} value={form.length} onChange={event => change({ length: Number(event.target.value) })}>
            {[...new Set([...lengths, form.length])].sort((a, b) => a - b).map(minutes => <option key={minutes} value={minutes}>{lengthName(minutes)}</option>)}
          </SelectField>
          <SelectField label={t('booking.media')} value={form.video ? 'video' : 'voice'} onChange={event => change({ video: event.target.value === 'video' })}>
            <option value="video">{t('booking.video')}</option>
            <option value="voice">{t('booking.voice')}</option>
          </SelectField>
        </div>
        {form.when === 'repeated' && <CycleFields form={form} change={change} />}
      </Group>
      <Group title={t('booking.idAndPassword')}>
        <SelectField label={t('booking.id')} disabled={editing} value={form.room} onChange={event => change({ room: event.target.value })}>
          <option value="">{t('booking.randomId')}</option>
          {rooms.map(room => (
            <option key={room.id} value={room.id}>
              {room.vmrMode === 0 ? t('rooms.personal') : room.vmrName} · {spaced(room.vmrId)}
            </option>
          ))}
        </SelectField>
        {form.room === '' ? (
          <>
            <Switch label={t('booking.guestPassword')} checked={form.guestPassword} onChange={guestPassword => change({ guestPassword })} />
            {form.guestPassword && <TextField label={t('booking.guestPasswordText')} hint={t('booking.guestPasswordHint')} inputMode="numeric" pattern="\d{4,16}" value={form.guestPasswordText} onChange={event => change({ guestPasswordText: event.target.value })} />}
            <Switch label={t('booking.guestsFirst')} checked={form.guestsFirst} onChange={guestsFirst => change({ guestsFirst })} />
          </>
        ) : (
          <Switch label={t('booking.fixedId')} hint={t('booking.fixedIdHint')} disabled={editing} checked={form.fixedId} onChange={fixedId => change({ fixedId })} />
        )}
      </Group>
      </div>
      <div className="booking-column">
      <Group title={t('booking.who')}>
        <div className="row-wrap">
          <Button size="small" icon="plus" onClick={() => setInviting(true)}>{t('booking.invite')}</Button>
          {form.attendees.length === 0 && <span className="quiet small">{t('booking.nobody')}</span>}
        </div>
        {form.attendees.length > 0 && <Chosen list={form.attendees} remove={phone => change({ attendees: form.attendees.filter(one => one.phone !== phone) })} />}
        <SelectField label={t('booking.access')} value={form.access} onChange={event => change({ access: Number(event.target.value) as BookingForm['access'] })}>
          {([0, 2, 3] as const).map(kind => <option key={kind} value={kind}>{t(`access.${kind}` as Key)}</option>)}
        </SelectField>
        <Switch label={t('booking.waitingRoom')} hint={t('booking.waitingRoomHint')} checked={form.waitingRoom} onChange={waitingRoom => change({ waitingRoom })} />
        <Switch label={t('booking.notify')} checked={form.notify} onChange={notify => change({ notify })} />
      </Group>
      <Group title={t('booking.options')}>
        <Switch label={t('booking.muteOnEntry')} checked={form.muteOnEntry} onChange={muteOnEntry => change({ muteOnEntry })} />
        <Switch label={t('booking.record')} checked={form.record} onChange={record => change({ record })} />
        {form.record && <Switch label={t('booking.recordByItself')} checked={form.recordByItself} onChange={recordByItself => change({ recordByItself })} />}
        <div className="fields">
          <SelectField label={t('booking.language')} value={form.language} onChange={event => change({ language: event.target.value as BookingForm['language'] })}>
            <option value="zh-CN">中文</option>
            <option value="en-US">English</option>
          </SelectField>
          <SelectField label={t('booking.prolong')} value={form.prolong} onChange={event => change({ prolong: Number(event.target.value) })}>
            <option value={0}>{t('booking.endOnTime')}</option>
            {[15, 30, 60].map(minutes => <option key={minutes} value={minutes}>{t('booking.prolongBy', { count: minutes })}</option>)}
          </SelectField>
        </div>
        <TextField label={t('booking.live')} hint={t('booking.liveHint')} placeholder="rtmp://" maxLength={255} value={form.liveAddress} onChange={event => change({ liveAddress: event.target.value })} />
      </Group>
      </div>
      {inviting && (
        <Dialog title={t('booking.invite')} closeLabel={t('close')} onClose={() => setInviting(false)}>
          <DirectorySearch
            choose={entry => {
              const phone = entry.number ?? entry.phone ?? entry.id;
              change({ attendees: [...form.attendees.filter(one => one.phone !== phone), { name: entry.name, phone, role: 0, type: entry.isHardTerminal ? 'terminal' : 'normal', userUUID: entry.id, accountId: entry.account, email: entry.email }] });
            }}
          />
          <Chosen list={form.attendees} remove={phone => change({ attendees: form.attendees.filter(one => one.phone !== phone) })} />
          <footer><Button kind="primary" onClick={() => setInviting(false)}>{t('done')}</Button></footer>
        </Dialog>
      )}
    </>
  );
};
