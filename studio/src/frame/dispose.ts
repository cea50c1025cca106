/** What `_content/Microsoft.AspNetCore.Components.CustomElements` of the package keeps in its elements. */
interface BlazorElement extends HTMLElement {
  _addRootComponentPromise?: Promise<{ dispose: () => Promise<void> | void }>;
  _disposalTimeoutHandle?: number;
  _isDisposed?: boolean;
}

/** The package itself disposes a second after the removal. */
const itsDelay = 1200;

/**
 * Takes an element off the page and ends its component before the next one is made: two of them at once would both claim the one place for dialogs, and the
 * second one fails.
 */
export async function disposeElement(element: Element): Promise<void> {
  const blazor = element as BlazorElement;
  blazor.remove();
  if (!blazor._addRootComponentPromise) {
    await new Promise((resolve) => window.setTimeout(resolve, itsDelay));
    return;
  }

  window.clearTimeout(blazor._disposalTimeoutHandle);
  blazor._isDisposed = true;
  const component = await blazor._addRootComponentPromise;
  await component.dispose();
}
