import { useCallback, useEffect, useRef, useState } from 'react';
import { listDevices, noDevices, openCamera, openMicrophone, rememberDevices, rememberedDevices, troubleOf, type DeviceChoice, type DeviceList, type DeviceTrouble } from '../../media/devices';

export interface Preview {
  microphone: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
  devices: DeviceList;
  choice: DeviceChoice;
  trouble: { microphone?: DeviceTrouble; camera?: DeviceTrouble };
  choose(choice: DeviceChoice): void;
}

/** The devices as they will be in the meeting: open while they are wanted, closed with the page. */
export const usePreview = (wantsMicrophone: boolean, wantsCamera: boolean): Preview => {
  const [choice, setChoice] = useState(rememberedDevices);
  const [devices, setDevices] = useState(noDevices);
  const microphone = useTrack(wantsMicrophone, choice.microphone, openMicrophone);
  const camera = useTrack(wantsCamera, choice.camera, openCamera);

  useEffect(() => {
    // Names of devices are told only after one of them was allowed.
    const look = () => void listDevices().then(setDevices, () => undefined);
    look();
    navigator.mediaDevices?.addEventListener('devicechange', look);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', look);
  }, [microphone.track, camera.track]);

  const choose = useCallback((next: DeviceChoice) => {
    rememberDevices(next);
    setChoice(next);
  }, []);
  return { microphone: microphone.track, camera: camera.track, devices, choice, trouble: { microphone: microphone.trouble, camera: camera.trouble }, choose };
};

const useTrack = (wanted: boolean, id: string | undefined, open: (id?: string) => Promise<MediaStreamTrack>) => {
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [trouble, setTrouble] = useState<DeviceTrouble>();
  const latest = useRef(0);
  useEffect(() => {
    const mine = ++latest.current;
    let opened: MediaStreamTrack | null = null;
    setTrouble(undefined);
    if (wanted)
      open(id).then(
        found => {
          if (latest.current !== mine) return found.stop();
          opened = found;
          setTrack(found);
        },
        reason => latest.current === mine && setTrouble(troubleOf(reason)),
      );
    return () => {
      latest.current++;
      opened?.stop();
      setTrack(null);
    };
  }, [wanted, id, open]);
  return { track, trouble };
};
