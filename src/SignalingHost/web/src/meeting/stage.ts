import { desktopPage, galleryBoxes, isNarrow, mobilePage, pageOf, pagesFor, type Area, type Box } from '../layout/gallery';
import { cornerBoxes, speakerBoxes } from '../layout/speaker';
import type { Participant } from '../signalling/messages';
import type { Wanted } from './slots';
import { present, type MeetingState } from './state';

export type Arrangement = 'gallery' | 'speaker' | 'corner';

export interface Choice {
  arrangement: Arrangement;
  pinned: string | null;
  page: number;
}

export interface Tile {
  key: string;
  participant: Participant;
  source: 'camera' | 'screen';
  box: Box;
  place: 'stage' | 'strip' | 'pane' | 'corner';
  own: boolean;
}

export interface Stage {
  tiles: Tile[];
  pages: number;
  page: number;
  /** The chair decides what is large; pinning and switching the view do nothing meanwhile. */
  imposed: boolean;
}

const gap = 8;
/** What the buttons for turning pages take from the room, so that they stand over nobody. */
const pagerHeight = 52;

/** What stands where on the screen: a pure function of the meeting, of what I chose and of the room there is. */
export const stageFor = (state: MeetingState, choice: Choice, area: Area): Stage => {
  const people = present(state);
  if (area.width <= 0 || area.height <= 0 || people.length === 0) return { tiles: [], pages: 1, page: 0, imposed: false };
  const tile = (participant: Participant, box: Box, place: Tile['place'], source: Tile['source'] = 'camera'): Tile => ({
    key: `${source} ${participant.id}`,
    participant,
    source,
    box,
    place,
    own: participant.id === state.myId,
  });
  const find = (id: string | null | undefined) => (id ? people.find(one => one.id === id) : undefined);

  const sharer = state.meeting?.sharer && state.meeting.sharer !== state.myId ? find(state.meeting.sharer) : undefined;
  const imposed = state.pictures.kind === 'site' ? find(state.pictures.participant) : undefined;
  const chosen = imposed ?? find(choice.pinned);
  const stageIsShare = sharer !== undefined && (imposed !== undefined || choice.pinned === null || choice.pinned === sharer.id);
  const others = people.filter(one => one.id !== state.myId);
  const floor = find(state.floor.holder) ?? others.find(one => one.camera) ?? others[0] ?? people[0]!;

  if (!chosen && !sharer && choice.arrangement === 'gallery') {
    const perPage = isNarrow(area) ? mobilePage : desktopPage;
    const pages = pagesFor(people.length, perPage);
    const page = Math.min(choice.page, pages - 1);
    const shown = pageOf(people, page, perPage);
    const boxes = galleryBoxes(pages > 1 ? { ...area, height: area.height - pagerHeight } : area, shown.length, gap);
    return { tiles: shown.map((one, at) => tile(one, boxes[at]!, 'pane')), pages, page, imposed: false };
  }

  const large = stageIsShare ? sharer : (chosen ?? floor);
  const main = (box: Box) => tile(large, box, 'stage', stageIsShare ? 'screen' : 'camera');
  if (choice.arrangement === 'corner') {
    const { stage, corner } = cornerBoxes(area);
    const small = stageIsShare ? (imposed ?? floor) : find(state.myId);
    return { tiles: [main(stage), ...(small && small.id !== large.id ? [tile(small, corner, 'corner')] : [])], pages: 1, page: 0, imposed: imposed !== undefined };
  }

  const beside = stageIsShare ? [...(chosen ? [chosen] : []), ...people.filter(one => one !== chosen)] : people.filter(one => one.id !== large.id);
  const { stage, strip } = speakerBoxes(area, beside.length, gap);
  const pages = strip.length > 0 ? pagesFor(beside.length, strip.length) : 1;
  const page = Math.min(choice.page, pages - 1);
  const small = pageOf(beside, page, Math.max(1, strip.length));
  return { tiles: [main(stage), ...small.map((one, at) => tile(one, strip[at]!, 'strip'))], pages, page, imposed: imposed !== undefined };
};

/** What must come in for these tiles, in the size they have. */
export const wantedFor = (stage: Stage, pixelRatio: number, pinned: string | null): Wanted[] =>
  stage.tiles
    .filter(tile => !tile.own && (tile.source === 'screen' || tile.participant.camera))
    .map(tile => ({
      participant: tile.participant.id,
      source: tile.source,
      height: Math.round(tile.box.height * pixelRatio),
      ...(tile.place === 'stage' || tile.participant.id === pinned ? { pinned: true } : {}),
    }));
