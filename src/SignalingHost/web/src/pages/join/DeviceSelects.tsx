import { SelectField } from '../../design/controls';
import { useText } from '../../i18n/text';
import { canChooseSpeaker, type DeviceChoice, type DeviceList } from '../../media/devices';

/** Which microphone, camera and speaker. Without permission browsers tell no names; then the default is all there is to choose. */
export const DeviceSelects = ({ devices, choice, choose }: { devices: DeviceList; choice: DeviceChoice; choose(choice: DeviceChoice): void }) => {
  const { t } = useText();
  const select = (label: string, list: MediaDeviceInfo[], chosen: string | undefined, kind: keyof DeviceChoice) => (
    <SelectField label={label} value={list.some(device => device.deviceId === chosen) ? chosen : ''} onChange={event => choose({ ...choice, [kind]: event.target.value || undefined })}>
      <option value="">{t('device.default')}</option>
      {list.filter(device => device.deviceId !== 'default').map((device, at) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || t('device.numbered', { number: at + 1 })}
        </option>
      ))}
    </SelectField>
  );
  return (
    <>
      {select(t('device.microphone'), devices.microphones, choice.microphone, 'microphone')}
      {select(t('device.camera'), devices.cameras, choice.camera, 'camera')}
      {canChooseSpeaker() && select(t('device.speaker'), devices.speakers, choice.speaker, 'speaker')}
    </>
  );
};
