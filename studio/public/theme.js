// Before the first paint, so that a dark console does not flash white; a file, because the content policy allows no inline script.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('status-color-scheme');
  } catch (_) {
    // Storage is switched off: the system's scheme is used.
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
