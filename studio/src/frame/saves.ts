/** Studio sends a change half a second after it was made. */
const debounce = 900;

/** Whether everything somebody did in the editor has reached the host. */
export class SaveWatch {
  #inFlight = 0;
  #failed = false;
  #touchedUntil = 0;
  #timer: number | undefined;
  #editing = false;
  #told = '';
  #quiet: (() => void)[] = [];

  constructor(private readonly tell: (state: { pending: boolean; failed: boolean }) => void) {}

  /** Whether something may be lost if the document went now. */
  get unsaved(): boolean {
    return this.#pending || this.#failed;
  }

  get #pending(): boolean {
    return this.#inFlight > 0 || performance.now() < this.#touchedUntil;
  }

  /** Whether the editor is open; elsewhere nothing is saved by itself. */
  set editing(value: boolean) {
    this.#editing = value;
    if (!value) this.#failed = false;
    this.#update();
  }

  /** Somebody pressed a key or a button: a change may follow. */
  touched(): void {
    if (!this.#editing) return;
    this.#touchedUntil = performance.now() + debounce;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#update(), debounce + 20);
    this.#update();
  }

  /** A save was sent; `done` tells how it ended. */
  async track(save: Promise<Response>): Promise<void> {
    this.#inFlight++;
    this.#update();
    try {
      this.#failed = !(await save).ok;
    } catch {
      // The caller sees the exception; here it only means that the change is not saved.
      this.#failed = true;
    }
    this.#inFlight--;
    this.#update();
  }

  /** Resolves when nothing is on its way. */
  quiet(): Promise<void> {
    return this.#pending ? new Promise((resolve) => this.#quiet.push(resolve)) : Promise.resolve();
  }

  #update(): void {
    const state = { pending: this.#pending, failed: this.#failed };
    if (!state.pending) for (const resolve of this.#quiet.splice(0)) resolve();
    const text = JSON.stringify(state);
    if (text === this.#told) return;
    this.#told = text;
    this.tell(state);
  }
}
