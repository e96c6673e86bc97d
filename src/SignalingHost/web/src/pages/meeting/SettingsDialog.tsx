import { useEffect, useState } from 'react';
import { Button, Dialog, SelectField } from '../../design/controls';
import { useText } from '../../i18n/text';
import { listDevices, noDevices, rememberDevices, rememberedDevices, type DeviceChoice } from '../../media/devices';
import type { MeetingSession } from '../../meeting/session';
import { Corner } from '../Corner';
import { DeviceSelects } from '../join/DeviceSelects';
import { playTone } from '../join/tone';
import { chosenSpeaker } from './Voices';

export const SettingsDialog = ({ session, close }: { session: MeetingSession; close(): void }) => {
  const { t } = useText();
  const [devices, setDevices] = useState(noDevices);
  const [choice, setChoice] = useState(rememberedDevices);
  const [codec, setCodec] = useState(localStorage.getItem('conference.codec') ?? 'auto');
  useEffect(() => void listDevices().then(setDevices), []);
  const choose = (next: DeviceChoice) => {
    setChoice(next);
    rememberDevices(next);
    chosenSpeaker.set(next.speaker);
    void session.devices.choose(next);
  };
  return (
    <Dialog title={t('settings.title')} closeLabel={t('close')} onClose={close}>
      <DeviceSelects devices={devices} choice={choice} choose={choose} />
      <Button size="small" icon="sound" onClick={() => void playTone(choice.speaker)}>{t('join.testSpeaker')}</Button>
      <SelectField label={t('settings.codec')} hint={t('settings.codecHint')} value={codec} onChange={event => { setCodec(event.target.value); localStorage.setItem('conference.codec', event.target.value); }}>
        <option value="auto">{t('settings.codecAuto')}</option>
        <option value="vp8">VP8</option>
        <option value="h264">H.264</option>
        <option value="vp9-svc">VP9 SVC</option>
        <option value="av1-svc">AV1 SVC</option>
      </SelectField>
      <footer style={{ justifyContent: 'space-between' }}>
        <Corner />
        <Button kind="primary" onClick={close}>{t('done')}</Button>
      </footer>
    </Dialog>
  );
};
