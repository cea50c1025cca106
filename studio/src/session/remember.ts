const key = 'status-signed-in';

/** Whether this browser may have a session: without one, the first visit asks the host nothing that it can only refuse. The cookie itself cannot be seen by scripts. */
export function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(key) === 'yes';
  } catch {
    // Storage is switched off: the host knows.
    return true;
  }
}

/** Notes whether somebody is signed in here. */
export function rememberSignedIn(signedIn: boolean): void {
  try {
    localStorage.setItem(key, signedIn ? 'yes' : 'no');
  } catch {
    // Storage is switched off: the host is asked each time.
  }
}
