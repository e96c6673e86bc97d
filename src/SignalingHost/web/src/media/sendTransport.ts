import type { Source } from '../signalling/messages';
import { askForDependencyDescriptor, pictureCodecs } from './codecs';
import { Peer, type Negotiate } from './peer';
import { withDemand, type SendPlan } from './simulcast';

const order: Source[] = ['microphone', 'camera', 'screen', 'screenAudio'];

/** What I publish: four sections made at once, filled and emptied without ever negotiating again (docs/signaling.md). */
export class SendTransport {
  readonly peer: Peer;
  private readonly sections = new Map<Source, RTCRtpTransceiver>();
  private turn: Promise<void> = Promise.resolve();

  constructor(iceServers: RTCIceServer[], plan: SendPlan, negotiate: Negotiate, stateChanged: (state: RTCPeerConnectionState) => void) {
    this.peer = new Peer(iceServers, negotiate, stateChanged);
    const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
    for (const source of order) {
      const kind = source === 'camera' || source === 'screen' ? 'video' : 'audio';
      const sendEncodings =
        source === 'camera' ? plan.encodings : source === 'screen' ? [{ maxBitrate: 2_500_000 }] : [{ maxBitrate: source === 'microphone' ? 40_000 : 96_000 }];
      const section = this.peer.connection.addTransceiver(kind, { direction: 'sendonly', sendEncodings });
      if (kind === 'video') {
        section.setCodecPreferences(pictureCodecs(codecs, source === 'camera' ? plan.codec : null));
        askForDependencyDescriptor(section);
      }
      this.sections.set(source, section);
    }
  }

  sourceOfMid(mid: string | null): Source | undefined {
    return order.find(source => this.sections.get(source)?.mid === mid);
  }

  async setTrack(source: Source, track: MediaStreamTrack | null): Promise<void> {
    const sender = this.sections.get(source)!.sender;
    await sender.replaceTrack(track);
    if (source === 'screen' && track) await this.change(sender, parameters => ({ ...parameters, degradationPreference: 'maintain-resolution' }));
  }

  /** Layers that nobody watches are not encoded. */
  demand(source: Source, wanted: boolean[]): Promise<void> {
    const sender = this.sections.get(source)?.sender;
    if (!sender) return Promise.resolve();
    return this.change(sender, parameters => {
      const encodings = withDemand(parameters.encodings, wanted);
      return encodings === parameters.encodings ? null : { ...parameters, encodings };
    });
  }

  close(): void {
    this.peer.close();
  }

  // setParameters must follow its own getParameters with nothing in between.
  private change(sender: RTCRtpSender, alter: (parameters: RTCRtpSendParameters) => RTCRtpSendParameters | null): Promise<void> {
    this.turn = this.turn
      .then(async () => {
        const altered = alter(sender.getParameters());
        if (altered) await sender.setParameters(altered);
      })
      .catch(reason => console.warn('The sender kept its parameters', reason));
    return this.turn;
  }
}
