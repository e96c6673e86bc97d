import { useState, type ReactNode } from 'react';
import type { Control } from '../../api/control';
import { Menu, type MenuEntry } from '../../design/controls';
import { Icon, type IconName } from '../../design/icons';
import type { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import { canShare } from '../../media/devices';
import type { OwnMedia } from '../../meeting/ownMedia';
import type { MeetingSession } from '../../meeting/session';
import { raisedHands, type MeetingState } from '../../meeting/state';
import type { Participant } from '../../signalling/messages';
import { openControlPage } from '../control/handOver';
import { ExtendDialog } from '../control/ExtendDialog';
import { InviteDialog } from '../control/InviteDialog';
import { MuteAllDialog } from '../control/MuteAllDialog';
import { ChairDialog, LeaveDialog, RenameDialog } from './Dialogs';
import type { Panel } from './MeetingPage';
import { SettingsDialog } from './SettingsDialog';

interface Props {
  session: MeetingSession;
  state: MeetingState;
  own: OwnMedia;
  myself: Participant | undefined;
  panel: Panel;
  toggle(panel: Panel): void;
  control: Control | null;
  act: ReturnType<typeof useAct>;
}

const Tool = ({ icon, label, on, off, count, press, shortcut }: { icon: IconName; label: string; on?: boolean; off?: boolean; count?: number; press(): void; shortcut?: string }) => (
  <button type="button" className={`tool ${on ? 'on' : ''} ${off ? 'off' : ''}`} aria-label={label} aria-pressed={on} aria-keyshortcuts={shortcut} title={shortcut ? `${label} (${shortcut})` : label} onClick={press}>
    <Icon name={icon} size={22} />
    <span className="tool-label" aria-hidden="true">{label}</span>
    {!!count && <span className="count number">{count}</span>}
  </button>
);

type Open = 'settings' | 'leave' | 'rename' | 'chair' | 'invite' | 'extend' | 'muteAll' | null;

export const BottomBar = ({ session, state, own, myself, panel, toggle, control, act }: Props) => {
  const { t } = useText();
  const [open, setOpen] = useState<Open>(null);
  const { meeting, me } = state;
  if (!meeting) return null;
  const chair = me.role === 'chair';
  const hands = raisedHands(state).length;
  const people = [...state.participants.values()].filter(one => one.state === 'in' || one.state === 'away').length;
  const handUp = myself?.hand !== false && myself !== undefined;
  const close = () => setOpen(null);

  const governing: MenuEntry[] = control
    ? [
        { heading: t('control.title') },
        { label: t('control.muteAll'), icon: 'microphoneOff', act: () => setOpen('muteAll') },
        ...(meeting.mutedAll ? [{ label: t('control.unmuteAll'), icon: 'microphone' as const, act: () => void act(control.muteAll(false)) }] : []),
        { label: t('control.invite'), icon: 'plus', act: () => setOpen('invite') },
        { label: t(meeting.locked ? 'control.unlock' : 'control.lock'), icon: meeting.locked ? 'unlock' : 'lock', act: () => void act(control.lock(!meeting.locked)) },
        { label: t(meeting.sharingLocked ? 'control.unlockSharing' : 'control.lockSharing'), icon: 'screenOff', act: () => void act(control.configure({ lockSharing: meeting.sharingLocked ? 0 : 1 })) },
        { label: t('control.extend'), icon: 'clock', act: () => setOpen('extend') },
        { label: t(meeting.recording === 'off' ? 'control.startRecording' : 'control.stopRecording'), icon: 'record', act: () => void act(control.record(meeting.recording === 'off')) },
        { label: t(meeting.live ? 'control.stopLive' : 'control.startLive'), icon: 'live', act: () => void act(control.live(!meeting.live)) },
        ...(meeting.mode !== 'free' ? [{ label: t('control.stopBroadcast'), icon: 'megaphone' as const, act: () => void act(control.cancelBroadcast()) }] : []),
        { label: t('control.openPage'), icon: 'control', act: () => state.control && openControlPage(meeting.conferenceId, state.control) },
        'line',
      ]
    : [];
  const entries: MenuEntry[] = [
    ...governing,
    { heading: t('meeting.mine') },
    ...(me.mayRename ? [{ label: t('rename.title'), icon: 'edit' as const, act: () => setOpen('rename') }] : []),
    chair
      ? { label: t('chair.release'), icon: 'crown', act: () => void session.act({ action: 'releaseChair' }) }
      : { label: t('chair.apply'), icon: 'crown', disabled: meeting.chair !== null, act: () => setOpen('chair') },
    { label: t('statistics.title'), icon: 'chart', act: () => toggle('statistics') },
    { label: t('settings.title'), icon: 'settings', act: () => setOpen('settings') },
  ];
  const shareStop: ReactNode = chair && meeting.sharer && meeting.sharer !== state.myId && (
    <Tool icon="screenOff" label={t('share.stopOther')} off press={() => void session.act({ action: 'shareStop', participant: meeting.sharer! })} />
  );

  return (
    <footer className="bottom-bar" role="toolbar" aria-label={t('meeting.tools')}>
      <div className="tools">
        <Tool icon={own.microphoneOn ? 'microphone' : 'microphoneOff'} label={t(own.microphoneOn ? 'tool.mute' : 'tool.unmute')} off={!own.microphoneOn} shortcut="M" press={() => void session.setMicrophone(!own.microphoneOn)} />
        {meeting.media === 'video' && (
          <Tool icon={own.camera ? 'camera' : 'cameraOff'} label={t(own.camera ? 'tool.cameraOff' : 'tool.cameraOn')} off={!own.camera} shortcut="V" press={() => void session.setCamera(!own.camera)} />
        )}
        {meeting.media === 'video' && canShare() && (
          <Tool icon={own.share ? 'screenOff' : 'screen'} label={t(own.share ? 'share.stop' : 'share.start')} on={own.share !== null} press={() => void (own.share ? session.stopShare() : session.startShare())} />
        )}
        {shareStop}
        {!chair && <Tool icon="hand" label={t(handUp ? 'tool.lowerHand' : 'tool.raiseHand')} on={handUp} shortcut="H" press={() => void session.act({ action: 'hand', up: !handUp })} />}
        <Tool icon="people" label={t('people.title')} on={panel === 'people'} count={people} shortcut="P" press={() => toggle('people')} />
        <span className="wide-only"><Tool icon="chart" label={t('statistics.title')} on={panel === 'statistics'} press={() => toggle('statistics')} /></span>
        <span className="more">
          <Menu entries={entries} label={t('tool.more')} className="tool">
            <Icon name="more" size={22} />
            <span className="tool-label" aria-hidden="true">{t('tool.more')}</span>
          </Menu>
          {control && hands > 0 && <span className="count hand number" title={t('people.hands', { count: hands })}>{hands}</span>}
        </span>
      </div>
      <button type="button" className="leave" onClick={() => setOpen('leave')} aria-label={t('leave.title')}>
        <Icon name="leave" size={22} />
        <span className="wide-only">{t('leave.title')}</span>
      </button>
      {open === 'leave' && <LeaveDialog session={session} chair={chair} close={close} />}
      {open === 'rename' && <RenameDialog session={session} name={myself?.name ?? ''} close={close} />}
      {open === 'chair' && <ChairDialog session={session} close={close} />}
      {open === 'settings' && <SettingsDialog session={session} close={close} />}
      {open === 'invite' && control && <InviteDialog control={control} close={close} />}
      {open === 'extend' && control && <ExtendDialog control={control} close={close} />}
      {open === 'muteAll' && control && <MuteAllDialog control={control} close={close} />}
    </footer>
  );
};
