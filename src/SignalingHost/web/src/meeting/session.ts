import type { DeviceChoice } from '../media/devices';
import { ReceiveTransport } from '../media/receiveTransport';
import { SendTransport } from '../media/sendTransport';
import type { SendPlan } from '../media/simulcast';
import type { WhoseTrack } from '../media/statistics';
import type { Joined, JoinRequest, OwnAction, ServerMessage, Transport } from '../signalling/messages';
import { LineBroken, RefusedByServer, SignallingLine } from '../signalling/socket';
import { Measuring } from './measuring';
import { OwnDevices, type OwnMedia } from './ownMedia';
import { atTheDoor, reduce, type MeetingAction, type MeetingState } from './state';
import { createStore, type Store } from './store';
import { Watching } from './watching';
import type { Wanted } from './slots';

/**
 * My stay in one meeting, from the join to the end: the line to the server, the two connections, my devices. It mends what breaks by itself;
 * the page only shows `state` and calls the verbs.
 */
export class MeetingSession {
  readonly state: Store<MeetingState> = createStore(atTheDoor);
  readonly devices: OwnDevices;
  readonly watching = new Watching(
    slots => this.line.request({ type: 'view', slots }),
    () => this.bringUp('receive', false),
  );
  readonly measuring: Measuring;
  private readonly line: SignallingLine;
  private send: SendTransport | null = null;
  private iceServers: RTCIceServer[] = [];
  private over = false;
  private unmuteAsked = false;
  private readonly unshown = new Set<string>();
  private readonly mending: Partial<Record<Transport, ReturnType<typeof setTimeout>>> = {};

  constructor(
    url: string,
    private readonly joining: JoinRequest,
    media: OwnMedia,
    choice: DeviceChoice,
    private readonly plan: SendPlan,
  ) {
    this.devices = new OwnDevices(media, choice);
    this.line = new SignallingLine(url, {
      opened: () => void this.introduce(),
      broken: () => this.dispatch({ do: 'broken' }),
      receive: message => this.receive(message),
    });
    this.measuring = new Measuring(
      () => [this.send?.peer.connection, this.watching.transport?.peer.connection].filter(connection => connection !== undefined),
      (direction, mid) => this.whose(direction, mid),
      tracks => this.line.tell({ type: 'stats', tracks }),
    );
  }

  start(): void {
    window.addEventListener('pagehide', this.farewell);
    this.line.open();
  }

  watch(wanted: Wanted[]): void {
    this.watching.watch(wanted);
  }

  async setMicrophone(on: boolean): Promise<void> {
    if (on && !(await this.devices.setMicrophone(true))) return this.tellTrouble();
    if (on) this.devices.store.get().microphone!.enabled = false;
    this.unmuteAsked = on;
    const done = await this.act({ action: 'mute', on: !on });
    await this.devices.setMicrophone(done ? on : false);
  }

  async setCamera(on: boolean): Promise<void> {
    if (!on) {
      await this.devices.closeCamera();
      await this.ask({ type: 'source', source: 'camera', on: false });
      return;
    }
    if (!(await this.devices.openCamera())) return this.tellTrouble();
    if (!(await this.ask({ type: 'source', source: 'camera', on: true }))) await this.devices.closeCamera();
  }

  async startShare(): Promise<void> {
    const share = await this.devices.openShare();
    if (!share) return;
    // Also by the browser's own bar.
    share.picture.addEventListener('ended', () => void this.stopShare());
    if (await this.ask({ type: 'source', source: 'screen', on: true })) await this.devices.sendShare(share);
    else await this.devices.closeShare();
  }

  async stopShare(): Promise<void> {
    if (!this.devices.store.get().share) return;
    await this.devices.closeShare();
    await this.ask({ type: 'source', source: 'screen', on: false });
  }

  /** True when the server did it; a refusal is shown as a prompt. */
  act(action: OwnAction): Promise<boolean> {
    return this.ask({ type: 'do', ...action });
  }

