// In the order the package asks for. Its sample page also loads fonts from another origin; Radzen brings its own.
const styles = [
  '_content/MudBlazor/MudBlazor.min.css',
  '_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.css',
  '_content/Radzen.Blazor/css/material-base.css',
  '_content/Elsa.Studio.Shell/css/shell.css',
  'Elsa.Studio.Host.CustomElements.styles.css',
];
const scripts = [
  '_content/BlazorMonaco/jsInterop.js',
  '_content/BlazorMonaco/lib/monaco-editor/min/vs/loader.js',
  '_content/BlazorMonaco/lib/monaco-editor/min/vs/editor/editor.main.js',
  '_content/MudBlazor/MudBlazor.min.js',
  '_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.js',
  '_content/Radzen.Blazor/Radzen.Blazor.js',
  '_framework/blazor.webassembly.js',
];

/** The element that renders nothing and carries the address of the API to all others. */
const backend = 'elsa-backend-provider';
const patience = 120_000;

/** Loads Elsa Studio and waits until its elements can be used. */
export async function loadStudio(): Promise<void> {
  for (const href of styles) document.head.insertBefore(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }), firstOwnStyle());
  await Promise.all(scripts.map(addScript));
  const late = new Promise<never>((_, reject) => window.setTimeout(() => reject(new Error('it did not start in two minutes')), patience));
  await Promise.race([customElements.whenDefined(backend), late]);
}

// Our few corrections stay last in the order of styles.
const firstOwnStyle = () => document.head.querySelector('style, link[href*="/assets/"]');

function addScript(src: string): Promise<void> {
  const script = document.createElement('script');
  script.src = src;
  // Fetched at once, run in the order they were added.
  script.async = false;
  return new Promise((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${src} could not be loaded`)));
    document.body.append(script);
  });
}
