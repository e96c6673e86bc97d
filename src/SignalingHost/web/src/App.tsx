import { lazy, Suspense, useEffect, useState } from 'react';
import { login } from './api/client';
import { useStore } from './meeting/store';
import type { MeetingSession } from './meeting/session';
import { JoinPage } from './pages/join/JoinPage';
import { routeOf, type Route } from './route';

// The join page is what a link opens: it comes alone, and the rest when it is needed.
const Stay = lazy(() => import('./pages/meeting/Stay'));
const Office = lazy(() => import('./pages/office/Office'));
const ControlPage = lazy(() => import('./pages/control/ControlPage'));

export const App = () => {
  const [route, setRoute] = useState<Route>(() => routeOf(location.hash));
  const [session, setSession] = useState<MeetingSession | null>(null);
  const user = useStore(login);

  useEffect(() => {
    const changed = () => setRoute(routeOf(location.hash));
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);

  if (session)
    return (
      <Suspense fallback={null}>
        <Stay session={session} over={() => setSession(null)} />
      </Suspense>
    );
  if (route.page === 'control')
    return (
      <Suspense fallback={null}>
        <ControlPage conference={route.conference} />
      </Suspense>
    );
  if (route.page === 'join' || (route.page === 'home' && !user))
    return <JoinPage key={location.hash} conference={route.page === 'join' ? route.conference : undefined} link={route.page === 'join' ? route.link : undefined} admitted={setSession} />;
  return (
    <Suspense fallback={null}>
      <Office route={route} />
    </Suspense>
  );
};