  async leave(): Promise<void> {
    await Promise.race([this.act({ action: 'leave' }), new Promise(resolve => setTimeout(resolve, 800))]);
    this.finish();
    this.dispatch({ do: 'receive', message: { type: 'ended', reason: 'left' }, now: Date.now() });
  }

  /** Ends my stay without a word: the tab goes, or the page does. */
  finish(): void {
    if (this.over) return;
    this.over = true;
    window.removeEventListener('pagehide', this.farewell);
    for (const timer of Object.values(this.mending)) clearTimeout(timer);
    this.measuring.close();
    this.line.close();
    this.send?.close();
    this.watching.close();
    this.devices.close();
  }

  dispatch(action: MeetingAction): void {
    this.state.set(reduce(this.state.get(), action));
  }

  private readonly farewell = (): void => this.line.tell({ type: 'do', id: 0, action: 'leave' });

  private async introduce(): Promise<void> {
    const { resume } = this.state.get();
    const { microphoneOn, camera } = this.devices.store.get();
    try {
      if (resume === null) this.admitted(await this.line.request({ type: 'join', ...this.joining, microphone: microphoneOn, camera: camera !== null }));
      else this.admitted(await this.line.request({ type: 'join', resume }));
    } catch (reason) {
      if (!(reason instanceof RefusedByServer)) return;
      if (resume !== null && this.state.get().resume === resume) {
        // The place is gone: come in again as at first.
        this.state.set({ ...this.state.get(), resume: null });
        await this.introduce();
        return;
      }
      this.dispatch({ do: 'refused', refusal: reason.refusal });
      this.finish();
    }
  }

  private admitted(answer: ServerMessage): void {
    if (answer.type === 'joined') this.enter(answer);
    else this.receive(answer);
  }

  private enter(joined: Joined): void {
    const returned = this.send !== null;
    this.iceServers = joined.iceServers ?? [];
    this.dispatch({ do: 'joined', message: joined, now: Date.now() });
    const has = joined.transports ?? { send: false, receive: false };
    this.bringUp('send', returned && has.send);
    this.bringUp('receive', returned && has.receive);
    this.followMyself();
    if (!returned) return;
    this.watching.repeat();
    const { camera, share } = this.devices.store.get();
    void this.ask({ type: 'source', source: 'camera', on: camera !== null });
    if (share) void this.ask({ type: 'source', source: 'screen', on: true });
  }

  /** Keeps a connection that stands, restarts one that stumbles, makes one that is gone. */
  private bringUp(which: Transport, kept: boolean): void {
    const peer = which === 'send' ? this.send?.peer : this.watching.transport?.peer;
    if (kept && peer && peer.state !== 'closed') {
      if (peer.state !== 'connected') void this.restart(which);
      return;
    }
    const negotiate = async (sdp: string, fresh: boolean): Promise<string> => {
      const answer = await this.line.request({ type: 'offer', transport: which, sdp, ...(fresh ? { fresh } : {}) });
      if (answer.type !== 'answer') throw new Error(`An offer was answered with ${answer.type}`);
      return answer.sdp;
    };
    const stateChanged = (state: RTCPeerConnectionState) => this.connectionChanged(which, state);
    if (which === 'send') {
      this.send?.close();
      const send = new SendTransport(this.iceServers, this.plan, negotiate, stateChanged);
      this.send = send;
      void this.devices.attach(send).then(() => send.peer.offer()).catch(reason => this.offerFailed(which, reason));
      return;
    }
    this.watching
      .start(this.state.get().participants.size - 1, pictures => new ReceiveTransport(this.iceServers, pictures, negotiate, stateChanged))
      .catch(reason => this.offerFailed(which, reason));
  }

  private connectionChanged(which: Transport, state: RTCPeerConnectionState): void {
    clearTimeout(this.mending[which]);
    if (this.over || (state !== 'disconnected' && state !== 'failed')) return;
    this.line.probe();
    this.mending[which] = setTimeout(() => void this.restart(which), state === 'failed' ? 0 : 1_500);
  }

