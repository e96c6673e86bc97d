import { askForDependencyDescriptor, pictureCodecs } from './codecs';
import { Peer, type Negotiate } from './peer';

export type Use = 'voice' | 'screenAudio' | 'screen' | 'picture';

export interface Section {
  use: Use;
  transceiver: RTCRtpTransceiver;
  stream: MediaStream;
}

const voices = 3;

/** What I watch and hear: sections made ahead, whose content the server changes on request without negotiation. */
export class ReceiveTransport {
  readonly peer: Peer;
  readonly sections: Section[] = [];

  constructor(iceServers: RTCIceServer[], pictures: number, negotiate: Negotiate, stateChanged: (state: RTCPeerConnectionState) => void) {
    this.peer = new Peer(iceServers, negotiate, stateChanged);
    for (let n = 0; n < voices; n++) this.add('voice');
    this.add('screenAudio');
    this.add('screen');
    for (let n = 0; n < pictures; n++) this.add('picture');
  }

  of(use: Use): Section[] {
    return this.sections.filter(section => section.use === use);
  }

  find(mid: string): Section | undefined {
    return this.sections.find(section => section.transceiver.mid === mid);
  }

  close(): void {
    this.peer.close();
  }

  private add(use: Use): void {
    const kind = use === 'screen' || use === 'picture' ? 'video' : 'audio';
    const transceiver = this.peer.connection.addTransceiver(kind, { direction: 'recvonly' });
    if (kind === 'video') {
      transceiver.setCodecPreferences(pictureCodecs(RTCRtpReceiver.getCapabilities('video')?.codecs ?? []));
      askForDependencyDescriptor(transceiver);
    }
    this.sections.push({ use, transceiver, stream: new MediaStream([transceiver.receiver.track]) });
  }
}
