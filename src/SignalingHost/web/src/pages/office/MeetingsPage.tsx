import { useState } from 'react';
import { book, cancel, passwordOf, running, shownNumber, upcoming, type ConferenceInfo } from '../../api/conferences';
import { login } from '../../api/client';
import { Button, Dialog, Menu, Switch } from '../../design/controls';
import { Icon } from '../../design/icons';
import { tell, useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import { emptyForm, scheduleOf } from '../../meeting/booking';
import { useStore } from '../../meeting/store';
import { fromWire } from '../../meeting/wireTime';
import { go, spaced } from '../../route';
import { Loaded } from './Loaded';
import { PageHead } from './Office';
import { useLoad } from './useLoad';

/** What is running and what is coming: join it, run it, change it, call it off. */
export const MeetingsPage = ({ isAdmin }: { isAdmin: boolean }) => {
  const { t, language, locale } = useText();
  const act = useAct();
  const user = useStore(login);
  const [search, setSearch] = useState('');
  const [all, setAll] = useState(false);
  const [cancelling, setCancelling] = useState<ConferenceInfo | null>(null);
  const now = useLoad(() => running(all), [all]);
  const coming = useLoad(() => upcoming(search, 0, 100, all), [search, all]);
  const name = user?.user.name ?? '';

  const startNow = async () => {
    const form = { ...emptyForm(new Date(), t('booking.subjectDefault', { name }), language === 'zh' ? ('zh-CN' as const) : ('en-US' as const)), when: 'now' as const, length: 120 };
    await act(book(scheduleOf(form)).then(made => enter(made)));
  };
  const live = now.data?.data ?? [];
  const liveIds = new Set(live.map(one => one.conferenceID));
  const days = byDay((coming.data?.data ?? []).filter(one => !liveIds.has(one.conferenceID)), locale, t('meetings.today'), t('meetings.tomorrow'));
  const row = (conference: ConferenceInfo) => <MeetingRow key={conference.conferenceID + conference.startTime} conference={conference} cancel={() => setCancelling(conference)} />;

  return (
    <>
      <PageHead title={t('nav.meetings')}>
        <Button icon="door" onClick={() => go('join')}>{t('meetings.join')}</Button>
        <Button icon="camera" onClick={() => void startNow()}>{t('meetings.now')}</Button>
        <Button kind="primary" icon="calendar" onClick={() => go('book')}>{t('meetings.book')}</Button>
      </PageHead>
      <div className="row-wrap filter">
        <div className="search-field">
          <Icon name="search" size={18} />
          <input className="input" type="search" placeholder={t('meetings.search')} aria-label={t('meetings.search')} value={search} onChange={event => setSearch(event.target.value)} />
        </div>
        {isAdmin && <Switch label={t('meetings.all')} checked={all} onChange={setAll} />}
      </div>
      {live.length > 0 && (
        <section className="day">
          <h2><span className="badge good"><span className="dot" />{t('meetings.running')}</span></h2>
          <ul className="card meeting-list">{live.map(row)}</ul>
        </section>
      )}
      <Loaded
        load={coming}
        empty={{ when: () => days.length === 0 && live.length === 0, icon: 'calendar', text: t('meetings.none'), action: <Button kind="primary" icon="plus" onClick={() => go('book')}>{t('meetings.book')}</Button> }}
      >
        {() => days.map(([day, list]) => (
          <section className="day" key={day}>
            <h2>{day}</h2>
            <ul className="card meeting-list">{list.map(row)}</ul>
          </section>
        ))}
      </Loaded>
      {cancelling && (
        <Dialog title={t('meetings.cancelTitle')} closeLabel={t('close')} onClose={() => setCancelling(null)}>
          <p>{t('meetings.cancelQuestion', { subject: cancelling.subject })}</p>
          <footer>
            <Button onClick={() => setCancelling(null)}>{t('keep')}</Button>
            <Button kind="danger" onClick={() => void act(cancel(cancelling), t('meetings.cancelled')).then(done => { if (done) { setCancelling(null); coming.reload(); now.reload(); } })}>{t('meetings.cancel')}</Button>
          </footer>
        </Dialog>
      )}
    </>
  );
};

const enter = (conference: ConferenceInfo): void => {
  const link = (conference.chairJoinUri ?? conference.guestJoinUri)?.split('#/')[1];
  go(link ?? `join/${shownNumber(conference)}`);
};

const MeetingRow = ({ conference, cancel: callOff }: { conference: ConferenceInfo; cancel(): void }) => {
  const { t, locale } = useText();
  const started = conference.conferenceState === 'Created';
  const from = fromWire(conference.startTime);
  const to = fromWire(conference.endTime);
  const daysLater = Math.round((new Date(to).setHours(0, 0, 0, 0) - new Date(from).setHours(0, 0, 0, 0)) / 86_400_000);
  const time = (date: Date) => date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  const number = shownNumber(conference);
  const chairPassword = passwordOf(conference, 'chair');
  const guestPassword = passwordOf(conference, 'general');
  const invitation = [conference.subject, `${from.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' })}`, `${t('join.id')}: ${spaced(number)}`, guestPassword ? `${t('join.password')}: ${guestPassword}` : '', conference.guestJoinUri ?? ''].filter(Boolean).join('\n');
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => tell(t('copied'), 'good'));
  return (
    <li>
      <div className="when number">
        <strong>{time(from)}</strong>
        <span className="quiet">{time(to)}{daysLater > 0 && ` +${daysLater}`}</span>
      </div>
      <div className="grow">
        <div className="row" style={{ gap: 8 }}>
          <span className="subject cut">{conference.subject}</span>
          {conference.conferenceType === 2 && <span className="badge" title={t('booking.repeated')}><Icon name="repeat" size={14} /></span>}
          {conference.vmrFlag === 1 && <span className="badge" title={t('nav.rooms')}><Icon name="door" size={14} /></span>}
          {(conference.recordType ?? 0) >= 2 && <span className="badge" title={t('booking.record')}><Icon name="record" size={14} /></span>}
        </div>
        <div className="quiet small number cut">
          {spaced(number)}
          {conference.scheduserName && ` · ${conference.scheduserName}`}
          {conference.onlineAttendeeAmount !== undefined && ` · ${t('people.count', { count: conference.onlineAttendeeAmount })}`}
        </div>
      </div>
      <Button size="small" kind={started ? 'primary' : ''} onClick={() => enter(conference)}>{t('join.join')}</Button>
      <Menu
        label={t('meetings.actions', { subject: conference.subject })}
        entries={[
          { label: t('meetings.copyInvitation'), icon: 'copy', act: () => copy(invitation) },
          ...(conference.guestJoinUri ? [{ label: t('meetings.copyLink'), icon: 'copy' as const, act: () => copy(conference.guestJoinUri!) }] : []),
          ...(chairPassword ? [{ label: t('meetings.copyChair', { password: chairPassword }), icon: 'crown' as const, act: () => copy(chairPassword) }] : []),
          'line',
          ...(started ? [{ label: t('meetings.run'), icon: 'control' as const, act: () => go(`control/${conference.conferenceID}`) }] : [{ label: t('meetings.edit'), icon: 'edit' as const, act: () => go(`book/${conference.conferenceID}`) }]),
          { label: t(started ? 'leave.end' : 'meetings.cancel'), icon: 'trash', danger: true, act: callOff },
        ]}
      >
        <Icon name="more" size={18} />
      </Menu>
    </li>
  );
};

const byDay = (list: ConferenceInfo[], locale: string, today: string, tomorrow: string): [string, ConferenceInfo[]][] => {
  const days = new Map<string, ConferenceInfo[]>();
  const now = new Date();
  const next = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  for (const conference of [...list].sort((a, b) => (a.startTime < b.startTime ? -1 : 1))) {
    const at = fromWire(conference.startTime);
    const words = at.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long' });
    const day = at.toDateString() === now.toDateString() ? `${today} · ${words}` : at.toDateString() === next.toDateString() ? `${tomorrow} · ${words}` : words;
    days.set(day, [...(days.get(day) ?? []), conference]);
  }
  return [...days];
};