  private async restart(which: Transport): Promise<void> {
    const peer = which === 'send' ? this.send?.peer : this.watching.transport?.peer;
    if (this.over || !peer || peer.state === 'connected' || peer.state === 'closed' || !this.line.isOpen) return;
    try {
      await peer.offer(true);
      // When the new ways do not work either, the browser says nothing for a long time.
      this.mending[which] = setTimeout(() => void this.restart(which), 5_000);
    } catch (reason) {
      this.offerFailed(which, reason);
    }
  }

  private offerFailed(which: Transport, reason: unknown): void {
    if (this.over || reason instanceof LineBroken) return;
    console.warn(`The ${which} connection is offered anew`, reason);
    clearTimeout(this.mending[which]);
    this.mending[which] = setTimeout(() => this.line.isOpen && this.bringUp(which, false), 1_000);
  }

  private receive(message: ServerMessage): void {
    if (message.type === 'joined') return this.enter(message);
    if (message.type === 'demand') return void this.send?.demand(message.source, message.encodings);
    if (message.type === 'ended' && message.reason === 'serverEnding') return;
    this.dispatch({ do: 'receive', message, now: Date.now() });
    switch (message.type) {
      case 'participants':
      case 'meeting':
        this.followMyself();
        break;
      case 'ask':
        if (message.what === 'stopShare') void this.stopShare().then(() => this.dispatch({ do: 'answerAsk' }));
        if (message.what === 'closeCamera') void this.setCamera(false).then(() => this.dispatch({ do: 'answerAsk' }));
        break;
      case 'unshown':
        message.slots.forEach(slot => this.tellUnshown(slot.mid));
        break;
      case 'ended':
      case 'moved':
        this.finish();
        break;
      case 'refused':
        if (this.state.get().phase === 'refused') this.finish();
        break;
    }
  }

  /** What the server holds of me is what is so: muted by the chair, share stopped by the chair. */
  private followMyself(): void {
    const { participants, myId, meeting } = this.state.get();
    this.watching.hearShareOf(meeting?.sharer && meeting.sharer !== myId ? meeting.sharer : null);
    const myself = participants.get(myId);
    if (!myself) return;
    const { microphoneOn, share } = this.devices.store.get();
    if (myself.muted && microphoneOn) void this.devices.setMicrophone(false);
    if (!myself.muted && !microphoneOn && !this.unmuteAsked) {
      void this.devices.setMicrophone(true).then(open => this.dispatch({ do: 'prompt', what: open ? 'unmutedByChair' : 'microphoneMissing' }));
    }
    if (!myself.muted) this.unmuteAsked = false;
    if (share && meeting?.sharer && meeting.sharer !== myId) void this.devices.closeShare();
  }

  private async ask(message: Parameters<SignallingLine['request']>[0]): Promise<boolean> {
    try {
      await this.line.request(message);
      return true;
    } catch (reason) {
      if (reason instanceof RefusedByServer)
        this.dispatch({ do: 'prompt', what: 'refused', sentence: reason.refusal.sentence, values: { symbol: reason.refusal.symbol, code: reason.refusal.code } });
      return false;
    }
  }

  /** The server says it every two seconds for as long as it is so; whoever it is about, I am told once. */
  private tellUnshown(mid: string): void {
    const who = this.watching.whose(mid)?.participant;
    const name = who && this.state.get().participants.get(who)?.name;
    if (!name || this.unshown.has(who)) return;
    this.unshown.add(who);
    this.dispatch({ do: 'prompt', what: 'unshown', values: { name } });
  }

  private tellTrouble(): void {
    const { trouble } = this.devices.store.get();
    if (trouble) this.dispatch({ do: 'prompt', what: `${trouble.device}.${trouble.what}` });
  }

  private whose(direction: Transport, mid: string): WhoseTrack | null {
    if (direction === 'send') {
      const source = this.send?.sourceOfMid(mid);
      return source ? { source } : null;
    }
    const held = this.watching.whose(mid);
    return held?.participant ? { source: held.source, participant: held.participant } : null;
  }
}
