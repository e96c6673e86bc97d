/** Carries an offer to the server and brings its answer. */
export type Negotiate = (sdp: string, fresh: boolean) => Promise<string>;

/**
 * One peer connection that offers and is answered. Offers follow one another; a lost connection is restarted when told, not by itself.
 */
export class Peer {
  readonly connection: RTCPeerConnection;
  private turn: Promise<void> = Promise.resolve();
  private offered = false;

  constructor(
    iceServers: RTCIceServer[],
    private readonly negotiate: Negotiate,
    stateChanged: (state: RTCPeerConnectionState) => void,
  ) {
    this.connection = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.connection.addEventListener('connectionstatechange', () => stateChanged(this.connection.connectionState));
  }

  get state(): RTCPeerConnectionState {
    return this.connection.connectionState;
  }

  /** Offers what there is; `restart` asks for new ways through the network. */
  offer(restart = false, described?: () => void): Promise<void> {
    const next = this.turn.catch(() => undefined).then(() => this.exchange(restart, described));
    this.turn = next;
    return next;
  }

  close(): void {
    this.connection.close();
  }

  private async exchange(restart: boolean, described?: () => void): Promise<void> {
    const { connection } = this;
    if (connection.signalingState === 'closed') return;
    if (connection.signalingState === 'have-local-offer') await connection.setLocalDescription({ type: 'rollback' });
    const offer = await connection.createOffer({ iceRestart: restart && this.offered });
    await connection.setLocalDescription(offer);
    const answered = this.negotiate(connection.localDescription!.sdp, !this.offered);
    described?.();
    const sdp = await answered;
    this.offered = true;
    await connection.setRemoteDescription({ type: 'answer', sdp });
  }
}
