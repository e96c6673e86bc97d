import type { Control } from '../../api/control';
import type { MenuEntry } from '../../design/controls';
import type { Text } from '../../i18n/text';

/** What the actions need to know of somebody, whichever channel told it. */
export interface Governed {
  id: string;
  name: string;
  role: string;
  muted: boolean;
  camera: boolean;
  hand: boolean;
  sharing: boolean;
  broadcast?: boolean;
  rollCall?: boolean;
  cohost?: boolean;
  anonymous?: boolean;
  waits?: boolean;
}

/** What somebody who runs the meeting may do to one person in it: the same list in the meeting and on the control page. */
export const personActions = (control: Control, who: Governed, t: Text['t'], run: (work: Promise<unknown>) => void): MenuEntry[] => {
  const { id } = who;
  const chair = who.role === 'chair';
  return [
    { label: t(who.muted ? 'control.unmute' : 'control.mute'), icon: who.muted ? 'microphone' : 'microphoneOff', act: () => run(control.mute(id, !who.muted)) },
    { label: t(who.camera ? 'control.closeCamera' : 'control.openCamera'), icon: who.camera ? 'cameraOff' : 'camera', act: () => run(control.camera(id, !who.camera)) },
    { label: t(who.sharing ? 'control.stopShare' : 'control.askShare'), icon: who.sharing ? 'screenOff' : 'screen', act: () => run(control.inviteToShare(id, !who.sharing)) },
    ...(who.hand ? [{ label: t('control.lowerHand'), icon: 'hand' as const, act: () => run(control.lowerHand(id)) }] : []),
    'line',
    { label: t(who.broadcast ? 'control.stopBroadcast' : 'control.broadcast'), icon: 'megaphone', checked: who.broadcast, act: () => run(who.broadcast ? control.cancelBroadcast() : control.broadcast(id)) },
    { label: t(who.rollCall ? 'control.stopRollCall' : 'control.rollCall'), icon: 'list', checked: who.rollCall, act: () => run(who.rollCall ? control.cancelBroadcast() : control.rollCall(id)) },
    'line',
    ...(chair || who.anonymous ? [] : [{ label: t(who.cohost ? 'control.endCohost' : 'control.makeCohost'), icon: 'crown' as const, act: () => run(control.cohost(id, !who.cohost)) }]),
    ...(chair ? [] : [{ label: t('control.toWaitingRoom'), icon: 'door' as const, act: () => run(control.toWaitingRoom(id)) }]),
    { label: t('control.hangUp'), icon: 'phoneOff', danger: true, act: () => run(control.hangUp(id)) },
  ];
};
