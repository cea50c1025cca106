import { fromHost } from '../lib/base';
import { sameScreen } from '../studio/paths';
import type { FromFrame, Screen } from '../studio/protocol';
import { disposeElement } from './dispose';
import type { SaveWatch } from './saves';

const api = window.location.origin + fromHost('/elsa/api');
const tags = {
  definitions: 'elsa-workflow-definition-list',
  definition: 'elsa-workflow-definition-editor',
  instances: 'elsa-workflow-instance-list',
  instance: 'elsa-workflow-instance-viewer',
} as const;

interface StudioElement extends HTMLElement {
  editWorkflowDefinition?: (definitionId: string) => void;
  viewWorkflowInstance?: (instanceId: string) => void;
}

/** Shows one screen at a time. */
export class Stage {
  #screen: Screen = { name: 'none' };
  #turn = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly root: HTMLElement,
    private readonly saves: SaveWatch,
    private readonly tell: (message: FromFrame) => void,
  ) {}

  /** Puts a screen in place of the current one. An editor stays, unseen, until its last change is sent. */
  show(screen: Screen): void {
    if (sameScreen(screen, this.#screen)) return;
    this.#screen = screen;
    const turn = ++this.#turn;
    this.root.classList.add('leaving');
    // One after the other; whoever is overtaken meanwhile only clears the stage.
    this.#last = this.#last.then(() => this.#replace(screen, turn)).catch((error: unknown) => this.tell({ type: 'failed', message: String(error) }));
  }

  async #replace(screen: Screen, turn: number): Promise<void> {
    await this.saves.quiet();
    for (const element of [...this.root.children]) await disposeElement(element);
    if (turn !== this.#turn) return;
    this.root.classList.remove('leaving');
    this.saves.editing = screen.name === 'definition';
    if (screen.name === 'none') return;
    history.replaceState(null, '', document.baseURI + ('query' in screen ? screen.query : ''));
    this.root.append(this.#create(screen));
    this.tell({ type: 'shown', screen });
  }

  #create(screen: Exclude<Screen, { name: 'none' }>): HTMLElement {
    const element: StudioElement = document.createElement(tags[screen.name]);
    element.setAttribute('remote-endpoint', api);
    if (screen.name === 'definition') element.setAttribute('definition-id', screen.id);
    if (screen.name === 'instance') element.setAttribute('instance-id', screen.id);
    element.editWorkflowDefinition = (id) => this.tell({ type: 'open', screen: { name: 'definition', id } });
    element.viewWorkflowInstance = (id) => this.tell({ type: 'open', screen: { name: 'instance', id } });
    return element;
  }
}
