import { useCallback, useEffect, useRef, useState } from 'react';
import { listDevices, noDevices, openCamera, openMicrophone, rememberDevices, rememberedDevices, troubleOf, type DeviceChoice, type DeviceList, type DeviceTrouble } from '../../media/devices';

export interface Preview {
  microphone: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
  devices: DeviceList;
  choice: DeviceChoice;
  trouble: { microphone?: DeviceTrouble; camera?: DeviceTrouble };
  choose(choice: DeviceChoice): void;
  /** What is wanted, once it is open: who is quick at the door is not let in silent. A question that nobody answers holds him up for a moment only. */
  settled(): Promise<Pick<Preview, 'microphone' | 'camera'>>;
}

const openWithin = 3_000;

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
  const settled = useCallback(async () => {
    const late = new Promise<null>(resolve => setTimeout(() => resolve(null), openWithin));
    const [sound, picture] = await Promise.all([microphone.opening, camera.opening].map(opening => Promise.race([begun(opening), late])));
    return { microphone: sound ?? null, camera: picture ?? null };
  }, [microphone.opening, camera.opening]);
  return { microphone: microphone.track, camera: camera.track, devices, choice, trouble: { microphone: microphone.trouble, camera: camera.trouble }, choose, settled };
};

/** Null until the page has come so far as to ask for the device. */
type Opening = Promise<MediaStreamTrack | null> | null;

const begun = async (opening: { current: Opening }): Promise<MediaStreamTrack | null> => {
  while (opening.current === null) await new Promise(resolve => setTimeout(resolve, 10));
  return opening.current;
};

const useTrack = (wanted: boolean, id: string | undefined, open: (id?: string) => Promise<MediaStreamTrack>) => {
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [trouble, setTrouble] = useState<DeviceTrouble>();
  const latest = useRef(0);
  const opening = useRef<Opening>(null);
  useEffect(() => {
    const mine = ++latest.current;
    let opened: MediaStreamTrack | null = null;
    setTrouble(undefined);
    opening.current = !wanted
      ? Promise.resolve(null)
      : open(id).then(
          found => {
            if (latest.current !== mine) {
              found.stop();
              return null;
            }
            opened = found;
            setTrack(found);
            return found;
          },
          reason => {
            if (latest.current === mine) setTrouble(troubleOf(reason));
            return null;
          },
        );
    return () => {
      latest.current++;
      opened?.stop();
      setTrack(null);
    };
  }, [wanted, id, open]);
  return { track, trouble, opening };
};
