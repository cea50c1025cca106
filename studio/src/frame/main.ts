import { listen, post, type FromFrame, type ToFrame } from '../studio/protocol';
import { watchHistory, watchLinks } from './addresses';
import { loadStudio } from './load';
import { watchFetch } from './requests';
import { SaveWatch } from './saves';
import { Stage } from './stage';
import './frame.css';

// The document in which Elsa Studio lives; the console (`studio/StudioHost.tsx`) says what it shows.
const tell = (message: FromFrame) => post(window.parent, message);
const saves = new SaveWatch((state) => tell({ type: 'saving', ...state }));
const requests = watchFetch(saves, tell);
const stageElement = document.getElementById('stage');
if (!stageElement) throw new Error('The frame has no stage.');
const stage = new Stage(stageElement, saves, tell);
watchHistory(tell);
watchLinks(tell);

for (const sign of ['pointerdown', 'keydown'] as const) {
  window.addEventListener(
    sign,
    () => {
      saves.touched();
      tell({ type: 'active' });
    },
    { capture: true, passive: true },
  );
}
window.addEventListener('beforeunload', (event) => {
  if (saves.unsaved) event.preventDefault();
});

listen<ToFrame>(
  () => window.parent,
  (message) => {
    switch (message.type) {
      case 'show':
        return stage.show(message.screen);
      case 'scheme':
        document.documentElement.dataset.scheme = message.dark ? 'dark' : 'light';
        return undefined;
      case 'signed-in':
        return requests.resume();
    }
  },
);

loadStudio().then(
  () => tell({ type: 'ready' }),
  (error: unknown) => tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
);
