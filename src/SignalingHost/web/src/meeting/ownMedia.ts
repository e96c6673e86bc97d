import { openCamera, openMicrophone, openShare, troubleOf, type DeviceChoice, type DeviceTrouble, type Share } from '../media/devices';
import type { SendTransport } from '../media/sendTransport';
import { createStore, type Store } from './store';

/** What of mine is open. A microphone that is muted stays open and silent, so that speaking again takes no time. */
export interface OwnMedia {
  microphone: MediaStreamTrack | null;
  microphoneOn: boolean;
  camera: MediaStreamTrack | null;
  share: Share | null;
  trouble: { device: 'microphone' | 'camera'; what: DeviceTrouble } | null;
}

export const closedMedia: OwnMedia = { microphone: null, microphoneOn: false, camera: null, share: null, trouble: null };

/** Opens and closes my devices and puts their tracks where they are sent. Knows nothing of who allows it. */
export class OwnDevices {
  readonly store: Store<OwnMedia>;
  private send: SendTransport | null = null;

  constructor(
    initial: OwnMedia,
    private choice: DeviceChoice,
  ) {
    this.store = createStore(initial);
  }

  /** From now on tracks go here; those that are open at once. */
  async attach(send: SendTransport): Promise<void> {
    this.send = send;
    const { microphone, camera, share } = this.store.get();
    await Promise.all([
      send.setTrack('microphone', microphone),
      send.setTrack('camera', camera),
      send.setTrack('screen', share?.picture ?? null),
      send.setTrack('screenAudio', share?.sound ?? null),
    ]);
  }

  async setMicrophone(on: boolean): Promise<boolean> {
    let { microphone } = this.store.get();
    if (on && (!microphone || microphone.readyState === 'ended')) {
      microphone = await this.tryOpen('microphone', () => openMicrophone(this.choice.microphone));
      if (!microphone) return false;
      await this.send?.setTrack('microphone', microphone);
    }
    if (microphone) microphone.enabled = on;
    this.change({ microphone, microphoneOn: on && microphone !== null });
    return true;
  }

  async openCamera(): Promise<boolean> {
    if (this.store.get().camera) return true;
    const camera = await this.tryOpen('camera', () => openCamera(this.choice.camera));
    if (!camera) return false;
    this.change({ camera });
    await this.send?.setTrack('camera', camera);
    return true;
  }

  async closeCamera(): Promise<void> {
    this.store.get().camera?.stop();
    this.change({ camera: null });
    await this.send?.setTrack('camera', null);
  }

  /** Null when the person thought better of it. */
  async openShare(): Promise<Share | null> {
    try {
      const share = await openShare();
      this.change({ share });
      return share;
    } catch {
      return null;
    }
  }

  async sendShare(share: Share): Promise<void> {
    await this.send?.setTrack('screen', share.picture);
    await this.send?.setTrack('screenAudio', share.sound);
  }

  async closeShare(): Promise<void> {
    const { share } = this.store.get();
    if (!share) return;
    this.change({ share: null });
    share.picture.stop();
    share.sound?.stop();
    await this.send?.setTrack('screen', null);
    await this.send?.setTrack('screenAudio', null);
  }

  async choose(choice: DeviceChoice): Promise<void> {
    const before = this.choice;
    this.choice = choice;
    const { microphone, microphoneOn, camera } = this.store.get();
    if (microphone && choice.microphone !== before.microphone) {
      microphone.stop();
      this.change({ microphone: null });
      if (microphoneOn) await this.setMicrophone(true);
      else await this.send?.setTrack('microphone', null);
    }
    if (camera && choice.camera !== before.camera) {
      await this.closeCamera();
      await this.openCamera();
    }
  }

  close(): void {
    const { microphone, camera, share } = this.store.get();
    for (const track of [microphone, camera, share?.picture, share?.sound]) track?.stop();
    this.change({ ...closedMedia });
  }

  private async tryOpen(device: 'microphone' | 'camera', open: () => Promise<MediaStreamTrack>): Promise<MediaStreamTrack | null> {
    try {
      const track = await open();
      this.change({ trouble: null });
      return track;
    } catch (reason) {
      this.change({ trouble: { device, what: troubleOf(reason) } });
      return null;
    }
  }

  private change(part: Partial<OwnMedia>): void {
    this.store.set({ ...this.store.get(), ...part });
  }
}
