import { useState } from 'react';
import type { Control } from '../../api/control';
import { Button, Dialog, Switch } from '../../design/controls';
import { tell, useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import type { Room } from '../../push/room';
import { ExtendDialog } from './ExtendDialog';
import { MuteAllDialog } from './MuteAllDialog';

/** What concerns the meeting as a whole: sound, doors, time, recording, the end. */
export const MeetingControls = ({ room, control }: { room: Room; control: Control }) => {
  const { t } = useText();
  const act = useAct();
  const [open, setOpen] = useState<'muteAll' | 'extend' | 'end' | null>(null);
  const run = (work: Promise<unknown>) => void act(work);
  return (
    <section className="control-part meeting-part" aria-label={t('control.meeting')}>
      <div className="part-head"><h2>{t('control.meeting')}</h2></div>
      <div className="group">
        <h3>{t('control.sound')}</h3>
        <div className="row-wrap">
          <Button size="small" icon="microphoneOff" kind={room.mutedAll ? 'on' : ''} onClick={() => setOpen('muteAll')}>{t('control.muteAll')}</Button>
          <Button size="small" icon="microphone" onClick={() => run(control.muteAll(false))}>{t('control.unmuteAll')}</Button>
        </div>
        <Switch label={t('control.mayUnmute')} checked={room.mayUnmute} onChange={on => run(control.configure({ allowUnmuteByOneself: on ? 1 : 0 }))} />
      </div>
      <div className="group">
        <h3>{t('control.doors')}</h3>
        <Switch label={t('control.lockMeeting')} hint={t('control.lockHint')} checked={room.locked} onChange={on => run(control.lock(on))} />
        <Switch label={t('control.lockSharing')} hint={t('control.lockSharingHint')} checked={room.sharingLocked} onChange={on => run(control.configure({ lockSharing: on ? 1 : 0 }))} />
        {room.guestLink && (
          <Button size="small" icon="copy" onClick={() => void navigator.clipboard.writeText(room.guestLink).then(() => tell(t('copied'), 'good'))}>{t('meetings.copyLink')}</Button>
        )}
      </div>
      <div className="group">
        <h3>{t('control.recording')}</h3>
        <div className="row-wrap">
          <Button size="small" icon="record" kind={room.recording ? 'danger' : ''} onClick={() => run(control.record(!room.recording))}>{t(room.recording ? 'control.stopRecording' : 'control.startRecording')}</Button>
          {room.recording && <Button size="small" onClick={() => run(control.recordStep(0))}>{t('control.pauseRecording')}</Button>}
          <Button size="small" icon="live" kind={room.live ? 'on' : ''} onClick={() => run(control.live(!room.live))}>{t(room.live ? 'control.stopLive' : 'control.startLive')}</Button>
        </div>
      </div>
      <div className="group">
        <h3>{t('control.time')}</h3>
        <div className="row-wrap">
          <Button size="small" icon="clock" onClick={() => setOpen('extend')}>{t('control.extend')}</Button>
          <Button size="small" icon="leave" kind="danger" onClick={() => setOpen('end')}>{t('leave.end')}</Button>
        </div>
      </div>
      {open === 'muteAll' && <MuteAllDialog control={control} close={() => setOpen(null)} />}
      {open === 'extend' && <ExtendDialog control={control} close={() => setOpen(null)} />}
      {open === 'end' && (
        <Dialog title={t('leave.end')} closeLabel={t('close')} onClose={() => setOpen(null)}>
          <p className="quiet">{t('control.endHint')}</p>
          <footer>
            <Button onClick={() => setOpen(null)}>{t('cancel')}</Button>
            <Button kind="danger" onClick={() => void act(control.end()).then(() => setOpen(null))}>{t('leave.end')}</Button>
          </footer>
        </Dialog>
      )}
    </section>
  );
};
