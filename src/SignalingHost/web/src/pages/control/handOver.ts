import type { ControlGrant } from '../../signalling/messages';

export interface Grant {
  token: string;
  wsUrl: string;
}

const keyOf = (conference: string): string => `conference.control.${conference}`;

/** Opens the control page in a tab of its own. A tab that is opened from here inherits this tab's session storage, and nobody else sees it. */
export const openControlPage = (conference: string, grant: ControlGrant): void => {
  keepGrant(conference, { token: grant.token, wsUrl: grant.wsUrl });
  window.open(`#/control/${conference}`, '_blank');
};

export const keepGrant = (conference: string, grant: Grant): void => sessionStorage.setItem(keyOf(conference), JSON.stringify(grant));

export const dropGrant = (conference: string): void => sessionStorage.removeItem(keyOf(conference));

export const keptGrant = (conference: string): Grant | null => {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(conference)) ?? 'null') as Grant | null;
  } catch {
    return null;
  }
};
