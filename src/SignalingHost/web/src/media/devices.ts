/** Cameras, microphones and speakers: what there is, what was chosen last, and opening them. */

export interface DeviceChoice {
  microphone?: string;
  camera?: string;
  speaker?: string;
}

export interface DeviceList {
  microphones: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

export type DeviceTrouble = 'denied' | 'missing' | 'busy' | 'insecure';

export const noDevices: DeviceList = { microphones: [], cameras: [], speakers: [] };

export const listDevices = async (): Promise<DeviceList> => {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (kind: MediaDeviceKind) => all.filter(device => device.kind === kind && device.deviceId !== '');
  return { microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') };
};

export const troubleOf = (reason: unknown): DeviceTrouble => {
  switch ((reason as DOMException | undefined)?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'TypeError':
      return 'insecure';
    default:
      return 'missing';
  }
};

// A device that was chosen once may be gone: it is wished for, not demanded.
const wished = (id: string | undefined): { deviceId?: ConstrainDOMString } => (id ? { deviceId: { ideal: id } } : {});

const opened = async (constraints: MediaStreamConstraints): Promise<MediaStreamTrack> => {
  const stream = await navigator.mediaDevices.getUserMedia(constraints);
  return stream.getTracks()[0]!;
};

export const openMicrophone = async (id?: string): Promise<MediaStreamTrack> => {
  const track = await opened({ audio: { ...wished(id), echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
  track.contentHint = 'speech';
  return track;
};

export const openCamera = async (id?: string): Promise<MediaStreamTrack> => {
  const track = await opened({
    video: { ...wished(id), width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } },
  });
  track.contentHint = 'motion';
  return track;
};

export interface Share {
  picture: MediaStreamTrack;
  sound: MediaStreamTrack | null;
}

/** Asks which screen, window or tab to share. Text must stay sharp; frames may go. */
export const openShare = async (): Promise<Share> => {
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: { frameRate: { ideal: 15, max: 30 } },
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
  const picture = stream.getVideoTracks()[0]!;
  picture.contentHint = 'detail';
  const sound = stream.getAudioTracks()[0] ?? null;
  if (sound) sound.contentHint = 'music';
  return { picture, sound };
};

export const canShare = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function';

export const canChooseSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;

const key = 'conference.devices';

export const rememberedDevices = (): DeviceChoice => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as DeviceChoice;
  } catch {
    return {};
  }
};

export const rememberDevices = (choice: DeviceChoice): void => localStorage.setItem(key, JSON.stringify(choice));
