import { useEffect, useState } from 'react';
import type { Control, PictureChoice, SavedLayout } from '../../api/control';
import { Avatar } from '../../design/avatar';
import { Button, IconButton, SelectField } from '../../design/controls';
import { Icon } from '../../design/icons';
import { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import { filledUp, layoutNamed, layouts, placed, type Layout } from '../../layout/catalogue';
import { inOrder, type Room } from '../../push/room';
import { SavedLayouts } from './SavedLayouts';

const share = '\u0000share';

/** The picture of the terminals that can show one: its mode, its layout, and who is in which pane (多画面). */
export const Pictures = ({ room, control, picked, pick }: { room: Room; control: Control; picked: string | null; pick(pid: string | null): void }) => {
  const { t } = useText();
  const act = useAct();
  const [layout, setLayout] = useState<Layout>(() => layoutNamed(room.layout?.imageType || 'Four'));
  const [panes, setPanes] = useState<(string | null)[]>(() => Array<string | null>(16).fill(null));
  const [interval, setInterval] = useState(20);
  const people = inOrder([...room.people.values()].filter(person => person.state === 'in'));
  const shown = panes.slice(0, layout.panes.length);

  // A pane is told by the number that was set, where there is one.
  const personOf = (id: string) => room.people.get(id) ?? people.find(person => person.number === id);

  const take = (imageType: string, set: readonly { index: number; id: string[]; share: boolean | 0 | 1 }[]) => {
    if (imageType) setLayout(layoutNamed(imageType));
    setPanes(before => before.map((_, at) => {
      const pane = set.find(one => one.index === at + 1);
      const [id = null] = pane?.id ?? [];
      return pane?.share ? share : id === null ? null : (personOf(id)?.pid ?? id);
    }));
  };

  // What was set, here or on another controller's page, is what the editor begins from.
  useEffect(() => {
    if (!room.layout) return;
    take(room.layout.imageType, room.layout.panes.map(pane => ({ index: pane.index, id: pane.pids, share: pane.share })));
  }, [room.layout]);

  const put = (pid: string, at: number) => {
    setPanes(before => placed(before, pid, at));
    pick(null);
  };
  const nameOf = (pid: string | null) => (pid === null ? null : pid === share ? t('control.sharePane') : (personOf(pid)?.name ?? null));
  const filled = () => shown.flatMap((pid, at) => (pid === null ? [] : [{ index: at + 1, who: pid === share ? [] : [personOf(pid)?.number || pid], share: pid === share ? (1 as const) : (0 as const) }]));
  const choice = (): PictureChoice => ({
    manualSet: 1,
    imageType: layout.name,
    subscriberInPics: filled().map(pane => ({ index: pane.index, subscriber: pane.who, isAssistStream: pane.share })),
    switchTime: 10,
  });
  const kept = (name: string): SavedLayout => ({
    layOutName: name,
    imageType: layout.name,
    picNum: layout.panes.length,
    switchTime: 10,
    subscriberInPics: filled().map(pane => ({ index: pane.index, id: pane.who, share: pane.share })),
  });
  const mode = room.mode === 'BROADCAST' ? 'broadcast' : room.mode === 'ROLLCALL' ? 'rollCall' : room.mode === 'FIXED' ? 'fixed' : room.voiceActivated ? 'voice' : 'free';

  return (
    <section className="control-part pictures" aria-label={t('control.pictures')}>
      <div className="part-head">
        <h2 className="grow">{t('control.pictures')}</h2>
        <span className="badge accent" role="status">{t(`mode.${mode}`)}</span>
      </div>
      <p className="small quiet">{t('control.picturesHint')}</p>
      <div className="row-wrap modes" role="group" aria-label={t('control.mode')}>
        <Button size="small" kind={mode === 'free' ? 'on' : ''} aria-pressed={mode === 'free'} onClick={() => void act(mode === 'free' ? control.picture({ manualSet: 0, imageType: layout.name, subscriberInPics: [] }) : control.cancelBroadcast())}>{t('mode.free')}</Button>
        <Button size="small" kind={mode === 'voice' ? 'on' : ''} aria-pressed={mode === 'voice'} onClick={() => void act(control.mode('VAS', 0))}>{t('mode.voice')}</Button>
        <Button size="small" onClick={() => void act(control.mode('VAS', 1))}>{t('mode.voiceMulti')}</Button>
        <Button size="small" kind={mode === 'fixed' ? 'on' : ''} aria-pressed={mode === 'fixed'} onClick={() => void act(control.mode('Fixed', 1))}>{t('mode.fixed')}</Button>
        <Button size="small" onClick={() => void act(control.chairWatchesAll())}>{t('mode.chairAll')}</Button>
      </div>
      <div className="layouts" role="radiogroup" aria-label={t('control.layout')}>
        {layouts.map(one => (
          <button key={one.name} type="button" role="radio" aria-checked={one.name === layout.name} aria-label={t('control.layoutNamed', { name: one.name, count: one.panes.length })} title={t('control.layoutNamed', { name: one.name, count: one.panes.length })} onClick={() => setLayout(one)}>
            <svg viewBox="0 0 64 36" aria-hidden="true">
              {one.panes.map((pane, at) => (
                <rect key={at} x={(pane.left / one.columns) * 64 + 1} y={(pane.top / one.rows) * 36 + 1} width={(pane.width / one.columns) * 64 - 2} height={(pane.height / one.rows) * 36 - 2} rx="1.5" />
              ))}
            </svg>
          </button>
        ))}
      </div>
      <div className="canvas">
        {layout.panes.map((pane, at) => {
          const pid = shown[at] ?? null;
          const name = nameOf(pid);
          return (
            <div
              key={at}
              className={`slot ${picked ? 'open' : ''}`}
              style={{ left: `${(pane.left / layout.columns) * 100}%`, top: `${(pane.top / layout.rows) * 100}%`, width: `${(pane.width / layout.columns) * 100}%`, height: `${(pane.height / layout.rows) * 100}%` }}
              onDragOver={event => event.preventDefault()}
              onDrop={event => { event.preventDefault(); const dropped = event.dataTransfer.getData('text/plain'); if (dropped) put(dropped, at); }}
            >
              <button
                type="button"
                draggable={pid !== null}
                onDragStart={event => pid && event.dataTransfer.setData('text/plain', pid)}
                aria-label={t('control.pane', { number: at + 1, name: name ?? t('control.paneEmpty') })}
                onClick={() => (picked ? put(picked, at) : pid === null ? setPanes(before => (before.includes(share) ? before : placed(before, share, at))) : undefined)}
                title={picked ? t('control.putHere') : undefined}
              >
                {name ? (
                  <>
                    {pid === share ? <Icon name="screen" size={26} /> : <Avatar name={name} size="clamp(22px, 22%, 46px)" />}
                    <span className="cut">{name}</span>
                  </>
                ) : (
                  <span className="slot-number number">{at + 1}</span>
                )}
              </button>
              {pid !== null && <IconButton icon="close" size={14} label={t('control.emptyPane', { number: at + 1 })} onClick={() => setPanes(before => before.map((one, index) => (index === at ? null : one)))} />}
            </div>
          );
        })}
      </div>
      <p className="small quiet">{picked ? t('control.pickHint', { name: room.people.get(picked)?.name ?? '' }) : t('control.dragHint')}</p>
      <div className="row-wrap">
        <Button size="small" onClick={() => setPanes(before => [...filledUp(before.slice(0, layout.panes.length), people.map(person => person.pid)), ...before.slice(layout.panes.length)])}>{t('control.fill')}</Button>
        <Button size="small" onClick={() => setPanes(panes.map(() => null))}>{t('control.clear')}</Button>
        <span className="grow" />
        <SavedLayouts control={control} ready={room.known} current={kept} load={one => take(one.imageType, one.subscriberInPics)} />
        <Button size="small" kind="primary" onClick={() => void act(control.picture(choice()), t('control.applied'))}>{t('control.apply')}</Button>
      </div>
      <div className="polling">
        <Icon name="repeat" size={19} />
        <span className="grow">{t('control.polling')}<span className="small quiet block">{t('control.pollingHint')}</span></span>
        <SelectField label="" aria-label={t('control.interval')} value={interval} onChange={event => setInterval(Number(event.target.value))}>
          {[10, 20, 30, 60, 120].map(seconds => <option key={seconds} value={seconds}>{t('seconds', { count: seconds })}</option>)}
        </SelectField>
        <Button size="small" kind={room.polling ? 'on' : ''} onClick={() => void act(control.poll(!room.polling, interval))}>{t(room.polling ? 'control.stop' : 'control.start')}</Button>
      </div>
    </section>
  );
};
