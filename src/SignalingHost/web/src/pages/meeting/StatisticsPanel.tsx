import { IconButton } from '../../design/controls';
import { Avatar } from '../../design/avatar';
import { useText, type Key } from '../../i18n/text';
import type { MeetingSession } from '../../meeting/session';
import type { MeetingState } from '../../meeting/state';
import { useStore } from '../../meeting/store';
import type { TrackFigures } from '../../signalling/messages';
import { NetworkMark } from './NetworkMark';
import { Sparkline } from './Sparkline';

export const inWords = (bitrate: number): string => (bitrate >= 1_000_000 ? `${(bitrate / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bitrate / 1000)} kbit/s`);

/** How sound and picture travel, in figures a person can read: of the others as they arrive here, and of what I send. */
export const StatisticsPanel = ({ session, state, close }: { session: MeetingSession; state: MeetingState; close(): void }) => {
  const { t } = useText();
  const history = useStore(session.measuring.history);
  const tracks = [...history.values()].filter(list => list.length > 0);
  const own = tracks.filter(list => list[0]!.direction === 'send' && list.some(one => one.bitrate > 0));
  const received = tracks.filter(list => list[0]!.direction === 'receive');
  const byPerson = grouped(received);

  return (
    <aside className="panel" aria-label={t('statistics.title')}>
      <header>
        <h2 className="grow">{t('statistics.title')}</h2>
        <IconButton icon="close" label={t('close')} onClick={close} />
      </header>
      <div className="panel-scroll statistics">
        <section>
          <h3>{t('statistics.sent')}</h3>
          {own.length === 0 ? <p className="quiet small">{t('statistics.nothingSent')}</p> : own.map(list => <Track key={list[0]!.source} list={list} />)}
        </section>
        {[...byPerson].map(([id, lists]) => {
          const person = state.participants.get(id);
          const quality = state.quality.get(id);
          if (!person) return null;
          return (
            <section key={id}>
              <h3 className="row">
                <Avatar name={person.name} size={24} />
                <span className="grow cut">{person.name}</span>
                {quality && <NetworkMark mark={quality.mark} />}
              </h3>
              {quality && (quality.loss !== undefined || quality.roundTrip !== undefined) && (
                <p className="quiet small number">
                  {t('statistics.theirWay', { loss: ((quality.loss ?? 0) * 100).toFixed(1), roundTrip: quality.roundTrip === undefined ? '–' : Math.round(quality.roundTrip) })}
                </p>
              )}
              {lists.map(list => <Track key={list[0]!.source} list={list} />)}
            </section>
          );
        })}
      </div>
    </aside>
  );
};

const Track = ({ list }: { list: readonly TrackFigures[] }) => {
  const { t } = useText();
  const last = list.at(-1)!;
  return (
    <div className="track">
      <div className="row">
        <span className="grow">{t(`source.${last.source}` as Key)}</span>
        <strong className="number">{inWords(last.bitrate)}</strong>
      </div>
      <Sparkline values={list.map(one => one.bitrate)} label={t('statistics.bitrateGraph')} />
      <dl className="number">
        {last.height ? <div><dt>{t('statistics.size')}</dt><dd>{last.width}×{last.height}</dd></div> : null}
        {last.fps !== undefined && <div><dt>{t('statistics.fps')}</dt><dd>{last.fps}</dd></div>}
        <div><dt>{t('statistics.loss')}</dt><dd className={(last.loss ?? 0) > 0.05 ? 'bad' : ''}>{((last.loss ?? 0) * 100).toFixed(1)} %</dd></div>
        {last.roundTrip !== undefined && <div><dt>{t('statistics.roundTrip')}</dt><dd className={last.roundTrip > 300 ? 'bad' : ''}>{last.roundTrip} ms</dd></div>}
        {last.jitter !== undefined && <div><dt>{t('statistics.jitter')}</dt><dd>{last.jitter} ms</dd></div>}
      </dl>
    </div>
  );
};

const grouped = (lists: (readonly TrackFigures[])[]): Map<string, (readonly TrackFigures[])[]> => {
  const groups = new Map<string, (readonly TrackFigures[])[]>();
  for (const list of lists) groups.set(list[0]!.participant ?? '', [...(groups.get(list[0]!.participant ?? '') ?? []), list]);
  return groups;
};
