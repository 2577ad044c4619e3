import {
  inject,
  provideEnvironmentInitializer,
  type EnvironmentProviders,
  type Renderer2,
  RendererFactory2,
} from '@angular/core';
import { printableText } from '@dq0/protocol/plain-words';

/** Attributes that are read aloud or shown. What people type into a field stays as it is. */
const SHOWN = /^(aria-|title$|alt$|placeholder$)/;

/** Every text of the page, whoever wrote it, stands there without characters that hide or reorder what is read. */
export function provideShownPrintable(): EnvironmentProviders {
  return provideEnvironmentInitializer(() => {
    const factory = inject(RendererFactory2);
    const create = factory.createRenderer.bind(factory);
    const made = new WeakSet<Renderer2>();
    factory.createRenderer = (host, type) => {
      const renderer = create(host, type);
      if (!made.has(renderer)) showPrintable(renderer);
      made.add(renderer);
      return renderer;
    };
  });
}

function showPrintable(renderer: Renderer2): void {
  const createText = renderer.createText.bind(renderer);
  const setValue = renderer.setValue.bind(renderer);
  const setAttribute = renderer.setAttribute.bind(renderer);
  const setProperty = renderer.setProperty.bind(renderer);
  renderer.createText = (text): unknown => createText(printableText(text));
  renderer.setValue = (node, text) => setValue(node, printableText(text));
  renderer.setAttribute = (element, name, text, namespace) =>
    setAttribute(element, name, SHOWN.test(name) ? printableText(text) : text, namespace);
  renderer.setProperty = (element, name, value: unknown) =>
    setProperty(element, name, SHOWN.test(name) && typeof value === 'string' ? printableText(value) : value);
}
