import { useState } from 'react';
import type { Control } from '../../api/control';
import { Avatar } from '../../design/avatar';
import { Button, IconButton, Menu, type MenuEntry } from '../../design/controls';
import { Icon } from '../../design/icons';
import type { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import type { MeetingSession } from '../../meeting/session';
import { present, raisedHands, type MeetingState } from '../../meeting/state';
import type { Participant } from '../../signalling/messages';
import { InviteDialog } from '../control/InviteDialog';
import { MuteAllDialog } from '../control/MuteAllDialog';
import { personActions } from '../control/personActions';

interface Props {
  session: MeetingSession;
  state: MeetingState;
  control: Control | null;
  pinned: string | null;
  pin(id: string | null): void;
  close(): void;
  act: ReturnType<typeof useAct>;
}

const many = 12;

/** Who is here and in what state; for who runs the meeting, what to do about it. */
export const PeoplePanel = ({ session, state, control, pinned, pin, close, act }: Props) => {
  const { t } = useText();
  const [search, setSearch] = useState('');
  const [dialog, setDialog] = useState<'invite' | 'muteAll' | null>(null);
  const people = present(state);
  const calling = [...state.participants.values()].filter(one => one.state === 'calling' || one.state === 'joining');
  const hands = raisedHands(state);
  const found = (list: Participant[]) => (search ? list.filter(one => one.name.toLowerCase().includes(search.toLowerCase())) : list);
  const speaking = new Set(state.speakers.map(speaker => speaker.id));
  const meeting = state.meeting!;

  const row = (one: Participant) => {
    const own = one.id === state.myId;
    const entries: MenuEntry[] = own
      ? []
      : [
          { label: t(pinned === one.id ? 'person.unpin' : 'person.pin'), icon: 'pin', act: () => pin(one.id) },
          ...(state.me.role === 'chair' && !one.anonymous ? [{ label: t('chair.transfer'), icon: 'crown' as const, act: () => void session.act({ action: 'transferChair', participant: one.id }) }] : []),
          ...(control
            ? ['line' as const, ...personActions(control, { ...one, hand: one.hand !== false, broadcast: meeting.broadcast === one.id, rollCall: meeting.rollCall === one.id, cohost: one.role === 'cohost' }, t, work => void act(work))]
            : []),
        ];
    return (
      <li key={one.id} className={speaking.has(one.id) && !one.muted ? 'speaking' : ''}>
        <Avatar name={one.name} size={34} />
        <div className="grow">
          <div className="cut">{own ? t('person.me', { name: one.name }) : one.name}</div>
          <div className="small quiet cut">{[roleOf(one), deviceOf(one), one.state !== 'in' ? t(`person.${one.state}`) : null].filter(Boolean).join(' · ')}</div>
        </div>
        {one.hand !== false && <span className="state hand" title={t('person.handUp')}><Icon name="hand" size={18} /><span className="hidden-visually">{t('person.handUp')}</span></span>}
        {one.sharing && <span className="state" title={t('person.sharing')}><Icon name="screen" size={18} /><span className="hidden-visually">{t('person.sharing')}</span></span>}
        <span className={`state ${one.muted ? 'off' : ''}`} title={t(one.muted ? 'person.muted' : 'person.heard')}>
          <Icon name={one.muted ? 'microphoneOff' : 'microphone'} size={18} />
          <span className="hidden-visually">{t(one.muted ? 'person.muted' : 'person.heard')}</span>
        </span>
        {meeting.media === 'video' && (
          <span className={`state ${one.camera ? '' : 'off'}`} title={t(one.camera ? 'person.cameraOn' : 'person.cameraOff')}>
            <Icon name={one.camera ? 'camera' : 'cameraOff'} size={18} />
            <span className="hidden-visually">{t(one.camera ? 'person.cameraOn' : 'person.cameraOff')}</span>
          </span>
        )}
        {entries.length > 0 ? <Menu entries={entries} label={t('person.actions', { name: one.name })}><Icon name="more" size={18} /></Menu> : <span style={{ width: 36 }} />}
      </li>
    );
  };
  const roleOf = (one: Participant) => (one.role === 'guest' ? (one.anonymous ? t('person.anonymous') : null) : t(`role.${one.role}`));
  const deviceOf = (one: Participant) => (one.device === 'desktop' ? null : t(`device.${one.device}`));

  return (
    <aside className="panel" aria-label={t('people.title')}>
      <header>
        <h2 className="grow">{t('people.count', { count: people.length })}</h2>
        <IconButton icon="close" label={t('close')} onClick={close} />
      </header>
      {people.length > many && (
        <div className="panel-search">
          <input className="input" type="search" placeholder={t('people.search')} aria-label={t('people.search')} value={search} onChange={event => setSearch(event.target.value)} />
        </div>
      )}
      <div className="panel-scroll">
        {hands.length > 0 && (
          <section>
            <h3>{t('people.hands', { count: hands.length })}</h3>
            <ul className="people">{hands.map(row)}</ul>
          </section>
        )}
        {meeting.waiting > 0 && control && (
          <div className="waiting-line">
            <Icon name="door" size={18} />
            <span className="grow">{t('people.waiting', { count: meeting.waiting })}</span>
            <Button size="small" kind="primary" onClick={() => void act(control.admitAll())}>{t('control.admitAll')}</Button>
          </div>
        )}
        <ul className="people">{found(people).map(row)}</ul>
        {calling.length > 0 && (
          <section>
            <h3>{t('people.calling')}</h3>
            <ul className="people">{found(calling).map(row)}</ul>
          </section>
        )}
      </div>
      {control && (
        <footer>
          <Button size="small" icon="plus" onClick={() => setDialog('invite')}>{t('control.invite')}</Button>
          <Button size="small" icon={meeting.mutedAll ? 'microphone' : 'microphoneOff'} onClick={() => (meeting.mutedAll ? void act(control.muteAll(false)) : setDialog('muteAll'))}>
            {t(meeting.mutedAll ? 'control.unmuteAll' : 'control.muteAll')}
          </Button>
        </footer>
      )}
      {dialog === 'invite' && control && <InviteDialog control={control} close={() => setDialog(null)} />}
      {dialog === 'muteAll' && control && <MuteAllDialog control={control} close={() => setDialog(null)} />}
    </aside>
  );
};
