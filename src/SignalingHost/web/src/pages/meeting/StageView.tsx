import type { Control } from '../../api/control';
import { IconButton } from '../../design/controls';
import { useText } from '../../i18n/text';
import type { Stage } from '../../meeting/stage';
import type { MeetingState } from '../../meeting/state';
import type { View } from '../../meeting/watching';
import { Pane } from './Pane';

interface Props {
  stage: Stage;
  state: MeetingState;
  views: View[];
  camera: MediaStreamTrack | null;
  pinned: string | null;
  pin(id: string | null): void;
  control: Control | null;
  turn(step: number): void;
}

export const StageView = ({ stage, state, views, camera, pinned, pin, control, turn }: Props) => {
  const { t } = useText();
  const speaking = new Set(state.speakers.filter(speaker => speaker.volume > 0).map(speaker => speaker.id));
  const alone = stage.tiles.length === 1 && stage.tiles[0]!.own;
  return (
    <>
      {stage.tiles.map(tile => (
        <Pane
          key={tile.key}
          tile={tile}
          view={views.find(view => view.participant === tile.participant.id && view.source === tile.source)}
          camera={tile.own ? camera : null}
          speaking={speaking.has(tile.participant.id) && !tile.participant.muted}
          mark={state.quality.get(tile.participant.id)?.mark ?? 3}
          pinned={pinned === tile.participant.id}
          mayPin={!stage.imposed && !tile.own}
          pin={pin}
          control={control}
          chair={state.meeting?.chair === tile.participant.id}
          broadcast={state.meeting?.broadcast === tile.participant.id}
          rollCall={state.meeting?.rollCall === tile.participant.id}
        />
      ))}
      {alone && <p className="alone">{t('meeting.alone')}</p>}
      {stage.pages > 1 && (
        <div className="pager" role="group" aria-label={t('meeting.pages')}>
          <IconButton icon="left" label={t('meeting.pageBefore')} disabled={stage.page === 0} onClick={() => turn(-1)} />
          <span className="number" aria-live="polite">{t('meeting.page', { page: stage.page + 1, pages: stage.pages })}</span>
          <IconButton icon="right" label={t('meeting.pageAfter')} disabled={stage.page === stage.pages - 1} onClick={() => turn(1)} />
        </div>
      )}
    </>
  );
};
